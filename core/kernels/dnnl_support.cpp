// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dnnl_support.h"

#include <map>
#include <mutex>

#include "core/kernels/kernels.h"

namespace qscope::kernels {

using Tag = dnnl::memory::format_tag;

dnnl::engine& engine()
{
    static dnnl::engine instance(dnnl::engine::kind::cpu, 0);
    return instance;
}

dnnl::stream& stream()
{
    thread_local dnnl::stream instance(engine());
    return instance;
}

Tag plainTag(size_t rank)
{
    constexpr Tag tags[] = {Tag::a, Tag::a, Tag::ab, Tag::abc, Tag::abcd, Tag::abcde, Tag::abcdef};
    return tags[std::min<size_t>(rank, 6)];
}

Tag channelsLastTag(size_t rank) { return rank == 3 ? Tag::acb : rank == 4 ? Tag::acdb : Tag::acdeb; }

dnnl::memory::desc describe(const Shape& shape, Layout layout)
{
    return {shape, dnnl::memory::data_type::f32,
            layout == Layout::ChannelsLast ? channelsLastTag(shape.size()) : plainTag(shape.size())};
}

dnnl::memory wrap(const Tensor& tensor, const dnnl::memory::desc& desc)
{
    return {desc, engine(), const_cast<void*>(tensor.rawData())};
}

Status guarded(const char* what, const std::function<void()>& f)
{
    try {
        f();
        return {};
    } catch (const dnnl::error& e) {
        return Error{e.status == dnnl_out_of_memory ? ErrorCode::ResourceExhausted : ErrorCode::Internal,
                     std::string("oneDNN refuses this ") + what + ": " + e.message, {}};
    }
}

bool layoutsCoincide(const Shape& shape)
{
    if (shape.size() < 3 || shape[1] == 1)
        return true;
    return std::all_of(shape.begin() + 2, shape.end(), [](int64_t d) { return d == 1; });
}

Status reorder(const Tensor& x, Tensor& out)
{
    return guarded("reorder", [&] {
        auto from = wrap(x, describe(x.shape(), x.layout()));
        auto to = wrap(out, describe(out.shape(), out.layout()));
        dnnl::reorder(from, to).execute(stream(), from, to);
        stream().wait();
    });
}

std::shared_ptr<const PackedWeights::Packed> PackedWeights::shared(const Tensor& tensor,
                                                                   const dnnl::memory::desc& user,
                                                                   const dnnl::memory::desc& wanted)
{
    static std::mutex mutex; // held while packing, so that nobody packs the same twice
    static std::multimap<const Buffer*, std::weak_ptr<const Packed>> all;
    const std::lock_guard lock(mutex);
    std::erase_if(all, [](const auto& entry) { return entry.second.expired(); });
    const auto [begin, end] = all.equal_range(tensor.buffer().get());
    for (auto it = begin; it != end; ++it) {
        auto packed = it->second.lock();
        if (packed && packed->user == user && packed->desc == wanted)
            return packed;
    }
    auto packed = std::make_shared<Packed>(Packed{tensor.buffer(), user, wanted, dnnl::memory(wanted, engine())});
    dnnl::memory from = wrap(tensor, user);
    dnnl::reorder(from, packed->memory).execute(stream(), from, packed->memory);
    stream().wait();
    all.emplace(tensor.buffer().get(), packed);
    return packed;
}

dnnl::memory PackedWeights::get(const Tensor& tensor, const dnnl::memory::desc& user,
                                const dnnl::memory::desc& wanted)
{
    if (user == wanted)
        return wrap(tensor, user);
    constexpr size_t kept = 3;
    for (auto it = m_packed.begin(); it != m_packed.end(); ++it) {
        if ((*it)->source == tensor.buffer() && (*it)->user == user && (*it)->desc == wanted) {
            m_packed.splice(m_packed.begin(), m_packed, it);
            return m_packed.front()->memory;
        }
    }
    if (m_packed.size() >= kept)
        m_packed.pop_back();
    m_packed.push_front(shared(tensor, user, wanted));
    return m_packed.front()->memory;
}

} // namespace qscope::kernels
