// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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

/// The same of a file with these bytes.
Fingerprint fingerprintOfBytes(std::string_view bytes);

/// A model that a method has made of the session's model. It lies in a file of its own, so that it is opened again, bit for
/// bit, without the plugin and the time the method took.
struct RewrittenModel {
    std::string path; ///< an ONNX file
    Fingerprint file; ///< when the session was saved
    std::string method;                          ///< name of the plugin
    std::string title;                           ///< of it, for people
    std::map<std::string, std::string> settings; ///< how it was set, as people type it
    /// The session's config and calibration are those of this model; otherwise of the one it was made of.
    bool isCurrent = true;
    quant::Config otherConfig;        ///< of the one that is not current
    std::string otherCalibrationPath; ///< likewise; empty: none
};

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
    std::optional<RewrittenModel> rewritten; ///< beside the model of `modelPath`; none: no method rewrote it
    analysis::History history; ///< what was evaluated before
    std::string windowState;           ///< base64, what the window made of its docks
    std::string selectedLayer;         ///< name of a layer; empty: none
    std::vector<std::string> warnings; ///< after reading: what changed on the disk since; never written
};

/// Writes a `.qsession` file (JSON; version 1, or 2 where there is a rewritten model), beside the target first. Paths below the session file's
/// folder are written relative to it, so that the folder can be moved.
/// **Errors** FileUnwritable.
Status writeSession(const SessionFile& session, const std::string& path);

/// **Errors** FileNotFound, FileUnreadable; Malformed, InvalidArgument (naming the key path); FileNotFound
/// when the model is not where the session says. A model that is not the one saved, and missing data,
/// labels or calibration, are warnings. So is a rewritten model that is missing or another one: the session is then that
/// of the model before the method.
Result<SessionFile> readSession(const std::string& path);

} // namespace qscope::io
