// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/onnx/reader.h"

#include <filesystem>
#include <limits>

#include <fcntl.h>
#include <unistd.h>

#include <google/protobuf/io/zero_copy_stream_impl.h>

#include "core/base/text.h"
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
        return Error{ErrorCode::Malformed,
                     say("Model", "the model does not import the default ONNX operator set"), path};
    if (version < kOldestOpset || version > kNewestOpset)
        return Error{ErrorCode::Unsupported,
                     filled(say("Model", "opset %1 is outside the supported %2 to %3"), version, kOldestOpset,
                            kNewestOpset),
                     path};
    return {};
}

Result<Model> modelOf(std::shared_ptr<WireModel> wire, const std::string& path)
{
    if (!wire->proto.has_graph())
        return Error{ErrorCode::Malformed, say("Model", "this is no ONNX model: it contains no graph"), path};
    Model model;
    model.path = path;
    model.irVersion = wire->proto.ir_version();
    model.producer = wire->proto.producer_name();
    QS_RETURN_IF_ERROR(inlineFunctions(wire->proto, path));
    QS_RETURN_IF_ERROR(readOpsets(wire->proto, path, model.graph));
    model.wire = std::move(wire); // from here on nobody changes the message: the constants lie in it
    QS_RETURN_IF_ERROR(buildGraph(model.wire->proto.graph(), model.wire, path, model.graph));
    return model;
}

Status checkSize(uintmax_t bytes, const std::string& path)
{
    if (bytes == 0)
        return Error{ErrorCode::Malformed, say("Model", "the file is empty"), path};
    if (bytes > static_cast<uintmax_t>(std::numeric_limits<int32_t>::max()))
        return Error{ErrorCode::Unsupported,
                     say("Model", "the file is above 2 GB; save the weights as external data"), path};
    return {};
}

Error notParsed(const std::string& path)
{
    return {ErrorCode::Malformed,
            say("Model",
                "this is no ONNX model, or it is truncated, or its subgraphs are nested too deeply (protobuf "
                "cannot parse it)"),
            path};
}

struct Descriptor {
    int fd = -1;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

} // namespace

Result<Model> parseModel(std::string_view bytes, const std::string& path)
{
    QS_RETURN_IF_ERROR(checkSize(bytes.size(), path));
    auto wire = std::make_shared<WireModel>();
    if (!wire->proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return notParsed(path);
    return modelOf(std::move(wire), path);
}

Result<Model> readModel(const std::string& path)
{
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
        return Error{ErrorCode::FileNotFound, say("Model", "no such file"), path};
    if (!std::filesystem::is_regular_file(path, ec))
        return Error{ErrorCode::FileUnreadable, say("Model", "this is not a regular file"), path};
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    const auto size = std::filesystem::file_size(path, ec);
    if (file.fd < 0 || ec)
        return Error{ErrorCode::FileUnreadable, say("Model", "the file cannot be read"), path};
    QS_RETURN_IF_ERROR(checkSize(size, path));
    // Piece by piece, so that the file and the message are never in memory together.
    auto wire = std::make_shared<WireModel>();
    google::protobuf::io::FileInputStream stream(file.fd, 1 << 20);
    const bool parsed = wire->proto.ParseFromZeroCopyStream(&stream);
    if (stream.GetErrno() != 0 || (parsed && static_cast<uintmax_t>(stream.ByteCount()) != size))
        return Error{ErrorCode::FileUnreadable, say("Model", "the file cannot be read to its end"), path};
    return parsed ? modelOf(std::move(wire), path) : notParsed(path);
}

} // namespace qscope::onnxio
