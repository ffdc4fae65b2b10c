// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_commands.h"

#include <QDialog>
#include <QVBoxLayout>

#include "app/report_pane.h"
#include "app/run_page.h"
#include "app/session.h"

namespace qscope::app {

StudyCommands::StudyCommands(Session& session, QWidget& window)
    : QObject(&window), m_session(session), m_window(window)
{
    connect(&session, &Session::snapshotChanged, this, &StudyCommands::updatePage);
    connect(&session.work(), &WorkQueue::started, this, &StudyCommands::updatePage);
    connect(&session.work(), &WorkQueue::becameIdle, this, &StudyCommands::updatePage);
    connect(this, &StudyCommands::finished, this, &StudyCommands::show);
}

bool StudyCommands::canRun() const { return m_session.analyzer() && m_session.data().open(); }

QString StudyCommands::noGround() { return tr("Open a model and data: the study calibrates by itself."); }

void StudyCommands::showDialog()
{
    if (!m_dialog) {
        m_dialog = new QDialog(&m_window);
        m_page = new RunPage;
        m_page->setSubject({}, plugins::ParameterValues::of(repq_vit::studyParameters()),
                           [](const plugins::ParameterValues& values) -> Status {
                               QS_RETURN_IF_ERROR(repq_vit::studySettings(values));
                               return {};
                           });
        connect(m_page, &RunPage::runRequested, this, [this](const plugins::ParameterValues& values) {
            if (const auto settings = repq_vit::studySettings(values); settings.ok())
                run(*settings);
        });
        auto* layout = new QVBoxLayout(m_dialog);
        layout->addWidget(m_page);
        m_dialog->resize(940, 680);
        retranslate();
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void StudyCommands::retranslate()
{
    if (!m_page)
        return;
    m_dialog->setWindowTitle(tr("Study of Vision Transformers"));
    m_page->retell(tr("Measures on your model what the RepQ-ViT paper claims: activations after "
                      "LayerNorm quantized per tensor, per "
                      "channel and reparameterised; four quantizers after softmax; few and many "
                      "calibration samples.\n"
                      "quantoscope-cli study vit measures the same."),
                   plugins::ParameterValues::of(repq_vit::studyParameters()));
    updatePage();
}

void StudyCommands::run(const repq_vit::StudySettings& settings)
{
    if (!canRun()) {
        emit failed(noGround());
        return;
    }
    const auto& given = *m_session.data().labels;
    const auto& dataset = m_session.data().dataset;
    const auto labels = given.size() == static_cast<size_t>(dataset->size()) ? given : ClassLabels();
    auto work = [this, settings, labels, dataset, analyzer = m_session.analyzer(),
                 config = m_session.config(), model = m_session.snapshot()->model->name](
                    const RunControl& control, Outbox&) -> Result<Job::Delivery> {
        const repq_vit::StudyTask task{*analyzer, *dataset, *dataset, labels, config, settings};
        QS_ASSIGN(repq_vit::Study measured, repq_vit::study(task, control));
        const auto study = std::make_shared<const repq_vit::Study>(std::move(measured));
        const auto report =
            std::make_shared<const report::Report>(repq_vit::studyReport(*study, model, dataset->size()));
        return Job::Delivery([this, study, report] { emit finished(study, report); });
    };
    m_session.work().submit(WorkKind::Study, tr("Study of vision transformers"), std::move(work));
}

void StudyCommands::show(const std::shared_ptr<const repq_vit::Study>& study,
                         const std::shared_ptr<const report::Report>& report)
{
    for (const std::string& warning : study->warnings)
        emit warned(QString::fromStdString(warning));
    if (m_page)
        m_page->report().setReport(report, [study, report](const std::string& folder) {
            return repq_vit::writeStudy(*study, *report, folder);
        });
}

void StudyCommands::updatePage()
{
    if (!m_page)
        return;
    const bool running = m_session.work().busyWith(WorkKind::Study);
    m_page->setRunnable(canRun() && !running, running ? tr("The study is running.") : noGround());
}

} // namespace qscope::app
