// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QDialog>

#include "app/data_source.h"
#include "core/analysis/analyzer.h"

class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace qscope::app {

class DataPreview;

/// How the images of a folder become the model's input: size, resize, crop, mean, std, colour order; how many
/// of them; and where the labels are. Beside it the first of them as the model would get them, and what looks
/// like a mistake.
class DataDialog : public QDialog {
    Q_OBJECT

public:
    DataDialog(const QString& path, const std::vector<data::InputSpec>& inputs, QWidget* parent = nullptr);
    /// For this model, with the samples.
    DataDialog(const QString& path, const std::shared_ptr<analysis::Analyzer>& analyzer,
               QWidget* parent = nullptr);

    data::OpenOptions options() const;
    QString labelsPath() const; ///< may be empty
    void setLabelsPath(const QString& path);
    DataLocation location() const;
    DataPreview* preview() const { return m_preview; } ///< null: without a model

    /// Well-known preprocessing by index of the combo box; none of them for "Custom".
    static std::optional<data::ImageOptions> preset(int index);
    /// "0.485, 0.456 0.406" -> numbers; nothing when it is no list of numbers.
    static std::optional<std::vector<float>> parseNumbers(const QString& text);

private:
    void setupSize(QFormLayout* form);
    void setupNormalisation(QFormLayout* form);
    void setupSamples(QFormLayout* form);
    void applyPreset(int index);
    void markCustom();
    void validate();
    void browseLabels();
    void updatePreview();
    void usePreprocessing(const data::ImageOptions& options);

    QString m_path;
    std::shared_ptr<analysis::Analyzer> m_analyzer;
    DataPreview* m_preview = nullptr;
    QComboBox* m_preset = nullptr;
    QSpinBox* m_width = nullptr;
    QSpinBox* m_height = nullptr;
    QComboBox* m_resize = nullptr;
    QSpinBox* m_resizeTo = nullptr;
    QDoubleSpinBox* m_scale = nullptr;
    QLineEdit* m_mean = nullptr;
    QLineEdit* m_std = nullptr;
    QComboBox* m_order = nullptr;
    QComboBox* m_layout = nullptr;
    QSpinBox* m_limit = nullptr;
    QLineEdit* m_labels = nullptr;
    QLabel* m_problem = nullptr;
    QDialogButtonBox* m_buttons = nullptr;
};

} // namespace qscope::app
