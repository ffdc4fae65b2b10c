// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/search_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "views/models/format.h"

namespace qscope::app {

using search::Method;
using search::TargetKind;

SearchDialog::SearchDialog(const Known& known, QWidget* parent)
    : QDialog(parent), m_known(known), m_kind(new QComboBox), m_value(new QDoubleSpinBox), m_method(new QComboBox),
      m_mixed(new QCheckBox(tr("Choose &bits for every layer:"))), m_bits(new QLineEdit(QStringLiteral("2, 3, 4, 6, 8, 16"))),
      m_note(new QLabel), m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Find Layers to Keep in Floating Point"));
    offerTargets();
    const auto addMethod = [this](const QString& text, Method method) { m_method->addItem(text, static_cast<int>(method)); };
    addMethod(tr("Recommended: the best of the others"), Method::Recommended);
    addMethod(tr("Order of sensitivity (Wu et al.)"), Method::Order);
    addMethod(tr("Greedy: the best layer each time"), Method::Greedy);
    addMethod(tr("Integer program on the sensitivities"), Method::Ilp);
    m_bits->setEnabled(false);
    m_note->setWordWrap(true);
    auto* form = new QFormLayout;
    form->addRow(tr("&Target:"), m_kind);
    form->addRow(QString(), m_value);
    form->addRow(tr("&Method:"), m_method);
    form->addRow(m_mixed, m_bits);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_note);
    layout->addStretch(1);
    layout->addWidget(m_buttons);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("&Find"));
    m_value->setAccessibleName(tr("Value of the target"));
    m_bits->setAccessibleName(tr("Bits to choose from"));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &SearchDialog::showKind);
    connect(m_method, &QComboBox::currentIndexChanged, this, &SearchDialog::validate);
    connect(m_mixed, &QCheckBox::toggled, m_bits, &QWidget::setEnabled);
    connect(m_mixed, &QCheckBox::toggled, this, &SearchDialog::validate);
    connect(m_bits, &QLineEdit::textChanged, this, &SearchDialog::validate);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    showKind();
}

void SearchDialog::offerTargets()
{
    const auto addKind = [this](const QString& text, TargetKind kind) { m_kind->addItem(text, static_cast<int>(kind)); };
    addKind(tr("SQNR of the output at least"), TargetKind::SqnrDb);
    addKind(tr("Same top class at least"), TargetKind::Agreement);
    if (m_known.labelled)
        addKind(tr("Accuracy drop at most"), TargetKind::AccuracyDrop);
    if (const auto& user = m_known.userMetric; !user.title.empty())
        addKind((user.lowerIsBetter ? tr("%1 at most") : tr("%1 at least")).arg(views::format::text(user.title)), TargetKind::Metric);
    addKind(tr("Weights at most"), TargetKind::Bytes);
    if (m_known.operations > 0)
        addKind(tr("Bit operations at most"), TargetKind::BitOperations);
    if (m_known.milliseconds > 0)
        addKind(tr("Latency of the layers at most"), TargetKind::Latency);
}

TargetKind SearchDialog::kind() const { return static_cast<TargetKind>(m_kind->currentData().toInt()); }

void SearchDialog::showKind()
{
    struct Form {
        double least, most, proposed;
        int digits;
        QString suffix;
    };
    const QString unit = QLatin1Char(' ') + views::format::text(m_known.userMetric.unit);
    const double sqnr = std::isfinite(m_known.sqnrDb) ? std::round(m_known.sqnrDb + 5) : 30;
    const auto between = [](double quantized, double inFloat) { return (quantized * 3 + inFloat) / 4; };
    const double kilobytes = std::max(0.001, between(m_known.bytes, m_known.floatBytes) / 1000);
    const double millions = std::max(0.001, between(m_known.operations, m_known.floatOperations) / 1e6);
    const double milliseconds = std::max(0.0001, between(m_known.milliseconds, m_known.floatMilliseconds));
    const Form form = kind() == TargetKind::SqnrDb         ? Form{-50, 200, sqnr, 1, tr(" dB")}
                      : kind() == TargetKind::Agreement    ? Form{0, 100, 99, 1, tr(" %")}
                      : kind() == TargetKind::AccuracyDrop ? Form{0, 100, 1, 2, tr(" percentage points")}
                      : kind() == TargetKind::BitOperations ? Form{0.001, 1e12, millions, 1, tr(" million")}
                      : kind() == TargetKind::Metric        ? Form{-1e9, 1e9, m_known.user, 4, unit}
                      : kind() == TargetKind::Latency       ? Form{0.0001, 1e6, milliseconds, 4, tr(" ms")}
                                                           : Form{0.001, 1e9, kilobytes, 1, tr(" kB")};
    m_value->setRange(form.least, form.most);
    m_value->setDecimals(form.digits);
    m_value->setSuffix(form.suffix);
    m_value->setValue(form.proposed);
    validate();
}

std::optional<std::vector<int>> SearchDialog::parseBits(const QString& text)
{
    std::vector<int> bits;
    const QStringList parts = text.split(QLatin1Char(','));
    for (const QString& part : parts) {
        bool ok = false;
        const int value = part.trimmed().toInt(&ok);
        if (!ok || !((value >= 2 && value <= 16) || value == 32))
            return std::nullopt;
        bits.push_back(value);
    }
    return bits;
}

void SearchDialog::validate()
{
    const bool mixed = m_mixed->isChecked();
    const bool budget = search::isBudget(kind());
    const auto method = static_cast<Method>(m_method->currentData().toInt());
    QString problem;
    if (mixed && !parseBits(m_bits->text()))
        problem = tr("Bits are numbers from 2 to 16, or 32 for floating point, separated by commas.");
    else if (mixed && budget && method == Method::Order)
        problem = tr("The order of sensitivity does not choose bits within a budget.");
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty());
    const QString note = budget ? tr("The least noise at the output within this budget.")
                                : tr("The fewest layers in floating point, measured on the open data.");
    m_note->setText(!problem.isEmpty() ? problem : mixed ? tr("The fewest bits, measured on the open data.") : note);
}

search::Question SearchDialog::question() const
{
    search::Question question;
    const double unit = kind() == TargetKind::Bytes ? 1000 : kind() == TargetKind::BitOperations ? 1e6 : 1;
    question.target = {kind(), m_value->value() * unit,
                       kind() == TargetKind::Metric && m_known.userMetric.lowerIsBetter};
    question.method = static_cast<Method>(m_method->currentData().toInt());
    if (m_mixed->isChecked())
        question.bits = parseBits(m_bits->text()).value_or(std::vector<int>{});
    return question;
}

QString targetForPeople(const search::Target& target)
{
    const QString number = QLocale().toString(target.value, 'g', 6);
    switch (target.kind) {
    case TargetKind::SqnrDb: return SearchDialog::tr("an SQNR of %1 dB").arg(number);
    case TargetKind::AccuracyDrop: return SearchDialog::tr("an accuracy drop of %1 points").arg(number);
    case TargetKind::Agreement: return SearchDialog::tr("%1 % with the same top class").arg(number);
    case TargetKind::Metric: return SearchDialog::tr("%1 of the figure of your own").arg(number);
    case TargetKind::BitOperations:
        return SearchDialog::tr("%1 million bit operations").arg(QLocale().toString(target.value / 1e6, 'f', 1));
    case TargetKind::Latency: return SearchDialog::tr("a latency of %1 ms").arg(number);
    default: return SearchDialog::tr("weights of %1 kB").arg(QLocale().toString(target.value / 1000, 'f', 1));
    }
}

} // namespace qscope::app
