// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mapped_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qscope {

namespace {

struct Descriptor {
    int fd = -1;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

Error systemError(const char* what, const std::string& path)
{
    const int number = errno;
    const ErrorCode code = number == ENOENT ? ErrorCode::FileNotFound : ErrorCode::FileUnreadable;
    return {code, std::string(what) + " (" + std::generic_category().message(number) + ")", path};
}

} // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path)
{
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat info = {};
    if (file.fd < 0 || ::fstat(file.fd, &info) != 0)
        return systemError("could not be opened", path);
    if (!S_ISREG(info.st_mode))
        return Error{ErrorCode::FileUnreadable, "is not a regular file", path};
    std::shared_ptr<MappedFile> mapped(new MappedFile());
    mapped->m_size = static_cast<size_t>(info.st_size);
    // One page more than the file has, so that reading a whole vector at its end is no fault.
    const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    const size_t all = mapped->m_size + page;
    void* memory = ::mmap(nullptr, all, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return systemError("could not be mapped", path);
    mapped->m_data = static_cast<const std::byte*>(memory);
    mapped->m_mapped = all;
    if (mapped->m_size > 0
        && ::mmap(memory, mapped->m_size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file.fd, 0) == MAP_FAILED)
        return systemError("could not be mapped", path);
    return std::shared_ptr<const MappedFile>(std::move(mapped));
}

MappedFile::~MappedFile()
{
    if (m_data)
        ::munmap(const_cast<std::byte*>(m_data), m_mapped);
}

} // namespace qscope
