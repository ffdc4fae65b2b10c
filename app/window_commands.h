// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "views/models/command_model.h"

class QMenuBar;

namespace qscope::app {

class MainWindow;
class Workbench;

/// Every entry of the menus, with the menu it is in as its group, and every layer of the model, to go to.
std::vector<views::Command> windowCommands(const QMenuBar& menus, Workbench& workbench);

/// What the actions do that change only how things are looked at (commands, back and forward, layouts, size
/// of the text, the guide, messages, pictures of plots), and the dialogs that ask before something is begun.
void connectViewActions(MainWindow& window);

} // namespace qscope::app
