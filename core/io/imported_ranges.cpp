// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/imported_ranges.h"

#include <bit>
#include <charconv>
#include <cmath>

#include "core/base/text.h"
#include "core/io/aimet_encodings.h"
#include "core/io/atomic_file.h"
#include "core/io/strict_json.h"

namespace qscope::io {

namespace {

constexpr int64_t LargestFile = int64_t(256) << 20;

Error badLine(const std::string& where, size_t line, const std::string& what)
{
    return {ErrorCode::Malformed, filled(say("Files", "line %1: %2"), line, what), where};
}

/// Calls `read(line, number)` for every line that is not empty, counted from 1.
template <class Read>
Status forEachLine(std::string_view text, Read read)
{
    for (size_t number = 1; !text.empty(); ++number) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
            line.remove_suffix(1);
        if (!line.empty())
            QS_RETURN_IF_ERROR(read(line, number));
    }
    return {};
}

ImportedTensor symmetricTensor(std::string_view name, double limit)
{
    ImportedTensor tensor;
    tensor.name = name;
    tensor.symmetric = true;
    tensor.ranges.push_back({-limit, limit});
    return tensor;
}

// ---- ONNX Runtime

/// A number, a list of them, or the same inside {"CLS": "numpy.array", "data": ...}.
std::vector<double> numbersOf(const Json& value, const std::string& path, JsonProblem& problem)
{
    const Json& data = value.is_object() && value.contains("data") ? value["data"] : value;
    std::vector<double> numbers;
    bool good = data.is_number() || data.is_array();
    if (data.is_number())
        numbers.push_back(data.get<double>());
    for (size_t i = 0; data.is_array() && i < data.size(); ++i) {
        good = good && data[i].is_number();
        if (good)
            numbers.push_back(data[i].get<double>());
    }
    for (const double number : numbers)
        good = good && std::isfinite(number);
    if (!good || numbers.empty())
        problem.report(path, say("Files", "must be a number or a list of numbers"));
    return numbers;
}

void readTensorData(const std::string& name, const Json& value, const std::string& path, JsonProblem& problem,
                    ImportedRanges& found)
{
    std::vector<double> lowest, highest;
    if (value.is_array() && value.size() == 2) {
        lowest = numbersOf(value[0], path + "[0]", problem);
        highest = numbersOf(value[1], path + "[1]", problem);
    } else if (value.is_object()) {
        JsonObject object(value, path, problem);
        object.require("lowest");
        object.require("highest");
        if (!object.has("lowest") || !object.has("highest"))
            return;
        lowest = numbersOf(value["lowest"], path + ".lowest", problem);
        highest = numbersOf(value["highest"], path + ".highest", problem);
    } else {
        problem.report(path, say("Files", "must be an object with lowest and highest, or a pair of numbers"));
    }
    if (lowest.size() != highest.size())
        problem.report(
            path, filled(say("Files", "has %1 lowest and %2 highest values"), lowest.size(), highest.size()));
    ImportedTensor tensor;
    tensor.name = name;
    for (size_t i = 0; i < std::min(lowest.size(), highest.size()); ++i) {
        if (lowest[i] > highest[i])
            problem.report(path, say("Files", "the lowest value is above the highest"));
        tensor.ranges.push_back({lowest[i], highest[i]});
    }
    found.tensors.push_back(std::move(tensor));
}

bool looksLikeJson(std::string_view text)
{
    const size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return first != std::string_view::npos && text[first] == '{';
}

} // namespace

