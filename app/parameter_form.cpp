// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/parameter_form.h"

#include <algorithm>
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
    static const QString on = QStringLiteral("true"), off = QStringLiteral("false");
    m_fields.push_back({[box] { return box->isChecked() ? on : off; },
                        [box](const QString& text) { box->setChecked(text == on); }});
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
    m_fields.push_back({[box] { return QString::number(box->value()); },
                        [box](const QString& text) { box->setValue(text.toInt()); }});
    return box;
}

QWidget* ParameterForm::lineFor(const plugins::Parameter& parameter, const plugins::ParameterValue& value)
{
    auto* line = new QLineEdit(views::format::text(plugins::valueText(value)));
    line->setPlaceholderText(
        views::format::text(parameter.unit.empty() ? plugins::allowedText(parameter) : parameter.unit));
    connect(line, &QLineEdit::textChanged, this, &ParameterForm::changed);
    m_fields.push_back(
        {[line] { return line->text().trimmed(); }, [line](const QString& text) { line->setText(text); }});
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
    m_fields.push_back(
        {[box] { return box->currentText(); }, [box](const QString& text) { box->setCurrentText(text); }});
    return box;
}

Result<plugins::ParameterValues> ParameterForm::values() const
{
    plugins::ParameterValues values = m_values;
    for (size_t i = 0; i < m_fields.size(); ++i)
        QS_RETURN_IF_ERROR(
            values.set(values.declared()[i].name, std::string_view(m_fields[i].typed().toStdString())));
    return values;
}

std::vector<QString> ParameterForm::typed() const
{
    std::vector<QString> texts;
    for (const Field& field : m_fields)
        texts.push_back(field.typed());
    return texts;
}

void ParameterForm::type(const std::vector<QString>& texts)
{
    for (size_t i = 0; i < std::min(texts.size(), m_fields.size()); ++i)
        m_fields[i].type(texts[i]);
}

} // namespace qscope::app
