// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/aimet_encodings.h"

#include <cmath>

#include "core/base/text.h"
#include "core/io/quantized_tensors.h"
#include "core/io/strict_json.h"

namespace qscope::io {

namespace {

using quant::QuantParams;

/// real = scale * (q + offset), q from 0 to 2^bits - 1.
int64_t offsetOf(const QuantParams& params, size_t slice)
{
    const int64_t lowest = params.isSigned ? -(int64_t(1) << (params.bits - 1)) : 0;
    return lowest - params.zeroPoint[slice];
}

bool isSymmetric(const QuantParams& params)
{
    for (const int32_t zeroPoint : params.zeroPoint)
        if (zeroPoint != 0)
            return false;
    return params.isSigned;
}

Json sliceEncoding(const QuantParams& params, size_t slice)
{
    const int64_t offset = offsetOf(params, slice);
    const double scale = jsonNumber(params.scale[slice]).get<double>();
    const int64_t levels = int64_t(1) << params.bits;
    Json encoding;
    encoding["bitwidth"] = params.bits;
    encoding["dtype"] = "int";
    encoding["is_symmetric"] = isSymmetric(params) ? "True" : "False";
    encoding["max"] = scale * static_cast<double>(offset + levels - 1);
    encoding["min"] = scale * static_cast<double>(offset);
    encoding["offset"] = offset;
    encoding["scale"] = scale;
    return encoding;
}

/// Version 0.6.1: a list, one entry per channel.
Json listEncoding(const QuantParams& params)
{
    Json list = Json::array();
    for (size_t slice = 0; slice < params.slices(); ++slice)
        list.push_back(sliceEncoding(params, slice));
    return list;
}

/// Version 1.0.0: one object with vectors.
Json namedEncoding(const QuantizedTensor& tensor)
{
    const QuantParams& params = tensor.params;
    Json encoding;
    encoding["name"] = tensor.name;
    encoding["enc_type"] = params.perBlock() ? "PER_BLOCK" : params.perChannel() ? "PER_CHANNEL" : "PER_TENSOR";
    encoding["dtype"] = "INT";
    encoding["bw"] = params.bits;
    encoding["is_sym"] = isSymmetric(params);
    encoding["scale"] = Json::array();
    encoding["offset"] = Json::array();
    for (size_t slice = 0; slice < params.slices(); ++slice) {
        encoding["scale"].push_back(jsonNumber(params.scale[slice]));
        encoding["offset"].push_back(offsetOf(params, slice));
    }
    if (params.perBlock())
        encoding["block_size"] = params.blockSize;
    return encoding;
}

std::string schemeOf(const quant::QuantizerSpec& spec)
{
    switch (spec.calibrator) {
    case quant::Calibrator::Percentile: return "post_training_percentile";
    case quant::Calibrator::Max:
    case quant::Calibrator::MovingAverage:
    case quant::Calibrator::Manual: return "post_training_tf";
    default: return "post_training_tf_enhanced";
    }
}

Json quantizerArguments(const quant::Config& config)
{
    Json arguments;
    arguments["activation_bitwidth"] = config.activations.bits;
    arguments["dtype"] = "int";
    arguments["is_symmetric"] = config.weights.symmetric;
    arguments["param_bitwidth"] = config.weights.bits;
    arguments["per_channel_quantization"] = config.weights.granularity == quant::Granularity::PerChannel;
    arguments["quant_scheme"] = schemeOf(config.activations);
    return arguments;
}

Status checkForm(const QuantizedTensor& tensor, AimetVersion version)
{
    if (tensor.params.isUniform() && (version == AimetVersion::V100 || !tensor.params.perBlock()))
        return {};
    return Error{
        ErrorCode::Unsupported,
        filled(say("Files", "AIMET encodings have no words for the quantizer of tensor '%1'"), tensor.name),
        {}};
}

// ---- reading

/// Ranges from scales and offsets. A symmetric encoding has one code more below zero than above; the range of our
/// narrow form is given, which has the same scale.
void addSlice(ImportedTensor& tensor, double scale, double offset, int bits, bool symmetric)
{
    const double top = std::ldexp(1.0, bits) - 1 + offset;
    tensor.ranges.push_back(symmetric ? quant::Range{-scale * top, scale * top}
                                      : quant::Range{scale * offset, scale * top});
}

bool checkBits(JsonObject& object, std::string_view key, std::optional<int64_t> bits)
{
    if (bits && (*bits < 2 || *bits > 32))
        object.report(key, filled(say("Files", "%1 is no number of bits from 2 to 32"), *bits));
    return bits && *bits >= 2 && *bits <= 32;
}

bool readSlice(JsonObject& object, ImportedTensor& tensor)
{
    const std::string dtype = object.text("dtype").value_or("int");
    if (dtype == "float")
        return false;
    object.require("bitwidth");
    const auto bits = object.integer("bitwidth");
    object.require("is_symmetric");
    const auto symmetric = object.text("is_symmetric");
    object.require("scale");
    object.require("offset");
    const auto scale = object.number("scale");
    const auto offset = object.number("offset");
    if (!checkBits(object, "bitwidth", bits) || !symmetric || !scale || !offset)
        return false;
    if (!(*scale > 0))
        object.report("scale", say("Files", "must be above 0"));
    tensor.bits = static_cast<int>(*bits);
    tensor.symmetric = *symmetric == "True" || *symmetric == "true";
    addSlice(tensor, *scale, *offset, *tensor.bits, *tensor.symmetric);
    return true;
}

void readByName(const Json& section, const std::string& path, bool isWeight, JsonProblem& problem, ImportedRanges& found)
{
    for (const auto& [name, list] : section.items()) {
        const std::string here = path + "." + name;
        if (!list.is_array()) {
            problem.report(here, say("Files", "must be a list"));
            continue;
        }
        ImportedTensor tensor;
        tensor.name = name;
        tensor.isWeight = isWeight;
        for (size_t i = 0; i < list.size(); ++i) {
            JsonObject slice(list[i], here + "[" + std::to_string(i) + "]", problem);
            readSlice(slice, tensor);
        }
        if (!tensor.ranges.empty())
            found.tensors.push_back(std::move(tensor));
    }
}

void readNamed(const Json& section, const std::string& path, bool isWeight, JsonProblem& problem, ImportedRanges& found)
{
    for (size_t i = 0; i < section.size(); ++i) {
        JsonObject object(section[i], path + "[" + std::to_string(i) + "]", problem);
        ImportedTensor tensor;
        tensor.isWeight = isWeight;
        object.require("name");
        tensor.name = object.text("name").value_or("");
        if (object.text("dtype").value_or("INT") == "FLOAT")
            continue;
        for (const char* key : {"bw", "is_sym", "scale", "offset"})
            object.require(key);
        const auto bits = object.integer("bw");
        tensor.symmetric = object.boolean("is_sym");
        const auto scales = object.numbers("scale");
        const auto offsets = object.numbers("offset");
        if (!checkBits(object, "bw", bits) || !tensor.symmetric || !scales || !offsets)
            continue;
        if (scales->size() != offsets->size() || scales->empty())
            object.report("offset", say("Files", "must have as many numbers as scale"));
        tensor.bits = static_cast<int>(*bits);
        for (size_t s = 0; s < std::min(scales->size(), offsets->size()); ++s) {
            if (!((*scales)[s] > 0))
                object.report("scale", say("Files", "must be above 0"));
            addSlice(tensor, (*scales)[s], (*offsets)[s], *tensor.bits, *tensor.symmetric);
        }
        found.tensors.push_back(std::move(tensor));
    }
}

} // namespace

Result<std::string> aimetEncodings(const ReportInput& input, AimetVersion version)
{
    QS_ASSIGN(const auto tensors, quantizedTensors(input));
    const bool isNew = version == AimetVersion::V100;
    Json document;
    document["version"] = isNew ? "1.0.0" : "0.6.1";
    for (const char* key : {"activation_encodings", "param_encodings"})
        document[key] = isNew ? Json::array() : Json::object();
    for (const QuantizedTensor& tensor : tensors) {
        QS_RETURN_IF_ERROR(checkForm(tensor, version));
        Json& section = document[tensor.isWeight ? "param_encodings" : "activation_encodings"];
        if (isNew)
            section.push_back(namedEncoding(tensor));
        else
            section[tensor.name] = listEncoding(tensor.params);
    }
    document["quantizer_args"] = quantizerArguments(input.config);
    if (isNew) {
        document["excluded_layers"] = Json::array();
        for (const std::string& name : floatNodes(input))
            document["excluded_layers"].push_back(name);
    }
    return formatJson(document, isNew ? 2 : 3);
}

Result<ImportedRanges> readAimetEncodings(std::string_view text, const std::string& where)
{
    QS_ASSIGN(const Json json, parseJson(text, where));
    JsonProblem problem(where);
    JsonObject document(json, {}, problem);
    document.require("version");
    const std::string version = document.text("version").value_or("");
    QS_RETURN_IF_ERROR(problem.status());
    const bool isNew = version == "1.0.0";
    if (!isNew && version.rfind("0.", 0) != 0)
        return Error{
            ErrorCode::Unsupported,
            filled(say("Files", "version: \"%1\" is unknown, this program reads 0.x and 1.0.0"), version),
            where};
    ImportedRanges found;
    found.format = filled(say("Files", "AIMET encodings %1"), version);
    for (const char* key : {"activation_encodings", "param_encodings"}) {
        document.require(key);
        if (!document.has(key))
            continue;
        const Json& section = json[key];
        const bool isWeight = std::string_view(key) == "param_encodings";
        if (isNew ? !section.is_array() : !section.is_object())
            problem.report(key, isNew ? say("Files", "must be a list") : say("Files", "must be an object"));
        else if (isNew)
            readNamed(section, key, isWeight, problem, found);
        else
            readByName(section, key, isWeight, problem, found);
    }
    QS_RETURN_IF_ERROR(problem.status());
    return found;
}

} // namespace qscope::io
