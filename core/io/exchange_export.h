// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/io/report_input.h"

namespace qscope::io {

/// Files other tools read. Qdq is the odd one out: it is made by exportQdqFile.
enum class ExchangeFormat { Qdq, Aimet061, Aimet100, OrtOverrides, Nncf, ModelExplorer, Csv, PlainJson };

/// What Model Explorer shows per node.
enum class NodeFigure {
    Sqnr,         ///< of the output with only this layer quantized, dB; needs ReportInput::only
    Mse,          ///< the same as mean squared error; needs ReportInput::only
    Range,        ///< largest size of the layer's first activation input
    ChannelRatio, ///< widest of its channels over the median one
};

struct FormatEntry {
    ExchangeFormat format;
    std::string_view name;        ///< "aimet-0.6.1"
    std::string_view ending;      ///< of a file name: "_aimet_0.6.1.encodings"
    std::string_view description; ///< one sentence
};
std::span<const FormatEntry> exchangeFormats();
std::optional<ExchangeFormat> exchangeFormatFromName(std::string_view name);

std::string_view nodeFigureName(NodeFigure figure); ///< "sqnr", "mse", "range", "channel-ratio"
std::optional<NodeFigure> nodeFigureFromName(std::string_view name);

/// The text of such a file.
/// - Aimet: `.encodings`; real = scale * (q + offset) with q from 0 to 2^bits - 1, so offset = -zero point of unsigned
///   codes. Layers in floating point are listed as excluded (1.0.0) or have no entries (0.6.1).
/// - OrtOverrides: an object of TensorQuantOverrides and nodes_to_exclude, the options of ONNX Runtime's quantizer.
/// - Nncf: the arguments of an IgnoredScope.
/// - ModelExplorer: node data of one graph, by node name.
/// - Csv: the table of layers; Json: the quantizers of every layer.
/// **Errors** InvalidArgument: a tensor with two quantizers, a figure that was not measured; Unsupported: a quantizer
/// the format has no words for, naming the tensor.
Result<std::string> exchangeText(ExchangeFormat format, const ReportInput& input, NodeFigure figure = NodeFigure::Sqnr);

} // namespace qscope::io
