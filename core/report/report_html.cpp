// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/html_parts.h"
#include "core/io/plot_text.h"
#include "core/io/svg_plot.h"
#include "core/report/chart_svg.h"
#include "core/report/report_writers.h"

namespace qscope::report {

namespace {

using io::xmlEscaped;

std::string html(const Note& note) { return "<p>" + xmlEscaped(note.text) + "</p>\n"; }

std::string html(const Table& table)
{
    std::string text = "<h2>" + xmlEscaped(table.title) + "</h2>\n<div class=\"scroll\"><table>\n<thead><tr>";
    for (const Column& column : table.columns)
        text += "<th><span>" + xmlEscaped(column.unit.empty() ? column.title : column.title + " (" + column.unit + ")")
                + "</span></th>";
    text += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        text += "<tr>";
        for (size_t c = 0; c < row.size(); ++c)
            text += (std::holds_alternative<std::string>(row[c]) ? "<td class=\"t\">" : "<td>")
                    + xmlEscaped(cellText(row[c], table.columns[c].decimals)) + "</td>";
        text += "</tr>\n";
    }
    return text + "</tbody></table></div>\n";
}

std::string html(const Chart& chart) { return "<div class=\"plot\">" + chartSvg(chart) + "</div>\n"; }
std::string html(const HeatMap& map) { return "<div class=\"plot\">" + heatMapSvg(map) + "</div>\n"; }

} // namespace

std::string reportHtml(const Report& report)
{
    const std::string language = say("Report", "en"); // its code, for browsers and readers
    std::string text =
        "<!DOCTYPE html>\n<html lang=\"" + language
        + "\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
          "'unsafe-inline'; img-src data:\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"generator\" content=\"Quantoscope\">\n<title>"
        + xmlEscaped(report.title) + "</title>\n<style>\n" + io::plotCss() + chartCss()
        + std::string(io::pageCss()) + "</style>\n</head>\n<body>\n<h1>" + xmlEscaped(report.title)
        + "</h1>\n";
    for (const ReportItem& item : report.items)
        text += std::visit([](const auto& i) { return html(i); }, item);
    return text + "</body>\n</html>\n";
}

} // namespace qscope::report
