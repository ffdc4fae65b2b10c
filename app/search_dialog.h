// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QDialog>

#include "core/analysis/history.h"
#include "core/search/finder.h"

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;

namespace qscope::app {

/// What a search for layers to keep in floating point should reach, and how.
class SearchDialog : public QDialog {
    Q_OBJECT

public:
    /// What is known beforehand, for proposing a number.
    struct Known {
        bool labelled = false;
        double sqnrDb = 0;   ///< with everything quantized
        double bytes = 0;    ///< of the weights, everything quantized
        double floatBytes = 0;
        double operations = 0; ///< bit operations per sample, everything quantized; 0: not known
        double floatOperations = 0;
        double milliseconds = 0; ///< of the layers, everything quantized; 0: not timed yet
        double floatMilliseconds = 0;
        analysis::UserMetric userMetric{}; ///< that is measured; without a title: none
        double user = 0;                   ///< with everything quantized
    };
    explicit SearchDialog(const Known& known, QWidget* parent = nullptr);

    search::Question question() const;

    /// "2, 3,4" -> numbers, each 2 to 16 or 32; nothing when it is no such list.
    static std::optional<std::vector<int>> parseBits(const QString& text);

private:
    search::TargetKind kind() const;
    void offerTargets();
    void showKind();
    void validate();

    Known m_known;
    QComboBox* m_kind;
    QDoubleSpinBox* m_value;
    QComboBox* m_method;
    QCheckBox* m_mixed;
    QLineEdit* m_bits;
    QLabel* m_note;
    QDialogButtonBox* m_buttons;
};

/// "sqnr=30" for people: "an SQNR of 30 dB".
QString targetForPeople(const search::Target& target);

} // namespace qscope::app
