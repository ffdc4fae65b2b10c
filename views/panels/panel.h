// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "views/models/selection.h"
#include "views/models/snapshot.h"

namespace qscope::views {

class Plot;

/// One panel answers one question. It knows a snapshot and the shared selection and nothing else; what the
/// person asks for leaves as a signal. A hidden panel does no work: it notes that it is stale and refreshes
/// when shown.
class Panel : public QWidget {
    Q_OBJECT
public:
    /// `selection` must outlive the panel.
    explicit Panel(Selection* selection, QWidget* parent = nullptr);

    void setSnapshot(SnapshotPtr snapshot); ///< null: nothing is open
    const Snapshot& snapshot() const { return *m_snapshot; }
    bool stale() const { return m_stale; }
    /// Refreshes although nobody sees it: for exports.
    void bringUpToDate();

    virtual QString title() const = 0;    ///< of the dock: "Ranges"
    virtual QString question() const = 0; ///< in a tool tip: "How wide are the activations?"
    /// Plots to export, with their export names set.
    virtual QList<Plot*> plots() const { return {}; }

signals:
    void exportFailed(const QString& message);

protected:
    /// Shows snapshot() anew. `before` is what was shown last (never null).
    virtual void refresh(const SnapshotPtr& before) = 0;
    virtual void refreshHiddenParts() {} ///< what refresh() leaves out because it is in a tab nobody sees
    virtual void showSelection() {} ///< the current layer or tensor changed
    virtual void showHover() {}     ///< the hovered layer changed
    virtual void retranslate() {
    } ///< set the texts that refresh() does not; called before the first refresh too

    Selection& selection() const { return *m_selection; }
    const SnapshotPtr& snapshotPtr() const { return m_snapshot; }
    void watchExports(); ///< forwards exportFailed of all plots(); call at the end of the constructor

    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refreshIfVisible();
    void refreshNow();

    Selection* m_selection;
    SnapshotPtr m_snapshot;
    SnapshotPtr m_shown;
    bool m_stale = true;
    bool m_translated = false;
};

} // namespace qscope::views
