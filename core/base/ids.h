// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace qscope {

/// An index that cannot be mistaken for another kind of index. Default: invalid (-1).
template <class Tag>
struct Id {
    int32_t value = -1;

    constexpr Id() = default;
    constexpr explicit Id(int32_t v) : value(v) {}
    constexpr explicit Id(size_t v) : value(static_cast<int32_t>(v)) {}
    constexpr bool valid() const { return value >= 0; }
    /// For indexing the vector this id belongs to; the id must be valid.
    constexpr size_t index() const { return static_cast<size_t>(value); }
    constexpr auto operator<=>(const Id&) const = default;
};

using NodeId = Id<struct NodeTag>;   ///< index into Graph::nodes (execution order)
using ValueId = Id<struct ValueTag>; ///< index into Graph::values
using LayerId = Id<struct LayerTag>; ///< index into the list of layers (execution order)

} // namespace qscope

template <class Tag>
struct std::hash<qscope::Id<Tag>> {
    size_t operator()(qscope::Id<Tag> id) const noexcept { return std::hash<int32_t>()(id.value); }
};
