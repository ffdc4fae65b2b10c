// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"

namespace qscope::io {
namespace {

namespace fs = std::filesystem;

/// An open file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool valid() const { return m_fd >= 0; }
    int value() const { return m_fd; }
    bool close()
    {
        const int fd = m_fd;
        m_fd = -1;
        return ::close(fd) == 0;
    }

private:
    int m_fd;
};

Error unwritable(const std::string& path, int reason)
{
    return {ErrorCode::FileUnwritable,
            filled(say("Files", "cannot write the file: %1"), std::strerror(reason)), path};
}

bool writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
}

Status writeDirectly(const std::string& path, std::string_view bytes)
{
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.valid() || !writeAll(file.value(), bytes) || !file.close())
        return unwritable(path, errno);
    return {};
}

/// Where the bytes end up: the end of a chain of symbolic links.
std::string resolvedTarget(const std::string& path)
{
    std::error_code ec;
    if (!fs::is_symlink(path, ec))
        return path;
    const fs::path target = fs::weakly_canonical(path, ec);
    return ec ? path : target.string();
}

/// Makes a rename durable; a file system that cannot do so is no reason to fail.
void flushFolder(const std::string& path)
{
    const fs::path folder = fs::path(path).parent_path();
    const Descriptor dir(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (dir.valid())
        ::fsync(dir.value());
}

/// A new empty file beside `target`; its name is put into `name`.
int createBeside(const std::string& target, mode_t mode, std::string& name)
{
    for (int attempt = 0; attempt < 100; ++attempt) {
        name = target + ".part" + std::to_string(::getpid()) + "-" + std::to_string(attempt);
        const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

} // namespace

Status writeFileAtomically(const std::string& path, std::string_view bytes)
{
    const std::string target = resolvedTarget(path);
    struct stat existing = {};
    const bool exists = ::stat(target.c_str(), &existing) == 0;
    if (exists && S_ISDIR(existing.st_mode))
        return unwritable(path, EISDIR);
    if (exists && !S_ISREG(existing.st_mode))
        return writeDirectly(path, bytes);

    std::string beside;
    Descriptor file(createBeside(target, 0666, beside));
    if (!file.valid())
        return unwritable(path, errno);
    if (exists && ::fchmod(file.value(), existing.st_mode & 07777) != 0)
        errno = 0; // the content matters more than the permissions
    if (!writeAll(file.value(), bytes) || ::fsync(file.value()) != 0 || !file.close()
        || ::rename(beside.c_str(), target.c_str()) != 0) {
        const int reason = errno;
        ::unlink(beside.c_str());
        return unwritable(path, reason);
    }
    flushFolder(target);
    return {};
}

Status writeFileAtomically(const std::string& path, std::span<const std::byte> bytes)
{
    return writeFileAtomically(path,
                               std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

Result<std::string> readFile(const std::string& path, int64_t limitBytes)
{
    const auto unreadable = [&path](int reason) {
        return Error{ErrorCode::FileUnreadable,
                     filled(say("Files", "cannot read the file: %1"), std::strerror(reason)), path};
    };
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid())
        return errno == ENOENT || errno == ENOTDIR
                   ? Error{ErrorCode::FileNotFound, say("Files", "there is no such file"), path}
                   : unreadable(errno);
    struct stat info = {};
    if (::fstat(file.value(), &info) != 0)
        return unreadable(errno);
    if (S_ISDIR(info.st_mode))
        return unreadable(EISDIR);

    std::string bytes;
    bytes.reserve(static_cast<size_t>(std::min<int64_t>(info.st_size, limitBytes)));
    std::string chunk(size_t(1) << 18, '\0');
    for (;;) {
        const ssize_t n = ::read(file.value(), chunk.data(), chunk.size());
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return unreadable(errno);
        if (n == 0)
            return bytes;
        if (static_cast<int64_t>(bytes.size()) + n > limitBytes)
            return Error{ErrorCode::ResourceExhausted,
                         filled(say("Files", "the file is larger than the limit of %1 bytes"), limitBytes),
                         path};
        bytes.append(chunk.data(), static_cast<size_t>(n));
    }
}

} // namespace qscope::io
