// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/context.h"

#include <map>
#include <vector>

namespace qscope::ops {

struct BufferPool::State {
    std::multimap<size_t, Buffer*> free;
    size_t held = 0;

    ~State() { clear(); }
    void clear()
    {
        for (auto& [bytes, buffer] : free)
            delete buffer;
        free.clear();
        held = 0;
    }
};

BufferPool::BufferPool() : m_state(std::make_shared<State>()) {}
BufferPool::~BufferPool() = default;
size_t BufferPool::heldBytes() const { return m_state->held; }
void BufferPool::trim() { m_state->clear(); }

std::shared_ptr<Buffer> BufferPool::take(size_t bytes)
{
    Buffer* buffer = nullptr;
    // A kept buffer fits when it is not more than twice as large as what is asked for (plus a little).
    const auto it = m_state->free.lower_bound(bytes);
    if (it != m_state->free.end() && it->first <= 2 * bytes + 4096) {
        buffer = it->second;
        m_state->held -= it->first;
        m_state->free.erase(it);
    } else {
        buffer = new Buffer(bytes);
    }
    return {buffer, [weak = std::weak_ptr<State>(m_state)](Buffer* b) {
                if (auto state = weak.lock()) {
                    state->held += b->bytes();
                    state->free.emplace(b->bytes(), b);
                } else {
                    delete b;
                }
            }};
}

Tensor Context::allocate(DType type, Shape shape, Layout layout)
{
    const size_t bytes = static_cast<size_t>(elementCount(shape)) * elementSize(type);
    return {type, std::move(shape), m_pool.take(bytes), layout};
}

Tensor Context::reuseOrAllocate(size_t i)
{
    const Tensor& t = inputs[i];
    // Two owners: the executor's slot (or the last one it gave away) and this context.
    if (reusable[i] && t.buffer().use_count() <= 1 && !t.buffer()->isBorrowed())
        return t;
    return allocate(t.type(), t.shape(), t.layout());
}

Error Context::error(ErrorCode code, const std::string& message) const
{
    return {code, message, "node '" + m_node.name + "' (" + m_node.op + ")"};
}

} // namespace qscope::ops
