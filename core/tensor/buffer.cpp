// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/buffer.h"

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <new>

#include <unistd.h>

namespace qscope {

namespace {

constexpr size_t Alignment = 64;

int64_t defaultLimit()
{
    const int64_t pages = sysconf(_SC_PHYS_PAGES);
    const int64_t pageBytes = sysconf(_SC_PAGESIZE);
    constexpr int64_t Unknown = int64_t(1) << 34;
    return pages > 0 && pageBytes > 0 ? pages / 4 * 3 * pageBytes : Unknown;
}

std::atomic<int64_t>& limit()
{
    static std::atomic<int64_t> bytes = defaultLimit();
    return bytes;
}

std::atomic<int64_t> inUse = 0;

/// At least one line, so that data() is never null.
size_t padded(size_t bytes) { return (bytes / Alignment + 1) * Alignment; }

void* allocate(size_t bytes)
{
    const size_t all = padded(bytes);
    if (all < bytes)
        throw std::bad_alloc();
    const auto count = static_cast<int64_t>(all);
    const int64_t free = memoryLimit() - inUse.fetch_add(count, std::memory_order_relaxed);
    void* data = count > 0 && count <= free ? std::aligned_alloc(Alignment, all) : nullptr;
    if (data)
        return data;
    inUse.fetch_sub(count, std::memory_order_relaxed);
    throw std::bad_alloc();
}

void release(void* data, size_t bytes)
{
    if (!data)
        return;
    std::free(data);
    inUse.fetch_sub(static_cast<int64_t>(padded(bytes)), std::memory_order_relaxed);
}

} // namespace

int64_t memoryLimit() { return limit().load(std::memory_order_relaxed); }
void setMemoryLimit(int64_t bytes) { limit().store(bytes > 0 ? bytes : defaultLimit(), std::memory_order_relaxed); }
int64_t memoryInUse() { return inUse.load(std::memory_order_relaxed); }

struct Buffer::Deferred {
    explicit Deferred(Fill f) : fill(std::move(f)) {}
    Fill fill;
    std::once_flag once;
    void* data = nullptr;
};

Buffer::Buffer(size_t bytes) : m_data(allocate(bytes)), m_bytes(bytes) {}

Buffer::Buffer(size_t bytes, Fill fill) : m_bytes(bytes), m_deferred(std::make_unique<Deferred>(std::move(fill))) {}

Buffer::Buffer(std::shared_ptr<const void> owner, const void* data, size_t bytes)
    : m_data(const_cast<void*>(data)), m_bytes(bytes), m_owner(std::move(owner))
{
}

Buffer::~Buffer()
{
    if (m_deferred)
        release(m_deferred->data, m_bytes);
    else if (!m_owner)
        release(m_data, m_bytes);
}

void* Buffer::deferredData() const
{
    std::call_once(m_deferred->once, [this] {
        void* data = allocate(m_bytes);
        m_deferred->fill(data);
        m_deferred->data = data;
        m_deferred->fill = nullptr; // lets go of what it reads from
    });
    return m_deferred->data;
}

} // namespace qscope
