// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/history.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/quant/config.h"

namespace qscope::io {

/// How a file is recognised again.
struct Fingerprint {
    int64_t bytes = 0;
    /// SHA-256 of the file; above 16 MiB of its first and last 8 MiB, so that it takes no noticeable time.
    std::string sha256;
    bool operator==(const Fingerprint&) const = default;
};

/// **Errors** FileNotFound, FileUnreadable.
Result<Fingerprint> fingerprintOf(const std::string& path);

/// What a person was working on: enough to get the same figures again. Statistics are in the calibration file it names;
/// without one they are measured again.
struct SessionFile {
    std::string modelPath;            ///< as the file system wants it, absolute after reading
    std::optional<Fingerprint> model; ///< of the model when the session was saved
    std::string dataPath;             ///< empty: none chosen yet
    data::ImageOptions image;
    std::string labelsPath; ///< empty: none
    std::optional<int64_t> sampleLimit;
    std::string calibrationPath; ///< a .qcal file; empty: none
    quant::Config config;
    analysis::History history; ///< what was evaluated before
    std::string windowState;           ///< base64, what the window made of its docks
    std::string selectedLayer;         ///< name of a layer; empty: none
    std::vector<std::string> warnings; ///< after reading: what changed on the disk since; never written
};

/// Writes a `.qsession` file (JSON, version 1), beside the target first. Paths below the session file's
/// folder are written relative to it, so that the folder can be moved.
/// **Errors** FileUnwritable.
Status writeSession(const SessionFile& session, const std::string& path);

/// **Errors** FileNotFound, FileUnreadable; Malformed, InvalidArgument (naming the key path); FileNotFound
/// when the model is not where the session says. A model that is not the one saved, and missing data,
/// labels or calibration, are warnings.
Result<SessionFile> readSession(const std::string& path);

} // namespace qscope::io
