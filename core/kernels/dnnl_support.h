// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <dnnl.hpp>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

/// What the oneDNN wrappers share. For core/kernels only.
namespace qscope::kernels {

using Args = std::unordered_map<int, dnnl::memory>;

dnnl::engine& engine();
dnnl::stream& stream();

/// Row-major tag of a rank (1 to 6), and channels-last tag (3 to 5).
dnnl::memory::format_tag plainTag(size_t rank);
dnnl::memory::format_tag channelsLastTag(size_t rank);

dnnl::memory::desc describe(const Shape& shape, Layout layout);
dnnl::memory wrap(const Tensor& tensor, const dnnl::memory::desc& desc);

/// Runs f, turning oneDNN's exceptions into Errors.
Status guarded(const char* what, const std::function<void()>& f);

/// The last few things made for a key, newest first.
template <class Key, class Item, size_t Capacity = 4>
class RecentCache {
public:
    Item* find(const Key& key)
    {
        const auto it = std::find_if(m_items.begin(), m_items.end(), [&](const auto& e) { return e.first == key; });
        if (it == m_items.end())
            return nullptr;
        m_items.splice(m_items.begin(), m_items, it);
        return &m_items.front().second;
    }
    Item& insert(Key key, Item item)
    {
        if (m_items.size() >= Capacity)
            m_items.pop_back();
        m_items.emplace_front(std::move(key), std::move(item));
        return m_items.front().second;
    }

private:
    std::list<std::pair<Key, Item>> m_items;
};

/// Constant operands in the form a primitive wants, remembered by the memory they came from. Kernels of several threads
/// that want the same form of the same constant share one copy.
class PackedWeights {
public:
    /// `user`: how `tensor` lies in memory; `wanted`: what the primitive asks for.
    dnnl::memory get(const Tensor& tensor, const dnnl::memory::desc& user, const dnnl::memory::desc& wanted);

private:
    struct Packed {
        std::shared_ptr<Buffer> source; ///< keeps the address from being used again
        dnnl::memory::desc user, desc;
        dnnl::memory memory;
    };
    static std::shared_ptr<const Packed> shared(const Tensor& tensor, const dnnl::memory::desc& user,
                                                const dnnl::memory::desc& wanted);

    std::list<std::shared_ptr<const Packed>> m_packed;
};

} // namespace qscope::kernels
