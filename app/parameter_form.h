// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "plugins/api/parameter_values.h"

class QFormLayout;
class QLabel;

namespace qscope::app {

/// Fields for declared parameters: check boxes, spin boxes, choices and lines, with range, unit and help.
class ParameterForm : public QWidget {
    Q_OBJECT

public:
    explicit ParameterForm(const plugins::ParameterValues& values, QWidget* parent = nullptr);

    /// **Errors** InvalidArgument: the first field that holds what is not allowed.
    Result<plugins::ParameterValues> values() const;

    /// Of each field, as it would be typed, allowed or not.
    std::vector<QString> typed() const;
    /// As typed() gave it for the same parameters.
    void type(const std::vector<QString>& texts);

signals:
    void changed();

private:
    QWidget* fieldFor(const plugins::Parameter& parameter, const plugins::ParameterValue& value);
    static QLabel* explanationOf(const plugins::Parameter& parameter);
    QWidget* spinBoxFor(const plugins::Parameter& parameter, int64_t value);
    QWidget* lineFor(const plugins::Parameter& parameter, const plugins::ParameterValue& value);
    QWidget* choiceFor(const plugins::Parameter& parameter, const std::string& value);

    struct Field {
        std::function<QString()> typed;
        std::function<void(const QString&)> type;
    };

    plugins::ParameterValues m_values;
    std::vector<Field> m_fields;
};

} // namespace qscope::app
