// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/parameter_form.h"

#include <limits>

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include "views/models/format.h"

namespace qscope::app {

namespace {

bool fitsSpinBox(const plugins::Parameter& p)
{
    return p.type == plugins::ParameterType::Integer && p.least >= std::numeric_limits<int>::min()
           && p.most <= std::numeric_limits<int>::max();
}

} // namespace

ParameterForm::ParameterForm(const plugins::ParameterValues& values, QWidget* parent) : QWidget(parent), m_values(values)
{
    auto* form = new QFormLayout(this);
    form->setContentsMargins({});
    for (const plugins::Parameter& parameter : values.declared()) {
        QWidget* field = fieldFor(parameter, values.value(parameter.name));
        field->setObjectName(views::format::text(parameter.name));
        field->setToolTip(tr("%1\n%2").arg(views::format::text(parameter.help),
                                           views::format::text(plugins::allowedText(parameter))));
        field->setAccessibleName(views::format::text(parameter.name));
        form->addRow(views::format::text(parameter.name), field);
        form->addRow(explanationOf(parameter));
    }
}

/// One sentence below a field, as wide as there is room.
QLabel* ParameterForm::explanationOf(const plugins::Parameter& parameter)
{
    auto* text = new QLabel(views::format::text(parameter.help));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    text->setContentsMargins(0, 0, 0, 4);
    return text;
}

QWidget* ParameterForm::fieldFor(const plugins::Parameter& parameter, const plugins::ParameterValue& value)
{
    if (fitsSpinBox(parameter))
        return spinBoxFor(parameter, std::get<int64_t>(value));
    if (parameter.type == plugins::ParameterType::Choice)
        return choiceFor(parameter, std::get<std::string>(value));
    if (parameter.type != plugins::ParameterType::Bool)
        return lineFor(parameter, value);
    auto* box = new QCheckBox;
    box->setChecked(std::get<bool>(value));
    connect(box, &QCheckBox::toggled, this, &ParameterForm::changed);
    m_texts.push_back([box] { return std::string(box->isChecked() ? "true" : "false"); });
    return box;
}

QWidget* ParameterForm::spinBoxFor(const plugins::Parameter& parameter, int64_t value)
{
    auto* box = new QSpinBox;
    box->setRange(static_cast<int>(parameter.least), static_cast<int>(parameter.most));
    box->setValue(static_cast<int>(value));
    if (!parameter.unit.empty())
        box->setSuffix(QLatin1Char(' ') + views::format::text(parameter.unit));
    connect(box, &QSpinBox::valueChanged, this, &ParameterForm::changed);
    m_texts.push_back([box] { return std::to_string(box->value()); });
    return box;
}

QWidget* ParameterForm::lineFor(const plugins::Parameter& parameter, const plugins::ParameterValue& value)
{
    auto* line = new QLineEdit(views::format::text(plugins::valueText(value)));
    line->setPlaceholderText(
        views::format::text(parameter.unit.empty() ? plugins::allowedText(parameter) : parameter.unit));
    connect(line, &QLineEdit::textChanged, this, &ParameterForm::changed);
    m_texts.push_back([line] { return line->text().trimmed().toStdString(); });
    return line;
}

QWidget* ParameterForm::choiceFor(const plugins::Parameter& parameter, const std::string& value)
{
    auto* box = new QComboBox;
    for (const plugins::ParameterChoice& choice : parameter.choices) {
        box->addItem(views::format::text(choice.name));
        box->setItemData(box->count() - 1, views::format::text(choice.help), Qt::ToolTipRole);
    }
    box->setCurrentText(views::format::text(value));
    connect(box, &QComboBox::currentIndexChanged, this, &ParameterForm::changed);
    m_texts.push_back([box] { return box->currentText().toStdString(); });
    return box;
}

Result<plugins::ParameterValues> ParameterForm::values() const
{
    plugins::ParameterValues values = m_values;
    for (size_t i = 0; i < m_texts.size(); ++i)
        QS_RETURN_IF_ERROR(values.set(values.declared()[i].name, std::string_view(m_texts[i]())));
    return values;
}

} // namespace qscope::app
