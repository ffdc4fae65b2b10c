// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/analysis/calibration_state.h"
#include "core/base/result.h"

namespace qscope::io {

/// A `.qcal` file: everything calibration passes have learned, to be opened again, continued, merged and asked for ranges
/// without the model.
///
/// 8 bytes "QCAL\r\n\x1a\n"; version (4 bytes); bytes of the contents (8); XXH3 of what follows, 64 bits (8); the
/// contents of CalibrationState::write, deflated (zlib). All numbers little-endian. Equal states give equal files.
/// **Size** about 1 to 3 kB per tensor.
std::string calibrationToBytes(const analysis::CalibrationState& state);

/// **Errors** Malformed (no such file, a damaged one), Unsupported (a later version), naming `where`.
Result<analysis::CalibrationState> calibrationFromBytes(std::string_view bytes, const std::string& where);

/// Writes beside, then renames: a crash leaves what was there before. **Errors** FileUnwritable.
Status writeCalibration(const analysis::CalibrationState& state, const std::string& path);
/// **Errors** FileNotFound, FileUnreadable, and those of calibrationFromBytes.
Result<analysis::CalibrationState> readCalibration(const std::string& path);

/// Fills in the model's name and hash and the data's name. **Errors** of fingerprintOf; InvalidArgument: the state was
/// made with another model.
Status nameOrigin(analysis::CalibrationState& state, const std::string& modelPath, const std::string& dataName);

/// readCalibration, and InvalidArgument when it was made with another model.
Result<analysis::CalibrationState> readCalibrationOf(const std::string& path, const std::string& modelPath);

/// The same for a model that is no file.
Result<analysis::CalibrationState> readCalibrationOf(const std::string& path, const analysis::CalibrationOrigin& model);

/// Whether the file begins as a `.qcal` file does.
bool isCalibrationFile(const std::string& path);

} // namespace qscope::io
