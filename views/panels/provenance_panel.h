// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "views/models/sample_image.h"
#include "views/models/tensor_choice.h"
#include "views/panels/panel.h"
#include "views/plots/sample_trace.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace qscope::views {

class SampleCanvas;

/// Which sample makes the range of a tensor as wide as it is, and what becomes of the range without it?
class ProvenancePanel final : public Panel {
    Q_OBJECT
public:
    enum class End { Smallest, Largest };

    explicit ProvenancePanel(Selection* selection, QWidget* parent = nullptr);

    QString title() const final;
    QString question() const final;
    QList<Plot*> plots() const final { return {m_plot}; }
    /// The samples looked at: of the extreme, or those that were clicked. Empty: nothing is known.
    const analysis::SampleRange& chosen() const { return m_chosen; }
    QString summaryText() const;
    const SampleCanvas& canvas() const { return *m_canvas; }
    const SampleTrace& trace() const { return *m_plot; }
    QPushButton& leaveOutButton() const { return *m_leaveOut; }

public slots:
    void setEnd(qscope::views::ProvenancePanel::End end);
    void chooseSamples(const qscope::analysis::SampleRange& samples);
    /// The answer to sampleRequested. One that is not looked at any more is dropped.
    void showSample(const qscope::views::SampleShown& shown);
    void setCalibrating(bool on); ///< nothing can be left out meanwhile

signals:
    void sampleRequested(qint64 sample);
    /// All samples that are to be left out from now on.
    void leaveOutRequested(const qscope::analysis::SampleSet& samples);

protected:
    void refresh(const SnapshotPtr& before) final;
    void showSelection() final;
    void retranslate() final;

private:
    void setupLayout();
    void loadTensor();
    const stats::TensorStats* stats() const;
    const stats::TensorStats* before() const; ///< with no sample left out; null: not known
    const stats::Extreme* extreme() const;    ///< at the end looked at; null: it was not recorded
    bool isLeftOut() const;
    void showTrace();
    void showChosen();
    void showImage();
    void showText();
    QStringList extremeText() const;
    void toggleLeftOut();

    QComboBox* m_choice;
    QComboBox* m_end;
    QPushButton* m_leaveOut;
    QPushButton* m_takeBack;
    QLabel* m_text;
    SampleTrace* m_plot;
    SampleCanvas* m_canvas;
    std::vector<TensorChoice> m_choices;
    ValueId m_value; ///< the tensor shown
    analysis::SampleRange m_chosen;
    bool m_byHand = false; ///< the chosen samples were clicked
    bool m_calibrating = false;
    int64_t m_asked = -1; ///< the sample asked for last
    std::optional<SampleShown> m_shown;
};

} // namespace qscope::views
