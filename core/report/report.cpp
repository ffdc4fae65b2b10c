// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace qscope::report {

namespace {

Error wrong(std::string message) { return {ErrorCode::InvalidArgument, std::move(message), {}}; }

Status checkItem(const Note&) { return {}; }

Status checkItem(const Table& table)
{
    for (size_t r = 0; r < table.rows.size(); ++r)
        if (table.rows[r].size() != table.columns.size())
            return wrong(filled(say("Report", "row %1 of the table '%2' has %3 cells for %4 columns"), r,
                                table.title, table.rows[r].size(), table.columns.size()));
    return {};
}

Status checkAxis(const Axis& axis, const std::vector<double>& values, const std::string& of)
{
    const auto tooSmall = std::find_if(values.begin(), values.end(), [](double v) { return v <= 0; });
    if (axis.logarithmic && tooSmall != values.end())
        return wrong(filled(say("Report", "%1 has the value %2 on a logarithmic axis"), of,
                            std::to_string(*tooSmall)));
    return {};
}

Status checkSeries(const Series& s, const Chart& chart)
{
    const std::string name = filled(say("Report", "the series '%1' of the chart '%2'"), s.name, chart.title);
    if (s.x.size() != s.y.size())
        return wrong(filled(say("Report", "%1 has %2 x for %3 y"), name, s.x.size(), s.y.size()));
    if (s.low.size() != s.high.size() || (!s.low.empty() && s.low.size() != s.x.size()))
        return wrong(filled(say("Report", "%1 has a confidence band of another length"), name));
    QS_RETURN_IF_ERROR(checkAxis(chart.x, s.x, name));
    QS_RETURN_IF_ERROR(checkAxis(chart.y, s.y, name));
    return checkAxis(chart.y, s.low, filled(say("Report", "the confidence band of %1"), name));
}

Status checkItem(const Chart& chart)
{
    for (const Series& series : chart.series)
        QS_RETURN_IF_ERROR(checkSeries(series, chart));
    return {};
}

Status checkItem(const HeatMap& map)
{
    const std::string name = filled(say("Report", "the heat map '%1'"), map.title);
    if (map.columns == 0 || map.values.empty() || map.values.size() % map.columns != 0)
        return wrong(
            filled(say("Report", "%1 has %2 values in %3 columns"), name, map.values.size(), map.columns));
    if (!map.colour.names.empty())
        return wrong(filled(say("Report", "%1 names its values, which are numbers"), name));
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
