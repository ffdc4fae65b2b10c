// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace qscope::app {

/// What a path given by drop, argument or dialog means to the program.
enum class FileKind {
    Unknown,
    Model,        ///< .onnx
    Data,         ///< .npz, .npy, IDX, a folder of test_data_set_*
    ImageFolder,  ///< a folder with PNG or JPEG files in it or one level below
    Labels,       ///< .txt, or a .npy, .npz or IDX file with "labels" in its name
    Session,      ///< .qsession
    Config,       ///< .json
    Calibration,  ///< .qcal
};

/// Decided by name, and for folders by a look at what is inside.
FileKind fileKind(const QString& path);

/// "digits_labels.npy" beside "digits.npz", if there is one; empty otherwise.
QString labelsBeside(const QString& dataPath);

} // namespace qscope::app
