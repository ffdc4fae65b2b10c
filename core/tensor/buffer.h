// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace qscope {

/// The most bytes all Buffers with memory of their own may have together; a Buffer beyond it throws std::bad_alloc, and
/// sizes that files declare are refused when one tensor alone would exceed it (see checkedElementCount). Files that are
/// mapped do not count. Default: three quarters of the machine's memory. Any thread.
int64_t memoryLimit();
void setMemoryLimit(int64_t bytes); ///< 0: the default again
int64_t memoryInUse();              ///< by all Buffers of the program

/// Where the elements of tensors lie, at 64-byte alignment when the memory is its own. Recycled through a BufferPool
/// when one made it.
class Buffer {
public:
    using Fill = std::function<void(void* memory)>;

    /// Memory of its own, uninitialised. Throws std::bad_alloc, also beyond memoryLimit().
    explicit Buffer(size_t bytes);
    /// Memory of its own that is allocated, and written by `fill`, when somebody first asks for data(). For weights
    /// that a file keeps in another form than the engine.
    Buffer(size_t bytes, Fill fill);
    /// Part of something that `owner` keeps alive, e.g. of a mapped file. Nobody may write to it, and it is aligned to
    /// its elements only.
    Buffer(std::shared_ptr<const void> owner, const void* data, size_t bytes);
    ~Buffer();
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    void* data() { return m_deferred ? deferredData() : m_data; }
    const void* data() const { return m_deferred ? deferredData() : m_data; }
    size_t bytes() const { return m_bytes; }
    bool isBorrowed() const { return m_owner != nullptr; } ///< the memory is not its own
    bool isDeferred() const { return m_deferred != nullptr; } ///< made with a Fill, whether it has run or not

private:
    struct Deferred;
    void* deferredData() const;

    void* m_data = nullptr;
    size_t m_bytes = 0;
    std::shared_ptr<const void> m_owner;
    std::unique_ptr<Deferred> m_deferred;
};

} // namespace qscope
