// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/io/html_parts.h"
#include "core/io/strict_json.h"

namespace qscope::io {

namespace {

/// The sentences of the script, which fills their places itself.
std::string scriptWords()
{
    const Json words{
        {"clipsAt", say("Files", "the config clips at %1")},
        {"bin", say("Files", "%1 to %2: %3 values")},
        {"value", say("Files", "activation value")},
        {"counts", say("Files", "values per bin")},
        {"logCounts", say("Files", "values per bin (log)")},
        {"nothing", say("Files", "No statistics were recorded for this layer.")},
        {"shown", say("Files", "%1 of %2 layers")},
    };
    return insideScript(words.dump());
}

} // namespace

std::string pageScript()
{
    return "\n\"use strict\";\n(function () {\n  const words = " + scriptWords() + R"JS(;
  const data = JSON.parse(document.getElementById("histograms").textContent);
  const table = document.getElementById("layers");
  const panel = document.getElementById("histogram");
  const heading = document.getElementById("histogram-of");
  const logCounts = document.getElementById("log-counts");
  const filter = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const SVG = "http://www.w3.org/2000/svg";
  let current = 0;

  function filled(sentence, ...values) { return sentence.replace(/%([1-9])/g, (place, n) => values[n - 1]); }
  function element(parent, tag, attributes, text) {
    const e = document.createElementNS(SVG, tag);
    for (const key in attributes) e.setAttribute(key, attributes[key]);
    if (text !== undefined) e.textContent = text;
    parent.appendChild(e);
    return e;
  }
  function short(v) { return Math.abs(v) >= 1e5 || (v !== 0 && Math.abs(v) < 1e-3) ? v.toExponential(2) : String(+v.toPrecision(4)); }
  function niceStep(raw) {
    const power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (const f of [1, 2, 5, 10]) if (f * power >= raw * 0.9999) return f * power;
    return 10 * power;
  }
  // Ticks of the counts: powers of ten on the logarithmic axis.
  function countTicks(most, log) {
    const ticks = [];
    if (log) { for (let c = 1; c <= most; c *= 10) ticks.push(c); }
    else { const s = niceStep(most / 5); for (let c = 0; c <= most; c += s) ticks.push(c); }
    return ticks;
  }
  function drawClip(svg, x, y0, y1, h) {
    if (!h.clip) return;
    for (const limit of h.clip) {
      const line = element(svg, "line", { class: "clip", x1: x(limit), x2: x(limit), y1: y0, y2: y1 });
      element(line, "title", {}, filled(words.clipsAt, short(limit)));
    }
  }
  function drawHistogram(input) {
    const h = input.histogram, log = logCounts.checked;
    const W = 1020, H = 270, L = 70, R = 20, T = 12, B = 46;
    const svg = element(panel, "svg", { class: "qs", width: W, height: H, viewBox: "0 0 " + W + " " + H, role: "img" });
    let lo = h.first, hi = h.first + h.width * h.counts.length;
    if (h.clip) { lo = Math.min(lo, h.clip[0]); hi = Math.max(hi, h.clip[1]); }
    const most = h.counts.reduce((a, b) => Math.max(a, b), 1);
    const x = v => L + (v - lo) / (hi - lo) * (W - L - R);
    const level = c => log ? (c > 0 ? Math.log10(c) + 0.3 : 0) / (Math.log10(most) + 0.3) : c / most;
    const y = c => H - B - level(c) * (H - T - B);
    for (const c of countTicks(most, log)) {
      element(svg, "line", { class: "grid", x1: L, x2: W - R, y1: y(c), y2: y(c) });
      element(svg, "text", { class: "right", x: L - 6, y: y(c) + 4 }, short(c));
    }
    const step = niceStep((hi - lo) / 9);
    for (let k = Math.ceil(lo / step); k * step <= hi; ++k)
      element(svg, "text", { class: "middle", x: x(k * step), y: H - B + 15 }, short(k * step));
    h.counts.forEach((c, i) => {
      if (!c) return;
      const a = h.first + i * h.width;
      const bar = element(svg, "rect", { class: "area", x: x(a), y: y(c), width: Math.max(0.5, x(a + h.width) - x(a) - 0.3), height: H - B - y(c) });
      element(bar, "title", {}, filled(words.bin, short(a), short(a + h.width), c));
    });
    drawClip(svg, x, T, H - B, h);
    element(svg, "rect", { class: "frame", x: L, y: T, width: W - L - R, height: H - T - B });
    element(svg, "text", { class: "middle muted", x: (L + W - R) / 2, y: H - 12 }, words.value);
    element(svg, "text", { class: "middle muted", x: 14, y: (T + H - B) / 2, transform: "rotate(-90 14 " + (T + H - B) / 2 + ")" },
            log ? words.logCounts : words.counts);
  }
  function show(index) {
    current = index;
    const layer = data[index];
    rows.forEach(r => r.classList.toggle("selected", +r.dataset.index === index));
    heading.textContent = "#" + index + " " + layer.name;
    panel.textContent = "";
    for (const input of layer.inputs) {
      const p = document.createElement("p");
      p.className = "sub";
      p.textContent = input.name + (input.text ? ": " + input.text : "");
      panel.appendChild(p);
      if (input.histogram) drawHistogram(input);
    }
    if (!layer.inputs.length) panel.textContent = words.nothing;
  }
  function sortBy(column, button) {
    const head = button.parentNode;
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th").forEach(th => th.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const key = r => { const c = r.cells[column]; return c.dataset.v === undefined ? c.textContent : c.dataset.v === "" ? null : +c.dataset.v; };
    rows.sort((a, b) => {
      const p = key(a), q = key(b);
      if (p === null || q === null) return (p === null) - (q === null); // unknown ones last, either way
      const order = typeof p === "string" ? p.localeCompare(q) : p - q;
      return (ascending ? order : -order) || a.dataset.index - b.dataset.index;
    });
    rows.forEach(r => body.appendChild(r));
  }
  function applyFilter() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const r of rows) {
      const text = r.textContent.toLowerCase();
      const hit = words.every(w => text.includes(w));
      r.hidden = !hit;
      count += hit;
    }
    shown.textContent = filled(words.shown, count, rows.length);
  }
  table.querySelectorAll("th button").forEach((b, i) => b.addEventListener("click", () => sortBy(i, b)));
  body.addEventListener("click", e => { const r = e.target.closest("tr"); if (r) show(+r.dataset.index); });
  body.addEventListener("keydown", e => { if (e.key === "Enter" && e.target.dataset.index) show(+e.target.dataset.index); });
  document.addEventListener("click", e => {
    const g = e.target.closest("[data-layer]");
    if (!g) return;
    show(+g.dataset.layer);
    document.getElementById("layers-section").scrollIntoView({ behavior: "smooth" });
  });
  logCounts.addEventListener("change", () => show(current));
  filter.addEventListener("input", applyFilter);
  applyFilter();
  if (data.length) show(0);
})();
)JS";
}

} // namespace qscope::io
