// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporter.h"

#include <algorithm>
#include <utility>

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

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

void Exporter::preview(ExportKind kind)
{
    Material material{m_session.analyzer(), m_session.snapshot()};
    const QString name = QFileInfo(proposedPath(kind)).fileName();
    auto work = [this, kind, name, material = std::move(material)](const RunControl& control,
                                                                   Outbox&) -> Result<Job::Delivery> {
        const QTemporaryDir folder;
        const QString path = folder.filePath(name);
        const auto made = [&]() -> Result<ExportPreview> {
            if (!folder.isValid())
                return Error{ErrorCode::FileUnwritable, "the folder for temporary files cannot be used",
                             QDir::tempPath().toStdString()};
            QS_RETURN_IF_ERROR(writeMaterial(material, kind, path.toStdString(), control));
            return previewOf(path, material.analyzer->model());
        };
        const auto preview = made();
        if (!preview.ok() && preview.error().code == ErrorCode::Cancelled)
            return preview.error();
        return Job::Delivery([this, kind, preview] {
            if (preview.ok())
                emit previewed(kind, *preview);
            else
                emit previewFailed(kind, preview.error());
        });
    };
    m_session.work().submit(WorkKind::Preview, tr("Making a preview"), std::move(work));
}

QList<ExportKind> Exporter::possible() const
{
    const auto snapshot = m_session.snapshot();
    if (!snapshot->model)
        return {};
    if (!snapshot->calibration || snapshot->calibrationPartial)
        return {ExportKind::Config};
    QList<ExportKind> kinds{ExportKind::Qdq,          ExportKind::Config,      ExportKind::Report,
                            ExportKind::LayersCsv,    ExportKind::TensorsJson, ExportKind::Quantizers,
                            ExportKind::Aimet,        ExportKind::AimetOld,    ExportKind::Overrides,
                            ExportKind::IgnoredScope, ExportKind::NodeData};
    if (m_session.otherModel())
        kinds.insert(1, ExportKind::Model);
    return kinds;
}

QString Exporter::layersText() const
{
    const auto& specs = m_session.snapshot()->specs;
    const auto inFloat =
        std::count_if(specs.begin(), specs.end(), [](const auto& spec) { return spec.isFloat; });
    return tr("%1 layers quantized, %2 in floating point.")
        .arg(static_cast<qsizetype>(specs.size()) - inFloat)
        .arg(inFloat);
}

QString Exporter::name(ExportKind kind)
{
    switch (kind) {
    case ExportKind::Qdq: return tr("Quantized model (QDQ ONNX)");
    case ExportKind::Model: return tr("Rewritten model (ONNX)");
    case ExportKind::Config: return tr("Configuration (JSON)");
    case ExportKind::LayersCsv: return tr("Layers (CSV)");
    case ExportKind::TensorsJson: return tr("Tensors (JSON)");
    case ExportKind::Report: return tr("Report (HTML, PDF)");
    case ExportKind::Quantizers: return tr("Quantizers (JSON)");
    case ExportKind::Aimet: return tr("AIMET encodings 1.0.0");
    case ExportKind::AimetOld: return tr("AIMET encodings 0.6.1");
    case ExportKind::Overrides: return tr("ONNX Runtime overrides (JSON)");
    case ExportKind::IgnoredScope: return tr("NNCF ignored scope (JSON)");
    case ExportKind::NodeData: return tr("Model Explorer node data (JSON)");
    }
    return {};
}

QString Exporter::about(ExportKind kind)
{
    switch (kind) {
    case ExportKind::Qdq:
        return tr("The model with QuantizeLinear and DequantizeLinear pairs; its weights as integers.");
    case ExportKind::Model: return tr("The model in floating point as a method has rewritten it.");
    case ExportKind::Config: return tr("The settings as they are, for the command line and for later.");
    case ExportKind::LayersCsv: return tr("One row per layer with all that was measured.");
    case ExportKind::TensorsJson: return tr("The statistics of every tensor.");
    case ExportKind::Report:
        return tr("One page with live plots that needs no network, or a document to print; these are its "
                  "headings.");
    case ExportKind::Quantizers: return tr("Scale, zero point and range of every layer.");
    case ExportKind::Aimet: return tr("The quantizers for AIMET.");
    case ExportKind::AimetOld: return tr("The quantizers for older versions of AIMET.");
    case ExportKind::Overrides: return tr("The ranges for quantize_static of ONNX Runtime.");
    case ExportKind::IgnoredScope: return tr("The layers left in floating point, for NNCF.");
    case ExportKind::NodeData: return tr("A figure per node, to be laid over the graph in Model Explorer.");
    }
    return {};
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
