// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporter.h"

#include <utility>

#include <QDir>
#include <QFileInfo>

#include "app/report_pdf.h"
#include "core/io/atomic_file.h"
#include "core/io/csv_report.h"
#include "core/io/exchange_export.h"
#include "core/io/html_report.h"
#include "core/io/json_report.h"
#include "core/io/qdq_export.h"
#include "core/onnx/graph_editor.h"
#include "views/plots/plot.h"

namespace qscope::app {

namespace {

constexpr QSize SlideSize(960, 540);

/// What an export needs, kept alive for as long as it is being written.
struct Material {
    std::shared_ptr<analysis::Analyzer> analyzer;
    views::SnapshotPtr snapshot;

    Result<io::ReportInput> reportInput() const
    {
        const views::Snapshot& s = *snapshot;
        io::ReportInput input{analyzer->graph(), analyzer->layers(), *s.calibration, s.config, {}, {}, {}, {}, {}, {}};
        QS_ASSIGN(input.quantizers,
                  analysis::quantizersFor(analyzer->graph(), analyzer->layers(), *s.calibration, s.config));
        input.evaluation = s.current;
        if (s.onlyThis && s.onlyThisFreshness == views::Freshness::Current)
            input.only = *s.onlyThis;
        if (s.allBut && s.allButFreshness == views::Freshness::Current)
            input.except = *s.allBut;
        input.modelName = s.model->name;
        input.dataName = s.dataName;
        return input;
    }
};

/// What the formats for other tools are called in core; none: another kind.
std::optional<io::ExchangeFormat> exchangeFormat(ExportKind kind)
{
    switch (kind) {
    case ExportKind::Quantizers: return io::ExchangeFormat::PlainJson;
    case ExportKind::Aimet: return io::ExchangeFormat::Aimet100;
    case ExportKind::AimetOld: return io::ExchangeFormat::Aimet061;
    case ExportKind::Overrides: return io::ExchangeFormat::OrtOverrides;
    case ExportKind::IgnoredScope: return io::ExchangeFormat::Nncf;
    case ExportKind::NodeData: return io::ExchangeFormat::ModelExplorer;
    default: return std::nullopt;
    }
}

Status writeReportPage(const io::ReportInput& input, const std::string& path, const RunControl& control)
{
    if (!path.ends_with(".pdf"))
        return io::writeFileAtomically(path, io::htmlReport(input));
    QS_ASSIGN(const QByteArray pages, reportPdf(input, control));
    return io::writeFileAtomically(path, std::string_view(pages.constData(), static_cast<size_t>(pages.size())));
}

Status writeWithQuantizers(const Material& material, ExportKind kind, const std::string& path, const RunControl& control)
{
    QS_ASSIGN(const io::ReportInput input, material.reportInput());
    if (kind == ExportKind::LayersCsv)
        return io::writeFileAtomically(path, io::layersCsv(input));
    if (kind == ExportKind::Report)
        return writeReportPage(input, path, control);
    if (const auto format = exchangeFormat(kind)) {
        QS_ASSIGN(const std::string text,
                  io::exchangeText(*format, input, input.only ? io::NodeFigure::Sqnr : io::NodeFigure::Range));
        return io::writeFileAtomically(path, text);
    }
    return io::exportQdqFile(material.analyzer->model(), input.graph, input.layers, input.quantizers, path);
}

Status writeMaterial(const Material& material, ExportKind kind, const std::string& path, const RunControl& control)
{
    if (kind == ExportKind::Config)
        return quant::writeConfig(material.snapshot->config, path);
    if (kind == ExportKind::Model) {
        QS_ASSIGN(const std::string bytes, onnxio::GraphEditor(material.analyzer->model()).serialize());
        return io::writeFileAtomically(path, std::string_view(bytes));
    }
    if (kind == ExportKind::TensorsJson)
        return io::writeFileAtomically(path, io::tensorsJson(*material.snapshot->calibration));
    return writeWithQuantizers(material, kind, path, control);
}

QString endingOf(ExportKind kind)
{
    if (const auto format = exchangeFormat(kind))
        for (const io::FormatEntry& entry : io::exchangeFormats())
            if (entry.format == *format)
                return QString::fromUtf8(entry.ending.data(), static_cast<qsizetype>(entry.ending.size()));
    switch (kind) {
    case ExportKind::Qdq: return "_qdq.onnx";
    case ExportKind::Model: return "_rewritten.onnx";
    case ExportKind::Config: return "_config.json";
    case ExportKind::LayersCsv: return "_layers.csv";
    case ExportKind::TensorsJson: return "_tensors.json";
    default: break;
    }
    return "_report.html";
}

} // namespace

Exporter::Exporter(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

QString Exporter::proposedPath(ExportKind kind) const
{
    const QFileInfo model(m_session.modelPath());
    return model.dir().filePath(model.completeBaseName() + endingOf(kind));
}

QString Exporter::filter(ExportKind kind)
{
    switch (kind) {
    case ExportKind::Qdq:
    case ExportKind::Model: return tr("ONNX models (*.onnx)");
    case ExportKind::LayersCsv: return tr("CSV tables (*.csv)");
    case ExportKind::Report: return tr("Web pages (*.html);;PDF documents (*.pdf)");
    case ExportKind::Aimet:
    case ExportKind::AimetOld: return tr("AIMET encodings (*.encodings)");
    default: break;
    }
    return tr("JSON files (*.json)");
}

void Exporter::write(ExportKind kind, const QString& path)
{
    Material material{m_session.analyzer(), m_session.snapshot()};
    auto work = [this, kind, path, material = std::move(material)](const RunControl& control,
                                                                  Outbox&) -> Result<Job::Delivery> {
        control.progress(0, 0, QFileInfo(path).fileName().toStdString());
        QS_RETURN_IF_ERROR(writeMaterial(material, kind, path.toStdString(), control));
        return Job::Delivery([this, path] { emit written(path); });
    };
    m_session.work().submit(WorkKind::Export, tr("Writing"), std::move(work));
}

bool Exporter::writePlots(const QList<views::Plot*>& plots, const QString& folder, QString* error)
{
    if (!QDir().mkpath(folder)) {
        if (error)
            *error = tr("The folder %1 could not be made.").arg(folder);
        return false;
    }
    for (views::Plot* plot : plots) {
        const QSize before = plot->size();
        plot->resize(SlideSize);
        bool good = true;
        for (const char* suffix : {".png", ".svg", ".pdf"})
            good = good && plot->exportTo(QDir(folder).filePath(plot->exportName() + suffix), error);
        plot->resize(before);
        if (!good)
            return false;
    }
    return true;
}

} // namespace qscope::app
