// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_files.h"

#include <filesystem>

#include "core/base/text.h"
#include "core/io/atomic_file.h"
#include "core/report/chart_svg.h"
#include "core/report/report_writers.h"

namespace qscope::report {

namespace {

using ReportText = std::string (*)(const Report&);

/// Null: no form has this suffix.
ReportText textFor(const std::string& path)
{
    return path.ends_with(".html")   ? &reportHtml
           : path.ends_with(".json") ? &reportJson
           : path.ends_with(".txt")  ? &reportText
                                     : nullptr;
}

} // namespace

Status checkReportPath(const std::string& path)
{
    if (textFor(path))
        return {};
    return Error{ErrorCode::InvalidArgument, say("Report", "a report ends in .html, .json or .txt"), path};
}

Status writeReport(const Report& report, const std::string& path)
{
    QS_RETURN_IF_ERROR(checkReportPath(path));
    return io::writeFileAtomically(path, textFor(path)(report));
}

Status writeReportFolder(const Report& report, const std::string& folder, const std::string& stem)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error{ErrorCode::FileUnwritable,
                     filled(say("Report", "the folder cannot be made: %1"), problem.message()), folder};
    for (const char* suffix : {".html", ".json"})
        QS_RETURN_IF_ERROR(writeReport(report, folder + "/" + stem + suffix));
    int charts = 0, maps = 0;
    for (const ReportItem& item : report.items) {
        if (const auto* chart = std::get_if<Chart>(&item))
            QS_RETURN_IF_ERROR(io::writeFileAtomically(folder + "/chart" + std::to_string(++charts) + ".svg",
                                                       chartSvg(*chart)));
        else if (const auto* map = std::get_if<HeatMap>(&item))
            QS_RETURN_IF_ERROR(io::writeFileAtomically(folder + "/heatmap" + std::to_string(++maps) + ".svg",
                                                       heatMapSvg(*map)));
    }
    return {};
}

} // namespace qscope::report
