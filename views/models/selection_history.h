// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <utility>
#include <vector>

#include "core/base/ids.h"

namespace qscope::views {

class Selection;

/// Back and forward through the layers and tensors that were looked at, like the pages of a browser. What was cleared is
/// forgotten.
class SelectionHistory final : public QObject {
    Q_OBJECT
public:
    static constexpr size_t MaxEntries = 100;

    /// `selection` must outlive it.
    explicit SelectionHistory(Selection* selection, QObject* parent = nullptr);

    bool canGoBack() const { return m_place > 0; }
    bool canGoForward() const { return m_place + 1 < m_entries.size(); }

public slots:
    void back();
    void forward();

signals:
    void changed(); ///< of canGoBack or canGoForward

private:
    using Entry = std::pair<LayerId, ValueId>;
    void record();
    void go(size_t place);

    Selection* m_selection;
    std::vector<Entry> m_entries;
    size_t m_place = 0;
    bool m_going = false;
};

} // namespace qscope::views
