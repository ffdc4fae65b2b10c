// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_commands.h"

#include <algorithm>

#include <QDialog>
#include <QDialogButtonBox>
#include <QVBoxLayout>

#include "app/data_preview.h"
#include "app/finding_sentence.h"
#include "app/guide.h"
#include "app/session.h"

namespace qscope::app {

namespace {
constexpr int64_t MostByItself = 1024; ///< samples; the dialog looks at all of them
} // namespace

DataCommands::DataCommands(Session& session, QWidget& window)
    : QObject(&window), m_session(session), m_window(window)
{
    connect(&session, &Session::modelOpened, this, &DataCommands::forget);
    connect(&session, &Session::dataOpened, this, [this] {
        forget();
        m_wanted = true;
    });
    connect(&session, &Session::calibrated, this, &DataCommands::judgeCount);
    connect(&session.work(), &WorkQueue::becameIdle, this, &DataCommands::begin);
    connect(&session.work(), &WorkQueue::started, &m_job, [this] {
        if (m_job.running()) { // what a person waits for comes first
            m_job.cancel();
            m_wanted = true;
        }
    });
}

void DataCommands::forget()
{
    m_job.cancel();
    m_wanted = false;
    m_check.reset();
    m_countFinding.reset();
    emit changed();
}

void DataCommands::begin()
{
    if (!m_wanted || !m_session.analyzer() || !m_session.data().open())
        return;
    m_wanted = false;
    DataLocation location = m_session.data().location;
    location.options.limit = std::min(location.options.limit.value_or(MostByItself), MostByItself);
    auto work = [this, analyzer = m_session.analyzer(), location](const RunControl& control,
                                                                  Outbox&) -> Result<Job::Delivery> {
        QS_ASSIGN(const DataLook look, lookAtData(analyzer, location, {}, control, [](const DataLook&) {}));
        return Job::Delivery([this, check = look.check] { adopt(check); });
    };
    m_job.start(std::move(work));
}

void DataCommands::adopt(const analysis::DataCheck& check)
{
    m_check = std::make_shared<const analysis::DataCheck>(check);
    emit changed();
    for (const analysis::Finding& finding : check.findings)
        if (finding.warning) {
            const QString more =
                warnings() > 1 ? ' ' + tr("(%n finding(s): Analyze, Look at the Data)", nullptr, warnings())
                               : QString();
            emit warned(findingSentence(finding) + more);
            return;
        }
}

void DataCommands::judgeCount()
{
    const auto calibration = m_session.snapshot()->calibration;
    m_countFinding.reset();
    if (calibration)
        m_countFinding = analysis::sampleCountFinding(analysis::rangeGrowth(*calibration));
    emit changed();
}

int DataCommands::warnings() const
{
    int count = m_countFinding ? 1 : 0;
    if (m_check)
        for (const analysis::Finding& finding : m_check->findings)
            count += finding.warning ? 1 : 0;
    return count;
}

QDialog* DataCommands::dialog() const { return m_dialog; }

void DataCommands::showDialog()
{
    if (!m_session.analyzer() || !m_session.data().open())
        return;
    delete m_dialog;
    m_dialog = new QDialog(&m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setWindowTitle(tr("The data"));
    m_dialog->setProperty(Guide::PageProperty, "data");
    auto* preview = new DataPreview;
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, m_dialog, &QDialog::reject);
    auto* layout = new QVBoxLayout(m_dialog);
    layout->addWidget(preview, 1);
    layout->addWidget(buttons);
    preview->setCalibration(m_session.snapshot()->calibration);
    preview->look(m_session.analyzer(), m_session.data().location);
    connect(preview, &DataPreview::remedyChosen, this, [this](const data::ImageOptions& options) {
        DataLocation location = m_session.data().location;
        location.options.image.scale = options.scale;
        location.options.image.mean = options.mean;
        location.options.image.std = options.std;
        location.options.image.order = options.order;
        m_dialog->close();
        m_session.openData(location);
    });
    m_dialog->resize(760, 640);
    m_dialog->open();
}

} // namespace qscope::app
