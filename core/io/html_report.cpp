// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/html_report.h"

#include "core/base/text.h"
#include "core/io/html_parts.h"
#include "core/io/plot_channels.h"
#include "core/io/plot_ranges.h"
#include "core/io/plot_sensitivity.h"
#include "core/io/plot_softmax.h"
#include "core/io/plot_text.h"
#include "core/io/svg_plot.h"

namespace qscope::io {
namespace {

/// A question of the report: what it asks, how to read it, its figures.
struct Section {
    std::string heading;
    std::string explanation;
    std::vector<Plot> plots;
};

void addPlot(Section& section, std::optional<Plot> plot)
{
    if (plot)
        section.plots.push_back(std::move(*plot));
}

std::vector<Section> sectionsOf(const ReportInput& input)
{
    Section ranges{say("Files", "How wide are the activations?"),
                   say("Files", "Each glyph is the input of one layer. A thin line far beyond the bars means "
                                "rare extreme values: "
                                "clipping them costs little and makes the steps finer."),
                   {}};
    addPlot(ranges, rangesPlot(input));
    Section channels{
        say("Files", "How unequal are the channels?"),
        say("Files",
            "One scale serves all channels of an activation. Where a few channels are much wider than the "
            "median, the others are left with few steps."),
        {}};
    addPlot(channels, channelHeatMap(input));
    addPlot(channels, channelRangesPlot(input));
    Section softmax{
        say("Files", "What does softmax produce?"),
        say("Files",
            "Probabilities crowd near zero. Everything below half a step of a uniform quantizer becomes "
            "exactly zero."),
        {}};
    addPlot(softmax, softmaxPlot(input));
    addPlot(softmax, entropyPlot(input));
    Section sensitivity{
        say("Files", "Which layers hurt?"),
        say("Files",
            "Output SQNR when a single layer is quantized, or when a single layer is left in floating "
            "point, against the median layer."),
        {}};
    if (input.only)
        addPlot(sensitivity, sensitivityPlot(input, *input.only));
    if (input.except)
        addPlot(sensitivity, sensitivityPlot(input, *input.except));
    return {std::move(ranges), std::move(channels), std::move(softmax), std::move(sensitivity)};
}

std::string columnsText()
{
    return say(
        "Files",
        "Ch. ratio: range of the widest channel over the median. Only, All but: output SQNR with only this "
        "layer quantized, with all but this layer quantized.");
}

std::string headingHtml(const Section& section)
{
    return "<h2>" + section.heading + "</h2>\n<p>" + section.explanation + "</p>\n";
}

std::string sectionHtml(const Section& section)
{
    if (section.plots.empty())
        return {};
    std::string html = "<section>\n" + headingHtml(section);
    for (const Plot& plot : section.plots)
        html += "<div class=\"plot\">" + plot.svg + "</div>\n";
    return html + "</section>\n";
}

std::string layersHtml(const ReportInput& input)
{
    const std::string filter = xmlEscaped(say("Files", "Filter layers"));
    return "<section id=\"layers-section\">\n<h2>" + say("Files", "Layers") + "</h2>\n<p>"
           + say("Files", "Choose a row to see the values its inputs took, with the limits of the config.")
           + " " + columnsText() + "</p>\n<noscript><p class=\"warning\">"
           + say("Files",
                 "Sorting, filtering and histograms need JavaScript; nothing is loaded from elsewhere.")
           + "</p></noscript>\n<h3 id=\"histogram-of\" class=\"sub\"></h3>\n"
             "<div class=\"controls\"><label><input type=\"checkbox\" id=\"log-counts\" checked> "
           + say("Files", "logarithmic counts")
           + "</label></div>\n<div class=\"plot\" id=\"histogram\"></div>\n"
             "<div class=\"controls\"><input type=\"search\" id=\"filter\" placeholder=\""
           + filter + "\" aria-label=\"" + filter + "\"><span id=\"shown\" class=\"sub\"></span></div>\n"
           + layerTableHtml(input) + "</section>\n";
}

} // namespace

std::string htmlReport(const ReportInput& input)
{
    // The code of the language the sentences are in.
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"" + say("Files", "en")
        + "\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
          "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"generator\" content=\"Quantoscope\">\n<title>"
        + filled(say("Files", "%1 - Quantoscope report"), xmlEscaped(input.modelName)) + "</title>\n<style>\n"
        + plotCss() + std::string(pageCss()) + "</style>\n</head>\n<body>\n" + summaryHtml(input);
    for (const Section& section : sectionsOf(input))
        html += sectionHtml(section);
    if (const std::string table = softmaxTableHtml(input); !table.empty())
        html += "<section>\n<h2>" + say("Files", "Softmax figures") + "</h2>\n" + table + "</section>\n";
    html += layersHtml(input);
    html += "<script type=\"application/json\" id=\"histograms\">" + histogramData(input)
            + "</script>\n<script>" + pageScript() + "</script>\n</body>\n</html>\n";
    return html;
}

std::vector<PaperPart> paperReport(const ReportInput& input)
{
    std::vector<PaperPart> parts{{summaryHtml(input), {}}};
    for (const Section& section : sectionsOf(input)) {
        if (section.plots.empty())
            continue;
        PaperPart part{headingHtml(section), {}};
        for (const Plot& plot : section.plots)
            part.plots.push_back({plot.name, standaloneSvg(plot)});
        parts.push_back(std::move(part));
    }
    if (const std::string table = softmaxTableHtml(input); !table.empty())
        parts.push_back({"<h2>" + say("Files", "Softmax figures") + "</h2>\n" + table, {}});
    parts.push_back(
        {"<h2>" + say("Files", "Layers") + "</h2>\n<p>" + columnsText() + "</p>\n" + layerTableHtml(input),
         {}});
    return parts;
}

std::vector<NamedPlot> reportPlots(const ReportInput& input)
{
    std::vector<NamedPlot> plots;
    for (const Section& section : sectionsOf(input))
        for (const Plot& plot : section.plots)
            plots.push_back({plot.name, standaloneSvg(plot)});
    return plots;
}

} // namespace qscope::io
