// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace qscope::app {

class Session;
class Workbench;

/// What people ask for in the panels reaches the session. Both live as long as the window.
void connectIntents(Workbench& workbench, Session& session);

} // namespace qscope::app
