// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string_view>

#include "views/models/snapshot.h"

namespace qscope::views {

/// Layer names without the path that all of them share at either end, so that the part that tells them apart
/// is what fits on the screen: "…/blocks.3/attn/qkv/…". Short shared parts stay.
class ShortNames {
public:
    ShortNames() = default;
    explicit ShortNames(const Snapshot& snapshot);

    /// Also good for the name of a tensor of the model; one without the shared path is returned whole.
    QString operator()(std::string_view name) const;

private:
    std::string m_prefix;
    std::string m_suffix;
};

} // namespace qscope::views
