// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds nothing: the precompiled headers of the tests are made for targets of this file (see tests/CMakeLists.txt).
