// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <algorithm>
#include <cmath>

namespace qscope::report {

namespace {

Error wrong(std::string message) { return {ErrorCode::InvalidArgument, std::move(message), {}}; }

Status checkItem(const Note&) { return {}; }

Status checkItem(const Table& table)
{
    for (size_t r = 0; r < table.rows.size(); ++r)
        if (table.rows[r].size() != table.columns.size())
            return wrong("row " + std::to_string(r) + " of the table '" + table.title + "' has "
                         + std::to_string(table.rows[r].size()) + " cells for " + std::to_string(table.columns.size())
                         + " columns");
    return {};
}

Status checkAxis(const Axis& axis, const std::vector<double>& values, const std::string& of)
{
    const auto tooSmall = std::find_if(values.begin(), values.end(), [](double v) { return v <= 0; });
    if (axis.logarithmic && tooSmall != values.end())
        return wrong(of + " has the value " + std::to_string(*tooSmall) + " on a logarithmic axis");
    return {};
}

Status checkSeries(const Series& s, const Chart& chart)
{
    const std::string name = "the series '" + s.name + "' of the chart '" + chart.title + "'";
    if (s.x.size() != s.y.size())
        return wrong(name + " has " + std::to_string(s.x.size()) + " x for " + std::to_string(s.y.size()) + " y");
    if (s.low.size() != s.high.size() || (!s.low.empty() && s.low.size() != s.x.size()))
        return wrong(name + " has a confidence band of another length");
    QS_RETURN_IF_ERROR(checkAxis(chart.x, s.x, name));
    QS_RETURN_IF_ERROR(checkAxis(chart.y, s.y, name));
    return checkAxis(chart.y, s.low, "the confidence band of " + name);
}

Status checkItem(const Chart& chart)
{
    for (const Series& series : chart.series)
        QS_RETURN_IF_ERROR(checkSeries(series, chart));
    return {};
}

Status checkItem(const HeatMap& map)
{
    const std::string name = "the heat map '" + map.title + "'";
    if (map.columns == 0 || map.values.empty() || map.values.size() % map.columns != 0)
        return wrong(name + " has " + std::to_string(map.values.size()) + " values in " + std::to_string(map.columns)
                     + " columns");
    if (!map.colour.names.empty())
        return wrong(name + " names its values, which are numbers");
    return checkAxis(map.colour, map.values, name);
}

} // namespace

Status check(const Report& report)
{
    for (const ReportItem& item : report.items)
        QS_RETURN_IF_ERROR(std::visit([](const auto& i) { return checkItem(i); }, item));
    return {};
}

} // namespace qscope::report
