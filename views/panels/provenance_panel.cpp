// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/provenance_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "views/models/extreme_spot.h"
#include "views/models/format.h"
#include "views/models/samples_text.h"
#include "views/panels/elided_combo_box.h"
#include "views/plots/sample_canvas.h"

namespace qscope::views {

ProvenancePanel::ProvenancePanel(Selection* selection, QWidget* parent)
    : Panel(selection, parent), m_choice(new ElidedComboBox), m_end(new QComboBox),
      m_leaveOut(new QPushButton), m_takeBack(new QPushButton), m_text(new QLabel), m_plot(new SampleTrace),
      m_canvas(new SampleCanvas)
{
    setupLayout();
    m_plot->setExportName(QStringLiteral("samples"));
    connect(m_plot, &Plot::clicked, this, [this](const QPoint& position) {
        if (const auto samples = m_plot->samplesAt(position))
            chooseSamples(*samples);
    });
    connect(m_choice, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < static_cast<int>(m_choices.size()))
            this->selection().selectValue(this->selection().layer(),
                                          m_choices[static_cast<size_t>(index)].value);
    });
    connect(m_end, &QComboBox::currentIndexChanged, this, [this] {
        m_byHand = false;
        showChosen();
    });
    connect(m_leaveOut, &QPushButton::clicked, this, &ProvenancePanel::toggleLeftOut);
    connect(m_takeBack, &QPushButton::clicked, this, [this] { emit leaveOutRequested({}); });
    if (selection)
        connect(selection, &Selection::extremeAsked, this,
                [this](bool largest) { setEnd(largest ? End::Largest : End::Smallest); });
    watchExports();
}

