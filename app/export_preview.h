// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/onnx/operator_counts.h"

namespace qscope::app {

/// What an export would write.
struct ExportPreview {
    qint64 bytes = 0;                                ///< of the file
    std::vector<onnxio::OperatorChange> operators{}; ///< of a model, against the one that is open
    QString text{};                                  ///< of another file: its beginning, or its headings
    bool isCut = false;                              ///< there is more text than that
};

/// Looks at a file that was written: an ONNX model, which is compared with `before`, a web page or text.
/// **Errors** FileUnreadable; those of onnxio::readModel.
Result<ExportPreview> previewOf(const QString& path, const onnxio::Model& before);

} // namespace qscope::app