Result<ImportedRanges> readOrtCalibrationJson(std::string_view text, const std::string& where)
{
    QS_ASSIGN(const Json json, parseJson(text, where));
    JsonProblem problem(where);
    JsonObject document(json, {}, problem);
    QS_RETURN_IF_ERROR(problem.status());
    const bool isWrapped = document.has("data") && document.has("CLS");
    const Json& tensors = isWrapped ? json["data"] : json;
    if (!tensors.is_object())
        problem.report("data", say("Files", "must be an object"));
    ImportedRanges found;
    found.format = say("Files", "ONNX Runtime calibration");
    if (tensors.is_object())
        for (const auto& [name, value] : tensors.items())
            readTensorData(name, value, isWrapped ? "data." + name : name, problem, found);
    QS_RETURN_IF_ERROR(problem.status());
    return found;
}

Result<ImportedRanges> readOrtCalibrationCache(std::string_view text, const std::string& where)
{
    ImportedRanges found;
    found.format = say("Files", "ONNX Runtime calibration cache");
    QS_RETURN_IF_ERROR(forEachLine(text, [&](std::string_view line, size_t number) -> Status {
        const size_t space = line.rfind(' ');
        double value = 0;
        const char* end = line.data() + line.size();
        const char* begin = space == std::string_view::npos ? end : line.data() + space + 1;
        const auto [rest, ec] = std::from_chars(begin, end, value);
        if (begin == end || space == 0 || ec != std::errc() || rest != end || !std::isfinite(value))
            return badLine(where, number, say("Files", "must be a tensor's name and a number"));
        found.tensors.push_back(symmetricTensor(line.substr(0, space), std::fabs(value)));
        return {};
    }));
    found.warnings.push_back(
        say("Files", "the cache holds the larger of the lowest and the highest value, not the larger "
                     "size: where a tensor reached further below zero, its range is too narrow"));
    return found;
}

Result<ImportedRanges> readTensorRtCache(std::string_view text, const std::string& where)
{
    constexpr double Steps = 127;
    constexpr size_t HexDigits = 8;
    ImportedRanges found;
    found.format = say("Files", "TensorRT calibration cache");
    bool isHeader = true;
    QS_RETURN_IF_ERROR(forEachLine(text, [&](std::string_view line, size_t number) -> Status {
        if (isHeader) {
            isHeader = false;
            return line.rfind("TRT-", 0) == 0 ? Status()
                                              : badLine(where, number, say("Files", "must begin with TRT-"));
        }
        const size_t colon = line.rfind(": ");
        const std::string_view digits = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 2);
        uint32_t bits = 0;
        const auto [rest, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), bits, 16);
        const float scale = std::bit_cast<float>(bits);
        if (colon == 0 || digits.size() != HexDigits || ec != std::errc() || rest != digits.data() + digits.size())
            return badLine(where, number,
                           say("Files", "must be a tensor's name, a colon and 8 hexadecimal digits"));
        if (!std::isfinite(scale) || !(scale >= 0))
            return badLine(
                where, number,
                filled(say("Files", "the scale of '%1' is no positive number"), line.substr(0, colon)));
        ImportedTensor tensor = symmetricTensor(line.substr(0, colon), Steps * static_cast<double>(scale));
        tensor.bits = 8;
        found.tensors.push_back(std::move(tensor));
        return {};
    }));
    return found;
}

Result<ImportedRanges> readRanges(const std::string& path)
{
    const bool isModel = path.size() > 5 && path.substr(path.size() - 5) == ".onnx";
    Result<ImportedRanges> found = Error{ErrorCode::InvalidArgument, "", path};
    if (isModel) {
        found = readQdqModel(path);
    } else {
        QS_ASSIGN(const std::string text, readFile(path, LargestFile));
        if (looksLikeJson(text))
            found = text.find("\"activation_encodings\"") != std::string::npos ? readAimetEncodings(text, path)
                                                                               : readOrtCalibrationJson(text, path);
        else
            found = text.rfind("TRT-", 0) == 0 ? readTensorRtCache(text, path) : readOrtCalibrationCache(text, path);
    }
    if (found.ok() && found->tensors.empty())
        return Error{ErrorCode::InvalidArgument, say("Files", "holds no ranges of tensors"), path};
    return found;
}

} // namespace qscope::io