void ProvenancePanel::setupLayout()
{
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMinimumContentsLength(12);
    m_end->addItems({QString(), QString()});
    m_end->setCurrentIndex(static_cast<int>(End::Largest));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* top = new QHBoxLayout;
    top->addWidget(m_choice, 1);
    top->addWidget(m_end);
    top->addWidget(m_leaveOut);
    top->addWidget(m_takeBack);
    auto* middle = new QHBoxLayout;
    middle->addWidget(m_plot, 3);
    middle->addWidget(m_canvas, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addLayout(middle, 1);
    layout->addWidget(m_text);
}

QString ProvenancePanel::title() const { return tr("Samples"); }

QString ProvenancePanel::question() const
{
    return tr("Which sample makes the range as wide as it is, and what becomes of it without that sample?");
}

void ProvenancePanel::retranslate()
{
    m_end->setItemText(static_cast<int>(End::Smallest), tr("Smallest value"));
    m_end->setItemText(static_cast<int>(End::Largest), tr("Largest value"));
    m_takeBack->setText(tr("Take all back"));
    m_takeBack->setToolTip(tr("Calibrate with every sample again"));
    m_choice->setAccessibleName(tr("Tensor"));
    m_end->setAccessibleName(tr("Which extreme"));
    m_plot->setAccessibleName(tr("Range of the tensor in every sample"));
    m_canvas->setAccessibleName(tr("The sample, with the place of the extreme marked"));
}

QString ProvenancePanel::summaryText() const { return m_text->text(); }

void ProvenancePanel::setEnd(End end)
{
    m_byHand = false;
    const QSignalBlocker blocker(m_end);
    m_end->setCurrentIndex(static_cast<int>(end));
    if (!stale()) // what is shown is that of another tensor
        showChosen();
}

void ProvenancePanel::chooseSamples(const analysis::SampleRange& samples)
{
    m_byHand = true;
    m_chosen = samples;
    showChosen();
}

void ProvenancePanel::setCalibrating(bool on)
{
    m_calibrating = on;
    showText();
}

void ProvenancePanel::refresh(const SnapshotPtr& before)
{
    if (before->model != snapshot().model || before->dataName != snapshot().dataName) {
        m_shown.reset();
        m_asked = -1;
        m_byHand = false;
    }
    showSelection();
}

void ProvenancePanel::showSelection()
{
    loadTensor();
    showTrace();
    showChosen();
}

void ProvenancePanel::loadTensor()
{
    m_choices = tensorChoices(snapshot(), selection().layer());
    std::erase_if(m_choices, [](const TensorChoice& c) { return c.kind == TensorChoice::Weight; });
    m_choice->clear();
    for (const TensorChoice& choice : m_choices)
        m_choice->addItem(choice.label);
    m_choice->setCurrentIndex(m_choices.empty() ? -1 : choiceIndex(m_choices, selection().value()));
    const ValueId value =
        m_choices.empty() ? ValueId() : m_choices[static_cast<size_t>(m_choice->currentIndex())].value;
    if (value != m_value)
        m_byHand = false;
    m_value = value;
    m_choice->setToolTip(value.valid() ? format::text(snapshot().model->graph->value(value).name)
                                       : QString());
    m_plot->setNotice(!snapshot().contains(selection().layer()) ? tr("Choose a layer.")
                      : !snapshot().calibration                 ? tr("Calibrate to see the samples.")
                      : !stats()                                ? tr("Nothing was recorded for this tensor.")
                                                                : QString());
}

const stats::TensorStats* ProvenancePanel::stats() const { return snapshot().stats(m_value); }

const stats::Extreme* ProvenancePanel::extreme() const
{
    const auto* all = stats();
    if (!all)
        return nullptr;
    const stats::Extreme& one =
        m_end->currentIndex() == static_cast<int>(End::Smallest) ? all->min : all->max;
    return one.sample < 0 ? nullptr : &one;
}

bool ProvenancePanel::isLeftOut() const
{
    return m_chosen.count() > 0 && snapshot().leftOut.contains(m_chosen.first);
}

void ProvenancePanel::showTrace()
{
    SampleTrace::Shown shown{stats(), before(), snapshot().leftOut, 0, std::nullopt};
    if (snapshot().calibration)
        shown.samples =
            snapshot().calibration->samples + snapshot().leftOut.count() + snapshot().calibrationMissing;
    const int index = m_choice->currentIndex();
    const TensorChoice* choice = index >= 0 ? &m_choices[static_cast<size_t>(index)] : nullptr;
    const auto* quantizer = choice && choice->kind == TensorChoice::Input
                                ? snapshot().activationQuantizer(selection().layer(), choice->input)
                                : nullptr;
    if (quantizer && quantizer->slices() == 1 && stats())
        shown.clip = quantizer->representable();
    m_plot->showTrace(shown);
}

const stats::TensorStats* ProvenancePanel::before() const
{
    return snapshot().withAll ? snapshot().withAll->find(m_value) : nullptr;
}

void ProvenancePanel::showChosen()
{
    if (!m_byHand) {
        const stats::Extreme* one = extreme();
        m_chosen = one ? analysis::SampleRange{one->sample, one->sample + 1} : analysis::SampleRange();
    }
    m_plot->mark(m_chosen);
    showImage();
    showText();
}

void ProvenancePanel::showImage()
{
    if (m_chosen.count() == 0) {
        m_canvas->showText({});
        return;
    }
    if (!m_shown || m_shown->sample != m_chosen.first) {
        m_canvas->showText(QString());
        if (m_asked != m_chosen.first) {
            m_asked = m_chosen.first;
            emit sampleRequested(m_chosen.first);
        }
        return;
    }
    if (m_shown->image.isNull()) {
        m_canvas->showText(m_shown->problem);
        return;
    }
    const stats::Extreme* one = extreme();
    const auto spot = one && one->sample == m_chosen.first
                          ? imageSpot(snapshot(), *stats(), *one, m_shown->image.size())
                          : std::nullopt;
    m_canvas->showImage(m_shown->image, spot ? spot->area : QRectF());
}

void ProvenancePanel::showSample(const SampleShown& shown)
{
    if (shown.sample != m_chosen.first)
        return;
    m_shown = shown;
    showImage();
    showText();
}

QStringList ProvenancePanel::extremeText() const
{
    QStringList lines;
    const stats::Extreme* one = extreme();
    if (!one || one->sample != m_chosen.first)
        return lines;
    const bool smallest = m_end->currentIndex() == static_cast<int>(End::Smallest);
    QString where = one->channel < 0
                        ? tr("at %1").arg(positionText(one->position))
                        : tr("in channel %1, at %2").arg(one->channel).arg(positionText(one->position));
    lines << (smallest ? tr("The smallest value, %1, is in sample %2, %3.")
                       : tr("The largest value, %1, is in sample %2, %3."))
                 .arg(format::exact(one->value), format::count(one->sample), where);
    if (m_shown && m_shown->sample == one->sample && !m_shown->image.isNull())
        if (const auto spot = imageSpot(snapshot(), *stats(), *one, m_shown->image.size()))
            lines << spot->how + QLatin1Char(' ')
                         + tr("The spot is the position in the tensor; what it has seen of the image is "
                              "larger.");
    return lines;
}

void ProvenancePanel::showText()
{
    const bool known = stats() && m_chosen.count() > 0;
    const QString samples = samplesText(m_chosen);
    m_leaveOut->setEnabled(known && !m_calibrating && !snapshot().calibrationPartial);
    m_leaveOut->setText(isLeftOut() ? tr("Take sample %1 back").arg(samples)
                                    : tr("Leave out sample %1").arg(samples));
    m_leaveOut->setToolTip(tr("Calibrates again without it; it is still evaluated"));
    m_leaveOut->setVisible(known);
    m_takeBack->setVisible(!snapshot().leftOut.empty());
    m_takeBack->setEnabled(!m_calibrating);
    QStringList lines;
    if (known) {
        if (m_shown && m_shown->sample == m_chosen.first
            && m_shown->name != QStringLiteral("#%1").arg(m_chosen.first))
            lines << m_shown->name;
        lines += extremeText();
    }
    if (known && before() && !snapshot().leftOut.empty())
        lines << tr("From %1 to %2 with all samples; from %3 to %4 without samples %5.")
                     .arg(format::number(before()->min.value), format::number(before()->max.value),
                          format::number(stats()->min.value), format::number(stats()->max.value),
                          samplesText(snapshot().leftOut));
    else if (known && !snapshot().leftOut.empty())
        lines << tr("Left out: samples %1.").arg(samplesText(snapshot().leftOut));
    m_text->setText(lines.join(QLatin1Char('\n')));
}

void ProvenancePanel::toggleLeftOut()
{
    analysis::SampleSet wanted = snapshot().leftOut;
    analysis::SampleSet these(m_chosen);
    if (isLeftOut())
        wanted = wanted.without(these);
    else
        wanted.add(these);
    emit leaveOutRequested(wanted);
}

} // namespace qscope::views
