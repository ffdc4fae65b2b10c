// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/strict_json.h"
#include "core/report/report_writers.h"

namespace qscope::report {

namespace {

using io::Json;

Json json(const std::vector<double>& values)
{
    Json list = Json::array();
    for (const double v : values)
        list.push_back(io::figureJson(v));
    return list;
}

Json json(const Cell& cell)
{
    if (const auto* text = std::get_if<std::string>(&cell))
        return *text;
    const auto* number = std::get_if<double>(&cell);
    return number ? io::figureJson(*number) : Json();
}

Json json(const Axis& axis)
{
    Json object{{"title", axis.title}, {"unit", axis.unit}, {"logarithmic", axis.logarithmic}};
    if (!axis.names.empty())
        object["names"] = axis.names;
    return object;
}

Json json(const Note& note) { return {{"kind", "note"}, {"text", note.text}}; }

Json json(const Table& table)
{
    Json columns = Json::array(), rows = Json::array();
    for (const Column& column : table.columns)
        columns.push_back({{"title", column.title}, {"unit", column.unit}});
    for (const auto& row : table.rows) {
        Json cells = Json::array();
        for (const Cell& cell : row)
            cells.push_back(json(cell));
        rows.push_back(std::move(cells));
    }
    return {{"kind", "table"}, {"title", table.title}, {"columns", std::move(columns)}, {"rows", std::move(rows)}};
}

std::string_view name(Mark mark)
{
    switch (mark) {
    case Mark::Line: return "line";
    case Mark::Bars: return "bars";
    case Mark::Points: return "points";
    }
    return "unknown";
}

Json json(const Chart& chart)
{
    Json list = Json::array();
    for (const Series& s : chart.series) {
        Json series{{"name", s.name}, {"mark", name(s.mark)}, {"x", json(s.x)}, {"y", json(s.y)}};
        if (!s.low.empty()) {
            series["low"] = json(s.low);
            series["high"] = json(s.high);
        }
        list.push_back(std::move(series));
    }
    return {{"kind", "chart"}, {"title", chart.title}, {"x", json(chart.x)}, {"y", json(chart.y)}, {"series", std::move(list)}};
}

Json json(const HeatMap& map)
{
    return {{"kind", "heatmap"},      {"title", map.title},     {"x", json(map.x)}, {"y", json(map.y)},
            {"colour", json(map.colour)}, {"columns", map.columns}, {"values", json(map.values)}};
}

} // namespace

std::string reportJson(const Report& report)
{
    Json items = Json::array();
    for (const ReportItem& item : report.items)
        items.push_back(std::visit([](const auto& i) { return json(i); }, item));
    return io::formatJson({{"title", report.title}, {"items", std::move(items)}});
}

} // namespace qscope::report
