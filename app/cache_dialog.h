// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

#include <QDialog>
#include <QTimer>

#include "core/analysis/border_cache.h"

class QLabel;
class QProgressBar;
class QSpinBox;

namespace qscope::app {

/// The budget for what-if results as the settings keep it; the default when they hold none.
analysis::CacheBudget savedCacheBudget();
void saveCacheBudget(const analysis::CacheBudget& budget);

/// How much memory and disk what-if results may take, and how much they take now.
class CacheDialog : public QDialog {
    Q_OBJECT

public:
    /// Bytes in use: memory, disk; asked twice a second.
    using Usage = std::function<std::pair<int64_t, int64_t>()>;

    CacheDialog(const analysis::CacheBudget& budget, Usage usage, QWidget* parent = nullptr);

    analysis::CacheBudget budget() const;

private:
    struct Row {
        QSpinBox* megabytes;
        QProgressBar* use;
    };
    Row makeRow(int64_t bytes, const QString& name);
    void showUsage();

    Row m_memory, m_disk;
    Usage m_usage;
    QTimer m_timer;
};

} // namespace qscope::app
