// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/dnnl_support.h"

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

dnnl::memory PackedWeights::get(const Tensor& tensor, const dnnl::memory::desc& user,
                                const dnnl::memory::desc& wanted)
{
    constexpr size_t kept = 3;
    for (auto it = m_packed.begin(); it != m_packed.end(); ++it) {
        if (it->source == tensor.buffer() && it->desc == wanted) {
            m_packed.splice(m_packed.begin(), m_packed, it);
            return m_packed.front().memory;
        }
    }
    dnnl::memory memory = wrap(tensor, user);
    if (user != wanted) {
        dnnl::memory packed(wanted, engine());
        dnnl::reorder(memory, packed).execute(stream(), memory, packed);
        stream().wait();
        memory = packed;
    }
    if (m_packed.size() >= kept)
        m_packed.pop_back();
    m_packed.push_front({tensor.buffer(), wanted, memory});
    return memory;
}

} // namespace qscope::kernels
