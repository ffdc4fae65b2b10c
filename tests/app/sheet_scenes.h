// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QString>

namespace qscope::app {
class MainWindow;
}

namespace qscope::test {

/// Where pictures go, and what their names begin with.
struct Album {
    QDir folder;
    QString stem;
};

/// The window with each panel in front, and with what is behind a tab or a button of a panel. The window is
/// calibrated; sensitivities and cures have been measured.
/// Returns whether all pictures were written; if not, the error stream says which.
bool takePanels(app::MainWindow& window, const Album& album);

/// Every dialog, alone, and the guide. The window shows a model of images with its data; methods and the
/// study have run.
bool takeDialogs(app::MainWindow& window, const Album& album);

/// A window without a model, after some that were opened.
bool takeStartPage(const Album& album);

} // namespace qscope::test
