// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session.h"

#include <utility>

#include <QFileInfo>

#include "app/config_edit.h"
#include "app/search_dialog.h"
#include "core/analysis/leave_out.h"
#include "core/analysis/measurement_id.h"
#include "core/analysis/recording_needs.h"
#include "core/io/calibration_file.h"
#include "core/search/model_measurements.h"
#include "views/models/cure_table_model.h"
#include "views/models/samples_text.h"

namespace qscope::app {

namespace {

QString sentence(const std::string& text)
{
    return QString::fromStdString(text);
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent), m_evaluations(m_work), m_prices(m_work), m_sensitivities(m_work), m_cures(m_work)
{
    qRegisterMetaType<views::SnapshotPtr>();
    connect(&m_quantizers, &QuantizerTable::changed, this, &Session::markChanged);
    connect(&m_evaluations, &EvaluationQueue::changed, this, &Session::markChanged);
    connect(&m_evaluations, &EvaluationQueue::evaluated, &m_history, &ConfigHistory::record);
    connect(&m_history, &ConfigHistory::changed, this, &Session::markChanged);
    connect(&m_overlay, &ConfigOverlay::changed, this, &Session::updateBeside);
    connect(&m_sensitivities, &SensitivityRuns::changed, this, &Session::markChanged);
    connect(&m_cures, &CureDesk::changed, this, &Session::markChanged);
    connect(&m_prices, &PriceDesk::changed, this, &Session::markChanged);
    connect(&m_prices, &PriceDesk::timed, this, [this] { m_history.setPrices(m_prices.list()); });
    connect(&m_quantizers, &QuantizerTable::failed, this,
            [this](const Error& error) { emit failed(error); });
    connect(&m_work, &WorkQueue::failed, this, [this](WorkKind, const Error& error) { emit failed(error); });
    connect(&m_work, &WorkQueue::finished, this, [this](WorkKind kind) {
        if (kind == WorkKind::OpenModel && !m_work.busyWith(kind))
            m_opening = {};
        if (kind == WorkKind::Calibrate && !m_work.busyWith(kind))
            keepRecording();
    });
}

Session::~Session()
{
    // The stack clears itself when it goes and would tell a window that then asks for a snapshot that is gone.
    m_undo.blockSignals(true);
}

bool Session::idle() const
{
    return m_work.idle() && m_evaluations.idle() && m_quantizers.idle() && m_overlay.idle() && !m_announced;
}

void Session::openModel(const QString& path) { startOpening(path, {true, {}, {}, {}, {}, {}}); }

void Session::startOpening(const QString& path, Opening opening)
{
    io::SessionFile models; // what it says of the models
    models.modelPath = path.toStdString();
    models.config = opening.config.value_or(quant::Config());
    models.calibrationPath = opening.calibrationPath.toStdString();
    models.rewritten = opening.rewritten;
    auto work = [this, path, models, budget = m_cacheBudget](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        control.progress(0, 0, QFileInfo(path).fileName().toStdString());
        QS_ASSIGN(auto analyzer, analysis::Analyzer::open(models.modelPath));
        if (!models.rewritten)
            return Job::Delivery([this, path, analyzer] { adoptModel(path, analyzer, nullptr); });
        QS_ASSIGN(const ModelPair pair, openPair(models, analyzer, budget));
        return Job::Delivery([this, path, analyzer, pair] { adoptModel(path, analyzer, &pair); });
    };
    m_work.dropAll();
    m_opening = std::move(opening);
    m_work.submit(WorkKind::OpenModel, tr("Opening the model"), std::move(work));
}

/// `pair`: both models of a session in which a method rewrote the model; null: there is one.
void Session::adoptModel(const QString& path, std::shared_ptr<analysis::Analyzer> analyzer, const ModelPair* pair)
{
    m_modelPath = QFileInfo(path).absoluteFilePath();
    m_analyzer = std::move(analyzer);
    m_analyzer->setCacheBudget(m_cacheBudget);
    m_view = views::ModelView::of(m_analyzer, QFileInfo(path).fileName().toStdString());
    m_data = {};
    m_undo.clear();
    m_config = {};
    m_imported.reset();
    m_rewrite.reset();
    m_otherModel.reset();
    m_overlay.compareWith(nullptr);
    m_sensitivities.forget();
    m_metric.reset(); // it was bound to the model before
    m_userMetric = {};
    forgetCalibration();
    Opening opening = std::exchange(m_opening, {});
    m_history.reset(std::move(opening.history));
    emit modelOpened(m_modelPath);
    for (const std::string& warning : m_analyzer->warnings())
        emit warned(sentence(warning));
    if (pair) {
        m_otherModel = std::make_shared<const OpenModel>(pair->rewrittenIsCurrent ? pair->file : pair->rewritten);
        use(pair->rewrittenIsCurrent ? pair->rewritten : pair->file);
    } else if (opening.config) {
        if (const auto fits = quant::resolve(*opening.config, m_analyzer->layers()); fits.ok())
            applyConfig(*opening.config);
        else
            emit failed(fits.error());
    }
    if (!pair && !opening.calibrationPath.isEmpty())
        openCalibration(opening.calibrationPath);
    if (!opening.data.path.isEmpty())
        openData(opening.data);
}

void Session::openData(const DataLocation& location)
{
    if (m_opening.running) {
        m_opening.data = location;
        return;
    }
    if (!m_analyzer) {
        emit failed(tr("Open a model first: the data is checked against its inputs."));
        return;
    }
    auto work = [this, location, inputs = m_analyzer->inputSpecs()](const RunControl& control,
                                                                    Outbox&) -> Result<Job::Delivery> {
        control.progress(0, 0, QFileInfo(location.path).fileName().toStdString());
        QS_ASSIGN(DataSource source, openDataSource(location, inputs));
        return Job::Delivery([this, source] { adoptData(source); });
    };
    m_work.drop(WorkKind::Calibrate);
    m_work.submit(WorkKind::OpenData, tr("Opening the data"), std::move(work));
}

void Session::adoptData(DataSource source)
{
    const bool fromFile = m_state && !m_stateData;
    m_data = std::move(source);
    if (!fromFile)
        forgetCalibration();
    emit dataOpened(m_data.location.path);
    for (const std::string& warning : m_data.warnings)
        emit warned(sentence(warning));
    if (fromFile)
        updateBasis();
    else
        calibrate();
}

void Session::openLabels(const QString& path)
{
    if (!m_data.open()) {
        emit failed(tr("Open the data first: labels belong to its samples."));
        return;
    }
    auto work = [this, path, dataset = m_data.dataset](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(ClassLabels labels, openLabelsFor(*dataset, path));
        return Job::Delivery([this, path, dataset, labels] {
            if (dataset == m_data.dataset)
                adoptLabels(path, labels);
        });
    };
    m_work.submit(WorkKind::OpenData, tr("Reading the labels"), std::move(work));
}

void Session::adoptLabels(const QString& path, ClassLabels labels)
{
    m_data.location.labelsPath = path;
    m_data.labels = std::make_shared<const ClassLabels>(std::move(labels));
    emit noted(tr("%n label(s) read from %1.", nullptr, static_cast<int>(m_data.labels->size()))
                   .arg(QFileInfo(path).fileName()));
    updateBasis();
}

bool Session::canContinue(const analysis::CalibrationOptions& options) const
{
    if (m_state && options.channelHistograms && !m_state->options.channelHistograms)
        return false;
    const bool seenThisData = m_stateData == m_data.dataset || !m_stateData;
    return m_state && !m_state->complete() && seenThisData && m_state->origin.dataSamples <= m_data.dataset->size();
}

void Session::calibrate() { calibrate(analysis::recordingFor(m_quantizers.specs())); }

void Session::recordChannels()
{
    analysis::CalibrationOptions options = analysis::recordingFor(m_quantizers.specs());
    options.channelHistograms = true;
    calibrate(options);
}

void Session::calibrate(analysis::CalibrationOptions options)
{
    if (!m_analyzer || !m_data.open()) {
        emit failed(tr("Open a model and calibration data first."));
        return;
    }
    if (m_state && m_stateData == m_data.dataset)
        options.leaveOut = m_state->options.leaveOut;
    if (m_recording && m_recording->dataset == m_data.dataset && m_work.busyWith(WorkKind::Calibrate)
        && (m_recording->options.channelHistograms || !options.channelHistograms))
        return; // it is running already
    auto state = std::make_shared<analysis::CalibrationState>();
    const bool continues = canContinue(options);
    const bool toCheck = continues && !m_stateData; // came from a file
    if (continues) {
        *state = m_state->copy();
    } else {
        m_recording.reset();
        forgetCalibration();
        state->options = options;
    }
    m_recording = Recording{m_data.dataset, state, state->options, m_calibrationMs};
    m_recording->clock.start();
    auto work = [this, state, toCheck, rewrite = m_rewrite, analyzer = m_analyzer,
                 dataset = m_data.dataset, dataName = m_data.name()](
                    const RunControl& control, Outbox& outbox) -> Result<Job::Delivery> {
        if (const Status same = toCheck ? analyzer->checkSameData(*dataset, *state, control) : Status(); !same.ok()) {
            analysis::CalibrationOptions recorded = state->options;
            recorded.leaveOut = {};
            *state = {}; // other data: begin anew
            state->options = recorded;
            if (same.error().code == ErrorCode::Cancelled)
                return same.error();
        }
        if (rewrite)
            nameRewritten(state->origin, rewrite->origin, dataName);
        else
            QS_RETURN_IF_ERROR(io::nameOrigin(*state, analyzer->path(), dataName));
        const analysis::SampleSet all({0, dataset->size()});
        QS_RETURN_IF_ERROR(analyzer->record(*dataset, all, *state, control, [&](const auto& soFar) {
            if (const auto result = soFar.finish(&analyzer->graph()); result.ok())
                outbox.post([this, dataset, figures = *result] {
                    if (dataset == m_data.dataset)
                        showPartial(figures);
                });
        }));
        return Job::Delivery(); // keepRecording takes the state
    };
    m_work.submit(WorkKind::Calibrate, tr("Calibrating"), std::move(work));
}

void Session::showPartial(std::shared_ptr<const analysis::CalibrationResult> result)
{
    m_calibration = std::move(result);
    m_calibrationPartial = true;
    markChanged();
}

void Session::keepRecording()
{
    const auto recording = std::exchange(m_recording, std::nullopt);
    if (!recording || recording->dataset != m_data.dataset || recording->state->samples.empty())
        return;
    m_stateData = recording->dataset;
    m_calibrationPath.clear();
    m_calibrationMs = recording->msBefore + recording->clock.elapsed();
    adoptCalibration(recording->state);
}

void Session::openCalibration(const QString& path)
{
    if (m_opening.running) {
        m_opening.calibrationPath = path;
        return;
    }
    if (!m_analyzer) {
        emit failed(tr("Open a model first: a calibration belongs to one."));
        return;
    }
    auto work = [this, path, analyzer = m_analyzer, rewrite = m_rewrite](const RunControl&, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(auto read, rewrite ? io::readCalibrationOf(path.toStdString(), rewrite->origin)
                                     : io::readCalibrationOf(path.toStdString(), analyzer->path()));
        const auto state = std::make_shared<const analysis::CalibrationState>(std::move(read));
        return Job::Delivery([this, path, analyzer, state] {
            if (analyzer != m_analyzer)
                return;
            m_work.drop(WorkKind::Calibrate);
            m_recording.reset();
            m_stateData.reset();
            m_calibrationPath = path;
            m_calibrationMs = 0;
            adoptCalibration(state);
        });
    };
    m_work.submit(WorkKind::OpenCalibration, tr("Opening the calibration"), std::move(work));
}

void Session::adoptCalibration(std::shared_ptr<const analysis::CalibrationState> state)
{
    auto result = state->finish(&m_analyzer->graph());
    if (!result.ok()) {
        emit failed(result.error());
        return;
    }
    m_state = std::move(state);
    m_withAll.reset();
    m_calibration = std::move(result).value();
    m_calibrationPartial = false;
    updateBasis();
    emit calibrated();
    for (const std::string& warning : m_calibration->warnings)
        emit warned(sentence(warning));
    if (!m_state->complete())
        emit noted(tr("The ranges are those of %1 of %2 samples; Calibrate goes on.")
                       .arg(m_state->samples.count())
                       .arg(m_state->wantedSamples()));
}

void Session::forgetCalibration()
{
    m_calibration.reset();
    m_calibrationPartial = false;
    m_withAll.reset();
    m_state.reset();
    m_stateData.reset();
    m_calibrationPath.clear();
    m_calibrationMs = 0;
    updateBasis();
}

MeasurementBasis Session::basis() const
{
    return {m_analyzer, m_data.dataset, m_data.labels, m_calibration, m_metric};
}

/// Empty: nothing can be measured.
std::string Session::basisId(const analysis::CalibrationState* state, const Rewrite* rewrite) const
{
    return state && m_data.open() ? analysis::measurementId(*state, m_data.identity, *m_data.labels,
                                                            rewrite ? rewrite->originalHash : std::string())
                                  : std::string();
}

void Session::updateBasis()
{
    const MeasurementBasis now = basis();
    m_history.setBasis(now, basisId(m_state.get(), m_rewrite.get()), m_userMetric);
    m_otherBasis =
        m_otherModel ? basisId(m_otherModel->state.get(), m_otherModel->rewrite.get()) : std::string();
    m_quantizers.setBasis(m_analyzer, m_calibration);
    m_overlay.setBasis(m_analyzer, m_calibration);
    m_prices.setBasis(m_analyzer, m_calibration);
    m_history.setPrices(m_prices.list());
    m_evaluations.setBasis(now);
    m_sensitivities.setBasis(now);
    updateBeside();
    m_cures.setBasis(now);
    applyConfig(m_config);
}

void Session::applyConfig(const quant::Config& config)
{
    m_config = config;
    if (const Status status = m_quantizers.setConfig(config); !status.ok())
        emit failed(status.error());
    m_prices.setSpecs(m_quantizers.specs());
    m_sensitivities.setConfig(config);
    updateBeside();
    m_cures.setConfig(config);
    m_evaluations.request(config);
    recordWhatIsMissing();
    markChanged();
}

/// A config may ask for what was not recorded so far. Data that is open is then calibrated again.
void Session::recordWhatIsMissing()
{
    if (!analysis::recordingFor(m_quantizers.specs()).channelHistograms)
        return;
    const bool running = m_recording && m_work.busyWith(WorkKind::Calibrate);
    if (running ? m_recording->options.channelHistograms : !m_state || m_state->options.channelHistograms)
        return;
    if (!running && !m_stateData) {
        if (std::exchange(m_missed, m_state) == m_state)
            return; // it has been said
        emit warned(tr("This calibration holds no histograms per channel: activations per channel reach from the smallest to "
                       "the largest value until it is made again (Calibrate)."));
        return;
    }
    emit noted(tr("Calibrating again: activations per channel need a histogram of every channel."));
    calibrate();
}

void Session::setConfig(const quant::Config& config, const QString& what, ChangeKind kind)
{
    if (config == m_config)
        return;
    if (m_analyzer) {
        const auto fits = quant::resolve(config, m_analyzer->layers());
        if (!fits.ok()) {
            emit failed(fits.error());
            markChanged(); // controls go back to what holds
            return;
        }
    }
    m_undo.push(new ConfigCommand(m_config, config, kind, what, [this](const quant::Config& c) { applyConfig(c); }));
}

void Session::openConfig(const QString& path)
{
    const auto config = quant::readConfig(path.toStdString());
    if (!config.ok())
        emit failed(config.error());
    else if (m_opening.running)
        m_opening.config = config.value();
    else
        setConfig(config.value(), tr("Open %1").arg(QFileInfo(path).fileName()));
}

void Session::toggleFloat(const std::vector<LayerId>& layers, bool isFloat)
{
    if (!m_analyzer || layers.empty())
        return;
    const auto count = static_cast<int>(layers.size());
    const QString first = sentence(m_analyzer->layers()[layers.front().index()].name);
    QString what = isFloat ? tr("Keep %1 in floating point").arg(first) : tr("Quantize %1").arg(first);
    if (count > 1)
        what = isFloat ? tr("Keep %n layer(s) in floating point", nullptr, count) : tr("Quantize %n layer(s)", nullptr, count);
    setConfig(withFloatLayers(m_config, layers, isFloat, m_analyzer->layers()), what);
}

void Session::setBits(const std::vector<LayerId>& layers, int weightBits, int activationBits)
{
    if (!m_analyzer || layers.empty())
        return;
    setConfig(withLayerBits(m_config, layers, weightBits, activationBits, m_analyzer->layers()),
              tr("Set the bits of %n layer(s)", nullptr, static_cast<int>(layers.size())));
}

void Session::setManualRange(LayerId layer, bool weights, const quant::Range& range)
{
    if (!m_analyzer || !layer.valid() || layer.index() >= m_analyzer->layers().size())
        return;
    const QString name = sentence(m_analyzer->layers()[layer.index()].name);
    setConfig(withManualRange(m_config, layer, weights, range, m_analyzer->layers()), tr("Set the range of %1").arg(name));
}

void Session::compareWith(const std::shared_ptr<const views::ImportedOverlay>& imported)
{
    m_imported = imported;
    markChanged();
}

void Session::setCalibrator(quant::Calibrator calibrator)
{
    quant::Config config = m_config;
    config.activations.calibrator = calibrator;
    setConfig(config, tr("Change the calibrator"));
}

void Session::measureSensitivity(analysis::SensitivityMode mode)
{
    if (!m_calibration || m_calibrationPartial)
        emit failed(tr("Calibrate first: sensitivity is measured with calibrated ranges."));
    else if (!m_data.open())
        emit failed(tr("Open a model and calibration data first."));
    else
        m_sensitivities.measure(mode);
}

void Session::measureBeside(const std::vector<analysis::SensitivityMode>& modes)
{
    const auto beside = besideSubject();
    if (!beside || !beside->basis.complete())
        emit failed(tr("Open a model and calibration data first."));
    else
        m_sensitivities.measureBeside(modes);
}

void Session::measureCures(LayerId layer)
{
    if (!m_calibration || m_calibrationPartial || !basis().complete())
        emit failed(tr("Open a model and calibration data first, and calibrate: cures are measured with calibrated ranges."));
    else if (layer.valid() && layer.index() < m_analyzer->layers().size() && m_prices.list())
        m_cures.measure(layer, *m_prices.list(), m_state ? m_state->options.leaveOut : analysis::SampleSet());
}

void Session::applyCure(int rank)
{
    const auto table = m_cures.value();
    if (!table || rank < 0 || rank >= std::ssize(table->cures))
        return;
    if (m_cures.freshness() != views::Freshness::Current) {
        emit failed(tr("The cures were measured under another configuration: measure them again."));
        return;
    }
    const search::Cure& cure = table->cures[static_cast<size_t>(rank)];
    if (cure.method) {
        if (const auto request = m_cures.requestOf(cure); request.ok())
            runMethod(*request);
        else
            emit failed(request.error());
        return;
    }
    setConfig(cure.config, tr("Cure %1: %2").arg(sentence(m_analyzer->layers()[table->layer.index()].name), views::cureText(cure)));
}

void Session::findLayers(const search::Question& question)
{
    if (!m_calibration || m_calibrationPartial) {
        emit failed(tr("Calibrate first: sensitivity is measured with calibrated ranges."));
        return;
    }
    const MeasurementBasis basis = this->basis();
    if (!basis.complete()) { // a calibration may be opened without data
        emit failed(tr("Open a model and calibration data first."));
        return;
    }
    auto work = [this, question, basis, config = m_config, known = m_prices.known()](const RunControl& control,
                                                                                            Outbox&) -> Result<Job::Delivery> {
        basis.analyzer->setSampleMetric(basis.metric);
        const auto measure = search::measurementsOn(*basis.analyzer, *basis.dataset, *basis.labels, *basis.calibration);
        auto subject = search::subjectOf(*basis.analyzer, *basis.calibration, config);
        search::LatencyTable latencies;
        if (question.target.kind == search::TargetKind::Latency) {
            QS_ASSIGN(latencies, search::measuredLatencies(*basis.analyzer, *basis.calibration, config, 0, control, *known));
            subject.latency = &latencies;
        }
        QS_ASSIGN(search::Answer answer, search::find(subject, question, measure, control));
        return Job::Delivery([this, question, basis, config, answer = std::move(answer)] {
            if (basis.calibration == m_calibration && basis.dataset == m_data.dataset && config == m_config)
                adoptAnswer(question, answer);
        });
    };
    m_work.submit(WorkKind::Search, tr("Looking for layers to keep in floating point"), std::move(work));
}

void Session::adoptAnswer(const search::Question& question, const search::Answer& answer)
{
    const auto count = static_cast<int>(search::countOf(answer.floatLayers));
    const QString target = targetForPeople(question.target);
    setConfig(answer.config, question.bits.empty() ? tr("Keep %n layer(s) in floating point for %1", nullptr, count).arg(target)
                                                   : tr("Choose bits for %1").arg(target));
    QString text = tr("%1: %2 of %3 layers in floating point, SQNR %4 dB, weights %5 kB.")
                       .arg(target)
                       .arg(count)
                       .arg(answer.floatLayers.size())
                       .arg(answer.evaluation.sqnrDb.value, 0, 'f', 1)
                       .arg(answer.bytes / 1000, 0, 'f', 1);
    if (answer.orderNeeds)
        text += QLatin1Char(' ') + tr("The order of sensitivity needs %1.").arg(*answer.orderNeeds);
    emit noted(text);
}

void Session::runMethod(const MethodRequest& request)
{
    if (!m_calibration || m_calibrationPartial || !m_state || !basis().complete()) {
        emit failed(tr("Open a model and calibration data first, and calibrate: a method starts from the ranges."));
        return;
    }
    auto work = [this, request, basis = basis(), config = m_config, calibrated = m_state, before = m_rewrite,
                 budget = m_cacheBudget](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(const MethodOutcome outcome,
                  runMethodOn(request, basis, config, *calibrated, before.get(), budget, control));
        return Job::Delivery([this, request, basis, config, outcome] {
            emit methodReported(outcome.report);
            for (const std::string& warning : outcome.warnings)
                emit warned(sentence(warning));
            if (basis == this->basis() && config == m_config)
                adoptOutcome(request.title, outcome);
            else
                emit noted(tr("%1 has finished, but the configuration was changed in between and stays.").arg(request.title));
        });
    };
    m_work.submit(WorkKind::Method, tr("Running %1").arg(request.title), std::move(work));
}

void Session::adoptOutcome(const QString& title, const MethodOutcome& outcome)
{
    if (!outcome.analyzer) { // the config of before stays beside that of the method
        m_overlay.compareWith(m_history.value()->find(m_history.numberOf(m_config)));
        setConfig(outcome.config, title);
        return;
    }
    auto result = outcome.state->finish(&outcome.analyzer->graph());
    if (!result.ok()) {
        emit failed(result.error());
        return;
    }
    m_overlay.compareWith(nullptr); // the model before the method stands beside it
    const QString name = rewrittenName(m_modelPath, title);
    pushSwitch({outcome.analyzer, views::ModelView::of(outcome.analyzer, name.toStdString()), *result, outcome.state,
                m_data.dataset, {}, outcome.rewrite, outcome.config, nullptr},
               title);
}

OpenModel Session::openModelNow() const
{
    views::Snapshot seen = compose();
    seen.other.reset(); // no chain
    seen.beside.reset();
    return {m_analyzer, m_view,      m_calibration,
            m_state,    m_stateData, m_calibrationPath,
            m_rewrite,  m_config,    std::make_shared<const views::Snapshot>(std::move(seen)),
            m_withAll};
}

void Session::leaveOut(const analysis::SampleSet& samples)
{
    const MeasurementBasis basis = this->basis();
    if (!basis.complete() || !m_state || m_calibrationPartial || m_work.busyWith(WorkKind::Calibrate)) {
        emit failed(tr("Calibrate first: then a sample can be left out."));
        return;
    }
    if (samples == m_state->options.leaveOut)
        return;
    if (samples.empty() && m_withAll) {
        pushLeavingOut(*m_withAll);
        return;
    }
    auto work = [this, basis, samples, before = m_state](const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(auto recorded, analysis::recalibrated(*basis.analyzer, *basis.dataset, *before, samples, control));
        const auto state = std::make_shared<const analysis::CalibrationState>(std::move(recorded));
        QS_ASSIGN(const auto result, state->finish(&basis.analyzer->graph()));
        return Job::Delivery([this, basis, before, state, result] {
            if (before != m_state || basis.dataset != m_data.dataset)
                return; // another calibration came in between
            OpenModel to = openModelNow();
            to.calibration = result;
            to.state = state;
            to.stateData = basis.dataset;
            to.calibrationPath.clear();
            if (!to.withAll && before->options.leaveOut.empty())
                to.withAll = std::make_shared<const OpenModel>(openModelNow());
            pushLeavingOut(std::move(to));
        });
    };
    m_work.submit(WorkKind::LeaveOut, tr("Calibrating without samples %1").arg(views::samplesText(samples)), std::move(work));
}

void Session::pushLeavingOut(OpenModel to)
{
    to.config = m_config;
    const auto before = std::make_shared<const OpenModel>(openModelNow());
    const auto after = std::make_shared<const OpenModel>(std::move(to));
    const analysis::SampleSet& samples = after->state->options.leaveOut;
    m_undo.push(new SwitchCommand(samples.empty() ? tr("Calibrate with all samples")
                                                  : tr("Leave out samples %1").arg(views::samplesText(samples)),
                                  [this, after] { use(*after); }, [this, before] { use(*before); }));
}

void Session::pushSwitch(const OpenModel& to, const QString& what)
{
    const auto before = std::make_shared<const OpenModel>(openModelNow());
    const auto other = m_otherModel;
    const auto after = std::make_shared<const OpenModel>(to);
    m_undo.push(new SwitchCommand(
        what,
        [this, before, after] {
            m_otherModel = before;
            use(*after);
        },
        [this, before, other] {
            m_otherModel = other;
            use(*before);
        }));
}

/// "The model before RepQ-ViT": what there is besides the model that is open.
QString Session::nameOfOther() const
{
    return otherIsLater() ? tr("The model after %1").arg(m_otherModel->rewrite->title)
                          : tr("The model before %1").arg(rewrittenBy());
}

/// More methods have been at it.
bool Session::otherIsLater() const
{
    const auto generation = [](const auto& rewrite) { return rewrite ? rewrite->generation : 0; };
    return generation(m_otherModel->rewrite) > generation(m_rewrite);
}

/// A config chosen from the history goes before the other model: a person asked for it. One that is the
/// current config is nothing to compare with, and neither is a model whose ranges are those of other data.
std::optional<SensitivityRuns::Subject> Session::besideSubject() const
{
    const MeasurementBasis now = basis();
    if (const auto& entry = m_overlay.entry())
        return entry->config == m_config ? std::nullopt
                                         : std::optional(SensitivityRuns::Subject{now, entry->config});
    const bool fits = m_otherModel && m_otherModel->seen && m_otherModel->calibration
                      && (!m_otherModel->stateData || m_otherModel->stateData == m_data.dataset);
    if (!fits)
        return std::nullopt;
    return SensitivityRuns::Subject{
        {m_otherModel->analyzer, now.dataset, now.labels, m_otherModel->calibration, now.metric},
        m_otherModel->seen->config};
}

void Session::updateBeside()
{
    m_sensitivities.setBeside(besideSubject());
    markChanged();
}

void Session::composeBeside(views::Snapshot& s) const
{
    using enum analysis::SensitivityMode;
    const auto subject = besideSubject();
    if (!subject)
        return;
    const auto& entry = m_overlay.entry();
    views::Snapshot beside;
    if (entry) {
        beside.model = m_view;
        beside.calibration = m_calibration;
        beside.config = entry->config;
        beside.specs = m_overlay.value()->specs;
        beside.quantizers = m_overlay.value()->quantizers;
        s.besideLabel = "#" + std::to_string(entry->number);
        s.besideName = s.besideLabel + (entry->name.empty() ? std::string() : " " + entry->name);
    } else {
        beside = *m_otherModel->seen;
        s.besideIsLater = otherIsLater();
        s.besideLabel = (s.besideIsLater ? tr("after") : tr("before")).toStdString();
        s.besideName = nameOfOther().toStdString();
    }
    beside.onlyThis = m_sensitivities.besideResult(OnlyThisLayer);
    beside.allBut = m_sensitivities.besideResult(AllButThis);
    beside.weightsOnly = m_sensitivities.besideResult(WeightsOnly);
    beside.activationsOnly = m_sensitivities.besideResult(ActivationsOnly);
    beside.accumulated = m_sensitivities.besideResult(Accumulated);
    beside.onlyThisFreshness = m_sensitivities.besideFreshness(OnlyThisLayer);
    beside.allButFreshness = m_sensitivities.besideFreshness(AllButThis);
    beside.weightsOnlyFreshness = m_sensitivities.besideFreshness(WeightsOnly);
    beside.activationsOnlyFreshness = m_sensitivities.besideFreshness(ActivationsOnly);
    beside.accumulatedFreshness = m_sensitivities.besideFreshness(Accumulated);
    s.beside = std::make_shared<const views::Snapshot>(std::move(beside));
}

void Session::switchModel()
{
    if (const auto other = m_otherModel)
        pushSwitch(*other, nameOfOther());
}

void Session::use(const OpenModel& model)
{
    m_work.drop(WorkKind::Calibrate);
    m_recording.reset();
    const bool sameModel = m_analyzer == model.analyzer;
    m_analyzer = model.analyzer;
    m_view = model.view;
    m_calibration = model.calibration;
    m_calibrationPartial = false;
    m_state = model.state;
    m_stateData = model.stateData;
    m_calibrationPath = model.calibrationPath;
    m_rewrite = model.rewrite;
    m_withAll = model.withAll;
    if (!sameModel)
        m_imported.reset(); // of the layers of the other model
    m_config = model.config;
    updateBasis();
    if (m_stateData && m_stateData != m_data.dataset) { // other data was opened in between
        forgetCalibration();
        calibrate();
    } else if (!m_state && m_data.open()) { // a session kept no calibration of it
        calibrate();
    }
}

void Session::setMetric(std::shared_ptr<const analysis::SampleMetric> metric, const analysis::UserMetric& what)
{
    if (!metric && !m_metric)
        return;
    m_metric = std::move(metric);
    m_userMetric = m_metric ? what : analysis::UserMetric();
    updateBasis();
}

void Session::restoreEntry(qint64 number)
{
    const auto entry = m_history.value()->find(number);
    if (!entry)
        return;
    const QString name = entry->name.empty() ? QStringLiteral("#%1").arg(number) : sentence(entry->name);
    const QString what = tr("Restore %1").arg(name);
    if (m_otherBasis.empty() || entry->basis != m_otherBasis || entry->basis == m_history.basis()) {
        setConfig(entry->config, what);
        return;
    }
    OpenModel measured = *m_otherModel;
    measured.config = entry->config;
    pushSwitch(measured, what);
}

void Session::compareWithEntry(qint64 number)
{
    m_overlay.compareWith(number > 0 ? m_history.value()->find(number) : nullptr);
}

void Session::setCacheBudget(const analysis::CacheBudget& budget)
{
    m_cacheBudget = budget;
    if (m_analyzer)
        m_analyzer->setCacheBudget(budget);
}

void Session::cancel()
{
    m_work.dropAll();
}

void Session::restore(const QString& modelPath, const DataLocation& data, const quant::Config& config,
                      const QString& calibrationPath, const analysis::History& history,
                      const std::optional<io::RewrittenModel>& rewritten)
{
    startOpening(modelPath, {true, data, calibrationPath, config, history, rewritten});
}

void Session::markChanged()
{
    m_snapshot.reset();
    if (std::exchange(m_announced, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_announced = false;
            emit snapshotChanged(snapshot());
        },
        Qt::QueuedConnection);
}

views::SnapshotPtr Session::snapshot() const
{
    if (!m_snapshot)
        m_snapshot = std::make_shared<const views::Snapshot>(compose());
    return m_snapshot;
}

views::Snapshot Session::compose() const
{
    using enum analysis::SensitivityMode;
    const quant::Config baseline = withoutFloat(m_config);
    views::Snapshot s;
    s.model = m_view;
    s.calibration = m_calibration;
    s.calibrationPartial = m_calibrationPartial;
    if (m_state && !m_state->complete())
        s.calibrationMissing = m_state->wantedSamples() - m_state->samples.count();
    if (m_state)
        s.leftOut = m_state->options.leaveOut;
    if (m_withAll)
        s.withAll = m_withAll->calibration;
    s.dataName = m_data.open() ? m_data.name() : std::string();
    s.config = m_config;
    s.specs = m_quantizers.specs();
    s.quantizers = m_quantizers.quantizers();
    s.prices = m_prices.value();
    s.imported = m_imported;
    s.compared = m_overlay.value();
    s.cures = m_cures.value();
    s.curesFreshness = m_cures.freshness();
    s.timingLayers = m_prices.timing();
    s.current = m_evaluations.find(m_config);
    s.allQuantized = m_evaluations.find(baseline);
    s.evaluationPending = !s.current && m_evaluations.pending(m_config);
    s.allQuantizedPending = !s.allQuantized && m_evaluations.pending(baseline);
    s.onlyThis = m_sensitivities.result(OnlyThisLayer);
    s.allBut = m_sensitivities.result(AllButThis);
    s.weightsOnly = m_sensitivities.result(WeightsOnly);
    s.activationsOnly = m_sensitivities.result(ActivationsOnly);
    s.accumulated = m_sensitivities.result(Accumulated);
    s.weightsOnlyFreshness = m_sensitivities.freshness(WeightsOnly);
    s.activationsOnlyFreshness = m_sensitivities.freshness(ActivationsOnly);
    s.accumulatedFreshness = m_sensitivities.freshness(Accumulated);
    s.onlyThisFreshness = m_sensitivities.freshness(OnlyThisLayer);
    s.allButFreshness = m_sensitivities.freshness(AllButThis);
    s.history = m_history.value();
    s.basis = m_history.basis();
    if (m_otherModel) {
        s.other = m_otherModel->seen;
        s.otherName = nameOfOther().toStdString();
        s.otherBasis = m_otherBasis;
    }
    if (m_analyzer && m_analyzer->reference())
        s.referenceName = QFileInfo(sentence(m_analyzer->reference()->path())).fileName().toStdString();
    composeBeside(s);
    s.currentEntry = m_history.numberOf(m_config);
    if (m_metric) {
        s.userMetric = m_userMetric.title;
        s.userUnit = m_userMetric.unit;
        s.userLowerIsBetter = m_userMetric.lowerIsBetter;
    }
    return s;
}

} // namespace qscope::app
