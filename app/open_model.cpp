// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/open_model.h"

#include <utility>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/io/atomic_file.h"
#include "core/io/calibration_file.h"
#include "core/onnx/graph_editor.h"

namespace qscope::app {

namespace {

/// With what there is to see of it before anything is measured.
Result<OpenModel> reopened(const std::shared_ptr<analysis::Analyzer>& analyzer, const QString& name,
                           const std::string& calibrationPath, const quant::Config& config)
{
    OpenModel model;
    model.analyzer = analyzer;
    model.view = views::ModelView::of(analyzer, name.toStdString());
    model.config = config;
    views::Snapshot seen;
    seen.model = model.view;
    seen.config = config;
    QS_ASSIGN(seen.specs, quant::resolve(config, analyzer->layers()));
    if (!calibrationPath.empty() && QFileInfo::exists(QString::fromStdString(calibrationPath))) {
        QS_ASSIGN(auto state, io::readCalibrationOf(calibrationPath, analyzer->path()));
        QS_ASSIGN(model.calibration, state.finish(&analyzer->graph()));
        model.state = std::make_shared<const analysis::CalibrationState>(std::move(state));
        model.calibrationPath = QString::fromStdString(calibrationPath);
        seen.calibration = model.calibration;
        QS_ASSIGN(seen.quantizers, analyzer->quantizers(*model.calibration, config));
    }
    model.seen = std::make_shared<const views::Snapshot>(std::move(seen));
    return model;
}

} // namespace

QString rewrittenName(const QString& modelPath, const QString& title)
{
    return QCoreApplication::translate("qscope::app::Session", "%1 after %2")
        .arg(QFileInfo(modelPath).fileName(), title);
}

Result<ModelPair> openPair(const io::SessionFile& session,
                           const std::shared_ptr<analysis::Analyzer>& analyzer,
                           const analysis::CacheBudget& budget)
{
    const io::RewrittenModel& made = *session.rewritten;
    const QString path = QString::fromStdString(session.modelPath),
                  title = QString::fromStdString(made.title);
    QS_ASSIGN(const auto rewritten, analysis::Analyzer::open(made.path, {0, budget}));
    QS_RETURN_IF_ERROR(rewritten->setReference(*analyzer));
    QS_ASSIGN(const io::Fingerprint original, io::fingerprintOf(session.modelPath));
    ModelPair pair;
    pair.rewrittenIsCurrent = made.isCurrent;
    const bool current = made.isCurrent;
    QS_ASSIGN(pair.file, reopened(analyzer, QFileInfo(path).fileName(),
                                  current ? made.otherCalibrationPath : session.calibrationPath,
                                  current ? made.otherConfig : session.config));
    QS_ASSIGN(pair.rewritten, reopened(rewritten, rewrittenName(path, title),
                                       current ? session.calibrationPath : made.otherCalibrationPath,
                                       current ? session.config : made.otherConfig));
    analysis::CalibrationOrigin origin;
    origin.modelName = QFileInfo(path).fileName().toStdString();
    origin.modelBytes = made.file.bytes;
    origin.modelHash = made.file.sha256;
    pair.rewritten.rewrite = std::make_shared<const Rewrite>(
        Rewrite{QString::fromStdString(made.method), title, made.settings, origin, original.sha256});
    return pair;
}

io::RewrittenModel describeOther(const OpenModel& now, const OpenModel& other)
{
    const Rewrite& rewrite = now.rewrite ? *now.rewrite : *other.rewrite;
    io::RewrittenModel rewritten;
    rewritten.method = rewrite.method.toStdString();
    rewritten.title = rewrite.title.toStdString();
    rewritten.settings = rewrite.settings;
    rewritten.isCurrent = now.rewrite != nullptr;
    if (!liesBetween(now, other))
        rewritten.otherConfig = other.config;
    return rewritten;
}

Result<io::Fingerprint> keepRewritten(const analysis::Analyzer& analyzer, const std::string& path)
{
    QS_ASSIGN(const std::string bytes, onnxio::GraphEditor(analyzer.model()).serialize());
    const io::Fingerprint file = io::fingerprintOfBytes(bytes);
    if (const auto there = io::fingerprintOf(path); !there.ok() || *there != file)
        QS_RETURN_IF_ERROR(io::writeFileAtomically(path, std::string_view(bytes)));
    return file;
}

} // namespace qscope::app
