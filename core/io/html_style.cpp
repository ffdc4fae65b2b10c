// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/html_parts.h"

namespace qscope::io {

std::string_view pageCss()
{
    return R"CSS(
* { box-sizing: border-box; }
html { color-scheme: light dark; }
body { margin: 0 auto; max-width: 1240px; padding: 24px 20px 64px; background: var(--qs-bg); color: var(--qs-fg);
  font: 14px/1.5 system-ui, "Noto Sans", "Noto Sans CJK KR", sans-serif; }
h1 { font-size: 22px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 36px 0 4px; }
p, ul { margin: 4px 0 10px; max-width: 80ch; }
.sub { color: var(--qs-muted); overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 16px 0; }
.tile { border: 1px solid var(--qs-grid); border-radius: 6px; padding: 8px 14px; min-width: 120px; }
.tile b { display: block; font-size: 20px; font-weight: 600; }
.tile span { color: var(--qs-muted); font-size: 12px; }
.warning { border-left: 3px solid var(--qs-orange); padding-left: 10px; }
.plot { overflow-x: auto; margin: 8px 0 16px; }
.plot svg { display: block; }
.plot [data-layer] { cursor: pointer; }
.plot g:hover > .hit { fill: var(--qs-fg); fill-opacity: 0.08; }
.scroll { overflow: auto; max-height: 70vh; border: 1px solid var(--qs-grid); border-radius: 6px; }
table { border-collapse: collapse; font-size: 12.5px; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 7px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--qs-grid); }
th { position: sticky; top: 0; background: var(--qs-bg); padding: 0; }
th button, th span { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 6px 8px;
  width: 100%; text-align: inherit; white-space: nowrap; display: block; }
th button { cursor: pointer; }
th[aria-sort="ascending"] button::after { content: " \25B2"; font-size: 9px; }
th[aria-sort="descending"] button::after { content: " \25BC"; font-size: 9px; }
td.t, th.t { text-align: left; }
td.name { max-width: 320px; overflow: hidden; text-overflow: ellipsis; }
#layers tbody tr { cursor: pointer; }
#layers tbody tr:hover, #layers tbody tr:focus-visible { background: var(--qs-grid); outline: none; }
#layers tbody tr.selected { box-shadow: inset 3px 0 var(--qs-blue); background: var(--qs-grid); }
.controls { display: flex; flex-wrap: wrap; gap: 16px; align-items: center; margin: 8px 0; }
input[type="search"] { font: inherit; padding: 4px 8px; width: 260px; color: inherit; background: var(--qs-bg);
  border: 1px solid var(--qs-frame); border-radius: 4px; }
a { color: var(--qs-blue); }
@media print {
  body { max-width: none; padding: 0; }
  .plot, .scroll { overflow: visible; max-height: none; border: 0; }
  .plot svg { max-width: 100%; height: auto; }
  .controls, noscript { display: none; }
  h2 { break-after: avoid; }
  .plot, .tile, tr { break-inside: avoid; }
  th { position: static; }
  table { font-size: 8px; }
  th, td, th button { padding: 2px 3px; }
}
)CSS";
}

} // namespace qscope::io
