// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/data/dataset.h"

namespace qscope::data {

/// The same data, read from `inner` in pieces of at least `chunk` samples. Changes how often files are touched and how
/// much memory that takes, never what is read.
std::unique_ptr<Dataset> readAhead(std::unique_ptr<Dataset> inner, int64_t chunk);

} // namespace qscope::data
