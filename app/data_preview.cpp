// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_preview.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "app/finding_sentence.h"
#include "core/data/usual_preprocessing.h"
#include "views/models/format.h"
#include "views/plots/report_chart.h"

namespace qscope::app {

namespace {

constexpr int DelayMs = 300; ///< so that typing a number does not start a run per digit
constexpr int PictureSide = 112;
constexpr int GrowthHeight = 160;

/// Within a square, not enlarged beyond whole pixels.
QPixmap thumbnail(const QImage& image, qreal ratio)
{
    const int side = qRound(PictureSide * ratio);
    const bool small = image.width() * 2 <= side && image.height() * 2 <= side;
    QPixmap pixmap = QPixmap::fromImage(image.scaled(
        side, side, Qt::KeepAspectRatio, small ? Qt::FastTransformation : Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

struct PreviewText {
    Q_DECLARE_TR_FUNCTIONS(PreviewText)
};

QString rangeText(const data::InputFigures& input)
{
    return PreviewText::tr("%1 %2, from %3 to %4, mean %5, deviation %6")
        .arg(views::format::text(input.spec.name), views::format::shape(input.shape),
             views::format::number(input.values.lo, 3), views::format::number(input.values.hi, 3),
             views::format::number(input.values.mean(), 3), views::format::number(input.values.std(), 3));
}

report::Chart growthChart(const std::vector<analysis::ConvergencePoint>& points)
{
    report::Series median{PreviewText::tr("median tensor").toStdString(), report::Mark::Line, {}, {}};
    report::Series lower{PreviewText::tr("one tensor in ten is below").toStdString(), report::Mark::Line, {}, {}};
    for (const auto& point : points) {
        for (report::Series* series : {&median, &lower})
            series->x.push_back(static_cast<double>(point.samples));
        median.y.push_back(100 * point.median);
        lower.y.push_back(100 * point.lower);
    }
    return {{},
            {PreviewText::tr("samples").toStdString(), {}, true},
            {PreviewText::tr("range seen").toStdString(), "%"},
            {std::move(median), std::move(lower)}};
}

} // namespace

DataPreview::DataPreview(QWidget* parent)
    : QWidget(parent), m_summary(new QLabel), m_pictures(new QListWidget), m_note(new QLabel),
      m_state(new QLabel), m_findings(new QListWidget),
      m_use(new QPushButton(tr("&Use the preprocessing that fits")))
{
    for (QLabel* label : {m_summary, m_note, m_state}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_pictures->setAccessibleName(tr("First samples"));
    m_pictures->setViewMode(QListView::IconMode);
    m_pictures->setMovement(QListView::Static);
    m_pictures->setResizeMode(QListView::Adjust);
    m_pictures->setIconSize({PictureSide, PictureSide});
    m_pictures->setGridSize({PictureSide + 16, PictureSide + 8 + 2 * fontMetrics().height()});
    m_pictures->setMinimumWidth(4 * (PictureSide + 16) + 24);
    m_pictures->setTextElideMode(Qt::ElideMiddle);
    m_findings->setAccessibleName(tr("Findings"));
    m_findings->setWordWrap(true);
    m_findings->setSelectionMode(QAbstractItemView::NoSelection);
    m_use->setVisible(false);
    auto* below = new QHBoxLayout;
    below->addWidget(m_state, 1);
    below->addWidget(m_use);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_summary);
    layout->addWidget(m_pictures, 3);
    layout->addWidget(m_note);
    layout->addWidget(m_findings, 2);
    m_growthPlace = new QVBoxLayout;
    layout->addLayout(m_growthPlace);
    layout->addLayout(below);
    m_delay.setSingleShot(true);
    m_delay.setInterval(DelayMs);
    connect(&m_delay, &QTimer::timeout, this, &DataPreview::begin);
    connect(&m_job, &Job::progressed, this, [this](qint64 done, qint64 total, const QString& step) {
        // Both are steps of analysis::checkData; its own words are English.
        const bool trying = step.startsWith(QLatin1String("trying"));
        if (m_look.check.complete) {
            showState(tr("Whether there are enough samples: %1 of %2").arg(done).arg(total));
            return;
        }
        showState((trying ? tr("Trying other preprocessings on the model: sample %1 of %2")
                          : tr("Looking at the samples: %1 of %2"))
                      .arg(done)
                      .arg(total));
    });
    connect(&m_job, &Job::failed, this, [this](quint64, const Error& error) {
        show({});
        showState(views::format::text(error.text()));
    });
    connect(m_use, &QPushButton::clicked, this, [this] {
        if (const auto options = remedy())
            emit remedyChosen(*options);
    });
}

void DataPreview::look(std::shared_ptr<analysis::Analyzer> analyzer, const DataLocation& location)
{
    m_analyzer = std::move(analyzer);
    m_location = location;
    m_delay.start();
    showState(tr("Opening the data…"));
}

void DataPreview::setCalibration(const std::shared_ptr<const analysis::CalibrationResult>& calibration)
{
    m_calibrated = calibration != nullptr;
    judgeCount(calibration, calibration ? calibration->samples : 0);
    showFindings();
}

/// Says whether there are enough samples, and shows what it is judged by.
void DataPreview::judgeCount(const std::shared_ptr<const analysis::CalibrationResult>& ranges, int64_t samples)
{
    if (ranges == m_judged)
        return;
    m_judged = ranges;
    m_countFinding.reset();
    delete std::exchange(m_growth, nullptr);
    if (!ranges)
        return;
    m_countFinding = analysis::sampleCountFinding(analysis::rangeGrowth(*ranges), samples);
    report::Chart chart = growthChart(analysis::rangeConvergence(*ranges));
    if (chart.series.front().x.size() < 2)
        return;
    m_growth = new views::ReportChart(std::move(chart));
    m_growth->setAccessibleName(tr("Ranges by number of samples"));
    m_growth->setExportName(QStringLiteral("ranges-by-samples"));
    m_growth->setFixedHeight(GrowthHeight);
    m_growthPlace->addWidget(m_growth);
}

void DataPreview::begin()
{
    const PictureStyle style{qRound(PictureSide * devicePixelRatioF()), palette().color(QPalette::Text)};
    m_job.start([this, analyzer = m_analyzer, location = m_location, style,
                 judges = !m_calibrated](const RunControl& control, Outbox& outbox) -> Result<Job::Delivery> {
        const auto partial = [&](const DataLook& look) { outbox.post([this, look] { show(look); }); };
        QS_ASSIGN(const DataLook look, lookAtData(analyzer, location, style, control, partial, judges));
        return Job::Delivery([this, look] { show(look); });
    });
}

void DataPreview::show(const DataLook& look)
{
    m_look = look;
    if (!m_calibrated)
        judgeCount(look.few, look.samples);
    showPictures();
    showFindings();
}

void DataPreview::showPictures()
{
    QStringList lines;
    if (!m_look.description.empty())
        lines << views::format::text(m_look.description);
    for (const auto& input : m_look.check.inputs)
        if (input.values.count > 0)
            lines << rangeText(input);
    m_summary->setText(lines.join('\n'));
    m_note->setText(drawingNote());
    const auto count = static_cast<int>(m_look.pictures.size());
    if (m_pictures->count() == count && count > 0
        && m_pictures->item(0)->data(Qt::UserRole) == m_look.pictures[0].image.cacheKey())
        return;
    m_pictures->clear();
    for (const DataLook::Picture& picture : m_look.pictures) {
        const QString label = picture.label < 0 ? QString() : tr("class %1").arg(picture.label);
        auto* item =
            new QListWidgetItem(QIcon(thumbnail(picture.image, devicePixelRatioF())),
                                label.isEmpty() ? picture.name : picture.name + '\n' + label, m_pictures);
        item->setData(Qt::UserRole, picture.image.cacheKey());
        item->setToolTip(picture.name);
        item->setData(Qt::AccessibleTextRole, label.isEmpty() ? picture.name : picture.name + ", " + label);
    }
}

void DataPreview::showFindings()
{
    m_findings->clear();
    const auto add = [this](bool warning, const QString& text) {
        const auto icon =
            style()->standardIcon(warning ? QStyle::SP_MessageBoxWarning : QStyle::SP_MessageBoxInformation);
        new QListWidgetItem(icon, text, m_findings);
    };
    for (const std::string& warning : m_look.warnings)
        add(true, views::format::text(warning));
    for (const analysis::Finding& finding : m_look.check.findings)
        add(finding.warning, findingSentence(finding));
    if (m_countFinding)
        add(m_countFinding->warning, findingSentence(*m_countFinding));
    m_findings->setVisible(m_findings->count() > 0);
    m_use->setVisible(m_look.images && remedy().has_value());
    if (!m_look.check.complete)
        return;
    const bool judged = m_look.check.evidence.source != analysis::InputEvidence::Source::None;
    QString text = m_findings->count() > 0 ? QString() : tr("Nothing to object to.");
    if (!judged)
        text += QString(text.isEmpty() ? "" : " ")
                + tr("The model gives no evidence which preprocessing it wants.");
    showState(text);
}

void DataPreview::showState(const QString& text) { m_state->setText(text); }

std::optional<data::ImageOptions> DataPreview::remedy() const
{
    for (const analysis::Finding& finding : m_look.check.findings)
        if (finding.remedy)
            return finding.remedy;
    return std::nullopt;
}

QString DataPreview::drawingNote() const
{
    if (m_look.pictures.empty())
        return {};
    const auto shown = std::ssize(m_look.pictures);
    const QString which = shown < m_look.samples
                              ? tr("The first %1 of %2 samples.").arg(shown).arg(m_look.samples) + ' '
                              : QString();
    switch (m_look.kind) {
    case views::PictureKind::Undone:
        return which
               + (m_look.how->order == data::ColourOrder::Bgr
                      ? tr("After resize and crop; scale, mean and deviation are undone for the eye. BGR: "
                           "blue "
                           "is the first channel "
                           "and is drawn as the model sees it, in the place of red.")
                      : tr("After resize and crop; scale, mean and deviation are undone for the eye."));
    case views::PictureKind::Stretched:
        return which
               + tr("As in the file, each image from its smallest value (black) to its largest (white).");
    case views::PictureKind::Curve:
        return which + tr("Values in the order of the tensor, each sample from its smallest to its largest.");
    case views::PictureKind::Numbers: return which + tr("The values themselves.");
    }
    return {};
}

void DataPreview::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && m_analyzer && !m_look.pictures.empty())
        m_delay.start(); // curves are drawn in the text's colour
    QWidget::changeEvent(event);
}

} // namespace qscope::app
