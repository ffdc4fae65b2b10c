// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/calibration_file.h"

#include <cassert>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <xxhash.h>
#include <zlib.h>

#include "core/base/byte_stream.h"
#include "core/base/text.h"
#include "core/io/atomic_file.h"
#include "core/io/session_file.h"

namespace qscope::io {

namespace {

constexpr std::string_view kMagic("QCAL\r\n\x1a\n", 8);
constexpr uint32_t kVersion = 1;
constexpr size_t kHeader = 8 + 4 + 8 + 8;
/// Deflate cannot do better, so a file that claims more lies.
constexpr uint64_t kBestRatio = 1032;

template <class T>
void append(std::string& bytes, T value)
{
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

template <class T>
T valueAt(std::string_view bytes, size_t at)
{
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    return value;
}

std::string deflated(const std::string& contents)
{
    uLongf size = compressBound(contents.size());
    std::string packed(size, '\0');
    [[maybe_unused]] const int status =
        compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(contents.data()),
                  contents.size(), Z_DEFAULT_COMPRESSION);
    assert(status == Z_OK); // the room is enough
    packed.resize(size);
    return packed;
}

} // namespace

std::string calibrationToBytes(const analysis::CalibrationState& state)
{
    ByteWriter contents;
    state.write(contents);
    const std::string packed = deflated(contents.bytes());
    std::string bytes(kMagic);
    append(bytes, kVersion);
    append(bytes, static_cast<uint64_t>(contents.bytes().size()));
    append(bytes, static_cast<uint64_t>(XXH3_64bits(packed.data(), packed.size())));
    return bytes + packed;
}

Result<analysis::CalibrationState> calibrationFromBytes(std::string_view bytes, const std::string& where)
{
    const auto malformed = [&](const std::string& why) { return Error{ErrorCode::Malformed, why, where}; };
    if (bytes.size() < kMagic.size() || bytes.substr(0, kMagic.size()) != kMagic)
        return malformed(say("Files", "this is no calibration file (.qcal)"));
    if (bytes.size() < kHeader)
        return malformed(say("Files", "the calibration file ends inside its header"));
    if (const auto version = valueAt<uint32_t>(bytes, 8); version != kVersion)
        return Error{
            ErrorCode::Unsupported,
            filled(say("Files", "the calibration file is of version %1; this program reads version %2"),
                   version, kVersion),
            where};
    const auto size = valueAt<uint64_t>(bytes, 12);
    const std::string_view packed = bytes.substr(kHeader);
    if (valueAt<uint64_t>(bytes, 20) != XXH3_64bits(packed.data(), packed.size()))
        return malformed(
            say("Files", "the calibration file is damaged: its checksum does not fit its contents"));
    if (size / kBestRatio > packed.size())
        return malformed(say("Files", "the calibration file claims more contents than it can hold"));
    std::string contents(size, '\0');
    uLongf unpacked = size;
    if (uncompress(reinterpret_cast<Bytef*>(contents.data()), &unpacked, reinterpret_cast<const Bytef*>(packed.data()),
                   packed.size()) != Z_OK
        || unpacked != size)
        return malformed(say("Files", "the calibration file cannot be unpacked"));
    ByteReader reader(contents);
    auto state = analysis::CalibrationState::read(reader);
    if (!state.ok())
        return malformed(filled(say("Files", "the calibration file %1"), state.error().message));
    return state;
}

Status writeCalibration(const analysis::CalibrationState& state, const std::string& path)
{
    return writeFileAtomically(path, calibrationToBytes(state));
}

Result<analysis::CalibrationState> readCalibration(const std::string& path)
{
    QS_ASSIGN(const std::string bytes, readFile(path));
    return calibrationFromBytes(bytes, path);
}

namespace {

Status checkModel(const analysis::CalibrationOrigin& origin, const Fingerprint& model, const std::string& where)
{
    if (origin.modelHash == model.sha256 && origin.modelBytes == model.bytes)
        return {};
    return Error{ErrorCode::InvalidArgument,
                 filled(say("Files", "the calibration was made with another model ('%1')"), origin.modelName),
                 where};
}

} // namespace

Status nameOrigin(analysis::CalibrationState& state, const std::string& modelPath, const std::string& dataName)
{
    QS_ASSIGN(const Fingerprint model, fingerprintOf(modelPath));
    if (!state.origin.modelHash.empty())
        return checkModel(state.origin, model, modelPath);
    state.origin.modelName = std::filesystem::path(modelPath).filename();
    state.origin.modelBytes = model.bytes;
    state.origin.modelHash = model.sha256;
    state.origin.dataName = dataName;
    return {};
}

Result<analysis::CalibrationState> readCalibrationOf(const std::string& path, const std::string& modelPath)
{
    QS_ASSIGN(auto state, readCalibration(path));
    QS_ASSIGN(const Fingerprint model, fingerprintOf(modelPath));
    QS_RETURN_IF_ERROR(checkModel(state.origin, model, path));
    return state;
}

Result<analysis::CalibrationState> readCalibrationOf(const std::string& path, const analysis::CalibrationOrigin& model)
{
    QS_ASSIGN(auto state, readCalibration(path));
    QS_RETURN_IF_ERROR(checkModel(state.origin, {model.modelBytes, model.modelHash}, path));
    return state;
}

bool isCalibrationFile(const std::string& path)
{
    char head[8] = {};
    std::ifstream file(path, std::ios::binary);
    return file.read(head, sizeof(head)) && std::string_view(head, sizeof(head)) == kMagic;
}

} // namespace qscope::io
