// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/reader.h"

#include <filesystem>
#include <fstream>
#include <limits>

#include "core/onnx/functions.h"
#include "core/onnx/graph_builder.h"
#include "core/onnx/wire_model.h"

namespace qscope::onnxio {

namespace {

constexpr int64_t kOldestOpset = 1;
constexpr int64_t kNewestOpset = 22;

Status readOpsets(const ::onnx::ModelProto& proto, const std::string& path, Graph& graph)
{
    for (const auto& import : proto.opset_import()) {
        const std::string domain = import.domain() == "ai.onnx" ? "" : import.domain();
        graph.opsets[domain] = import.version();
    }
    const int64_t version = graph.opset();
    if (version == 0)
        return Error{ErrorCode::Malformed, "the model does not import the default ONNX operator set", path};
    if (version < kOldestOpset || version > kNewestOpset)
        return Error{ErrorCode::Unsupported, "opset " + std::to_string(version) + " is outside the supported "
                                                 + std::to_string(kOldestOpset) + " to "
                                                 + std::to_string(kNewestOpset), path};
    return {};
}

} // namespace

Result<Model> parseModel(std::string_view bytes, const std::string& path)
{
    if (bytes.empty())
        return Error{ErrorCode::Malformed, "the file is empty", path};
    if (bytes.size() > static_cast<size_t>(std::numeric_limits<int32_t>::max()))
        return Error{ErrorCode::Unsupported, "the file is above 2 GB; save the weights as external data", path};
    auto wire = std::make_shared<WireModel>();
    if (!wire->proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return Error{ErrorCode::Malformed, "this is no ONNX model, or it is truncated (protobuf cannot parse it)", path};
    if (!wire->proto.has_graph())
        return Error{ErrorCode::Malformed, "this is no ONNX model: it contains no graph", path};
    Model model;
    model.path = path;
    model.irVersion = wire->proto.ir_version();
    model.producer = wire->proto.producer_name();
    QS_RETURN_IF_ERROR(inlineFunctions(wire->proto, path));
    QS_RETURN_IF_ERROR(readOpsets(wire->proto, path, model.graph));
    QS_RETURN_IF_ERROR(buildGraph(wire->proto.graph(), path, model.graph));
    model.wire = std::move(wire);
    return model;
}

Result<Model> readModel(const std::string& path)
{
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
        return Error{ErrorCode::FileNotFound, "no such file", path};
    if (!std::filesystem::is_regular_file(path, ec))
        return Error{ErrorCode::FileUnreadable, "this is not a regular file", path};
    std::ifstream file(path, std::ios::binary);
    const auto size = std::filesystem::file_size(path, ec);
    if (!file || ec)
        return Error{ErrorCode::FileUnreadable, "the file cannot be read", path};
    std::string bytes(size, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    if (static_cast<uintmax_t>(file.gcount()) != size)
        return Error{ErrorCode::FileUnreadable, "the file cannot be read to its end", path};
    return parseModel(bytes, path);
}

} // namespace qscope::onnxio
