// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "core/base/text.h"
#include "core/io/plot_text.h"
#include "core/report/report_writers.h"

namespace qscope::report {

namespace {

constexpr size_t kMostPoints = 24;

std::string withUnit(const std::string& title, const std::string& unit)
{
    return unit.empty() ? title : title + " (" + unit + ")";
}

/// Characters, not bytes: continuation bytes of UTF-8 do not count.
size_t widthOf(const std::string& text)
{
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, size_t width, bool right)
{
    const std::string space(width - std::min(width, widthOf(text)), ' ');
    return right ? space + text : text + space;
}

} // namespace

std::string tableText(const Table& table)
{
    const size_t columns = table.columns.size();
    std::vector<std::vector<std::string>> lines(1);
    std::vector<bool> numbers(columns, true);
    for (const Column& column : table.columns)
        lines[0].push_back(withUnit(column.title, column.unit));
    for (const auto& row : table.rows) {
        auto& line = lines.emplace_back();
        for (size_t c = 0; c < columns; ++c) {
            line.push_back(cellText(row[c], table.columns[c].decimals));
            numbers[c] = numbers[c] && !std::holds_alternative<std::string>(row[c]);
        }
    }
    std::string text;
    for (const auto& line : lines) {
        std::string out;
        for (size_t c = 0; c < columns; ++c) {
            size_t width = 0;
            for (const auto& other : lines)
                width = std::max(width, widthOf(other[c]));
            out += (c == 0 ? "" : "  ") + padded(line[c], width, numbers[c]);
        }
        out.erase(out.find_last_not_of(' ') + 1);
        text += out + "\n";
    }
    return text;
}

namespace {

std::string textOf(const Table& table) { return tableText(table); }

Cell xOf(const Chart& chart, double x)
{
    if (x >= 0 && x < static_cast<double>(chart.x.names.size()) && x == std::floor(x))
        return chart.x.names[static_cast<size_t>(x)];
    return x;
}

Table tableOf(const Chart& chart, const Series& series)
{
    Table table{series.name, {{withUnit(chart.x.title, chart.x.unit)}, {withUnit(chart.y.title, chart.y.unit)}}, {}};
    if (!series.low.empty()) {
        table.columns.push_back({say("Report", "from")});
        table.columns.push_back({say("Report", "to")});
    }
    const size_t count = series.x.size();
    const size_t rows = std::min(count, kMostPoints);
    for (size_t r = 0; r < rows; ++r) {
        const size_t i = rows == count ? r : r * (count - 1) / (rows - 1);
        table.rows.push_back({xOf(chart, series.x[i]), series.y[i]});
        if (!series.low.empty())
            table.rows.back().insert(table.rows.back().end(), {Cell(series.low[i]), Cell(series.high[i])});
    }
    return table;
}

std::string textOf(const Chart& chart)
{
    std::string text;
    for (const Series& series : chart.series) {
        text += series.x.size() > kMostPoints
                    ? filled(say("Report", "%1, %2 of %3 points"), series.name, kMostPoints, series.x.size())
                    : series.name;
        text += "\n" + tableText(tableOf(chart, series));
    }
    return text;
}

std::string textOf(const HeatMap& map)
{
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for (const double v : map.values)
        if (std::isfinite(v)) {
            least = std::min(least, v);
            most = std::max(most, v);
        }
    std::string text = withUnit(map.x.title, map.x.unit) + " " + std::to_string(map.columns) + " x "
                       + withUnit(map.y.title, map.y.unit) + " " + std::to_string(map.values.size() / map.columns);
    if (least <= most)
        text += ": "
                + filled(say("Report", "%1 from %2 to %3"), withUnit(map.colour.title, map.colour.unit),
                         io::compactNumber(least), io::compactNumber(most));
    return text + "\n";
}

std::string itemText(const Note& note) { return note.text + "\n"; }

template <class Item>
std::string itemText(const Item& item)
{
    return item.title + "\n" + std::string(widthOf(item.title), '-') + "\n" + textOf(item);
}

} // namespace

std::string cellText(const Cell& cell, int decimals)
{
    if (const auto* text = std::get_if<std::string>(&cell))
        return *text;
    const auto* number = std::get_if<double>(&cell);
    if (!number)
        return {};
    if (decimals < 0 || !std::isfinite(*number) || std::abs(*number) > 1e15)
        return io::compactNumber(*number);
    char digits[64];
    std::snprintf(digits, sizeof digits, "%.*f", std::min(decimals, 20), *number);
    return digits;
}

std::string reportText(const Report& report)
{
    std::string text = report.title.empty() ? "" : report.title + "\n" + std::string(widthOf(report.title), '=') + "\n";
    for (const ReportItem& item : report.items)
        text += (text.empty() ? "" : "\n") + std::visit([](const auto& i) { return itemText(i); }, item);
    return text;
}

} // namespace qscope::report
