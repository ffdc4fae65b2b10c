// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/data/array_stream.h"
#include "core/data/dataset.h"
#include "core/data/input_match.h"

namespace qscope::data {

/// An array in a file that feeds one model input, read when needed.
struct ArrayFeed {
    ArrayStream stream;
    ArrayInfo info; ///< as presented to the input, after `adapt`
    /// Reshapes or scales what was read; none: as it is.
    std::function<Tensor(Tensor)> adapt;
};

ArrayFeed feedOf(ArrayStream stream, std::string name, std::string where);

/// A dataset over one array per input, in the order of `inputs`; the arrays are checked here.
/// **Errors** as openDataset.
Result<std::unique_ptr<Dataset>> makeArrayDataset(const std::string& path, std::vector<ArrayFeed> feeds,
                                                  const std::vector<InputSpec>& inputs,
                                                  const OpenOptions& options);

} // namespace qscope::data
