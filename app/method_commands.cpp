// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/method_commands.h"

#include "app/methods_dialog.h"
#include "app/session.h"
#include "plugins/registry/run_method.h"

namespace qscope::app {

MethodCommands::MethodCommands(Session& session, QWidget& window) : m_session(session), m_window(window)
{
    connect(&session, &Session::snapshotChanged, this, &MethodCommands::updateDialog);
    connect(&session.work(), &WorkQueue::started, this, &MethodCommands::updateDialog);
    connect(&session.work(), &WorkQueue::becameIdle, this, &MethodCommands::updateDialog);
    connect(&session, &Session::modelOpened, this, [this] { chooseMetric(m_metric); }); // bound to the new model
}

MethodsDialog* MethodCommands::dialog() const { return m_dialog; }

plugins::Registry& MethodCommands::loadedRegistry()
{
    if (!m_library)
        m_library = std::make_unique<PluginLibrary>();
    return *m_library->registry();
}

void MethodCommands::runAsDeclared(const QString& name)
{
    plugins::Registry& registry = loadedRegistry();
    const auto info = registry.info(plugins::PluginKind::Method, name.toStdString());
    const auto method = registry.method(name.toStdString());
    if (!info.ok() || !method.ok()) {
        emit failed(info.ok() ? method.error() : info.error());
        return;
    }
    if (const auto values = plugins::defaultsOf(**method); values.ok())
        run(name, QString::fromStdString(plugins::shownTitle(*info)), *values);
    else
        emit failed(values.error());
}

void MethodCommands::showDialog()
{
    loadedRegistry();
    if (!m_dialog) {
        m_dialog = new MethodsDialog(*m_library, &m_window);
        connect(m_dialog, &MethodsDialog::runRequested, this, &MethodCommands::run);
        connect(m_dialog, &MethodsDialog::metricChosen, this, &MethodCommands::chooseMetric);
        connect(&m_session, &Session::methodReported, m_dialog, &MethodsDialog::showReport);
        updateDialog();
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void MethodCommands::retranslate() { updateDialog(); }

void MethodCommands::run(const QString& name, const QString& title, const plugins::ParameterValues& values)
{
    m_session.runMethod({m_library->registry(), name, title, values});
}

void MethodCommands::chooseMetric(const QString& name)
{
    m_metric = name;
    if (name.isEmpty() || !m_library || !m_session.analyzer()) {
        m_session.setMetric(nullptr, {});
        return;
    }
    const auto& registry = m_library->registry();
    const auto bind = [&]() -> Result<std::shared_ptr<const analysis::SampleMetric>> {
        QS_ASSIGN(const plugins::Metric* metric, registry->metric(name.toStdString()));
        QS_ASSIGN(const auto values, plugins::defaultsOf(*metric));
        return plugins::bindMetric(*metric, *m_session.analyzer(), values);
    };
    const auto metric = bind();
    const auto info = registry->info(plugins::PluginKind::Metric, name.toStdString());
    if (!metric.ok() || !info.ok()) {
        emit failed(metric.ok() ? info.error() : metric.error());
        m_session.setMetric(nullptr, {});
        return;
    }
    m_session.setMetric(*metric, {info->title, info->unit, info->lowerIsBetter});
}

void MethodCommands::updateDialog()
{
    if (!m_dialog)
        return;
    const auto snapshot = m_session.snapshot();
    const bool calibrated = snapshot->calibration && !snapshot->calibrationPartial && m_session.data().open();
    const bool running = m_session.work().busyWith(WorkKind::Method);
    m_dialog->setRunnable(calibrated && !running, running ? tr("A method is running.")
                                                          : tr("Open a model and data, and wait for the calibration."));
}

} // namespace qscope::app
