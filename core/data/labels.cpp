// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>

#include "core/base/text.h"
#include "core/data/byte_source.h"
#include "core/data/dataset.h"
#include "core/data/input_match.h"
#include "core/data/npy.h"
#include "core/data/npy_format.h"
#include "core/data/readers.h"

namespace qscope::data {

namespace {

using Labels = std::vector<int64_t>;

Error badLabels(std::string message, const std::string& where)
{
    return {ErrorCode::Malformed, std::move(message), where};
}

/// [N] or [N, 1] of non-negative whole numbers.
Result<Labels> labelsOf(const Tensor& tensor, const std::string& where)
{
    const bool column = tensor.rank() == 2 && tensor.dim(1) == 1;
    if (tensor.rank() != 1 && !column)
        return Error{ErrorCode::ShapeMismatch,
                     filled(say("Data", "holds an array of the shape %1; labels are one number per sample"),
                            shapeText(tensor.shape())),
                     where};
    const std::vector<double> values = toDoubles(tensor);
    Labels labels;
    for (size_t i = 0; i < values.size(); ++i) {
        if (!(values[i] >= 0 && values[i] < 0x1p53) || values[i] != std::floor(values[i]))
            return badLabels(filled(say("Data", "label #%1 is %2, which is no non-negative integer"), i,
                                    std::to_string(values[i])),
                             where);
        labels.push_back(static_cast<int64_t>(values[i]));
    }
    return labels;
}

Result<Labels> labelsOfNpz(const std::string& path)
{
    QS_ASSIGN(const ZipArchive archive, ZipArchive::open(path));
    std::vector<std::string> names;
    size_t chosen = 0;
    bool found = false;
    for (size_t i = 0; i < archive.names().size(); ++i) {
        const std::string name(arrayName(archive.names()[i]));
        if (name.empty())
            continue;
        names.push_back(name);
        if (names.size() == 1 || name == "labels")
            chosen = i;
        found = found || name == "labels";
    }
    if (names.empty() || (names.size() > 1 && !found))
        return Error{
            ErrorCode::InvalidArgument,
            filled(say("Data", "holds the arrays %1; labels are read from a single one or from 'labels'"),
                   quotedList(names)),
            path};
    QS_ASSIGN(auto member, archive.member(chosen));
    QS_ASSIGN(ArrayStream stream, ArrayStream::openNpy(std::move(member), ArrayStream::Behind::Nothing));
    QS_ASSIGN(const Tensor tensor, stream.readAll());
    return labelsOf(tensor, path);
}

struct Line {
    std::string_view name; ///< empty: a label alone
    int64_t label = 0;
};

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view Space = " \t\r";
    const size_t first = text.find_first_not_of(Space);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(Space) - first + 1);
}

Result<std::vector<Line>> parseLines(std::string_view text, const std::string& where)
{
    constexpr std::string_view ByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(ByteOrderMark))
        text.remove_prefix(ByteOrderMark.size());
    std::vector<Line> lines;
    for (size_t number = 1; !text.empty(); ++number) {
        const size_t end = text.find('\n');
        const std::string_view content = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (content.empty())
            continue;
        const size_t gap = content.find_last_of(" \t");
        const std::string_view digits = gap == std::string_view::npos ? content : content.substr(gap + 1);
        Line line;
        line.name = gap == std::string_view::npos ? std::string_view() : trimmed(content.substr(0, gap));
        const auto [last, code] = std::from_chars(digits.data(), digits.data() + digits.size(), line.label);
        if (code != std::errc() || last != digits.data() + digits.size() || line.label < 0)
            return badLabels(
                filled(say("Data", "line %1: '%2' is no non-negative integer"), number, digits.substr(0, 40)),
                where);
        if (!lines.empty() && lines.front().name.empty() != line.name.empty())
            return badLabels(
                filled(say("Data",
                           "line %1 is not like the first one: either every line is 'name label' or every "
                           "line is a label"),
                       number),
                where);
        lines.push_back(line);
    }
    if (lines.empty())
        return badLabels(say("Data", "holds no labels"), where);
    return lines;
}

/// The label of each sample, by its name or the last part of its path.
Result<Labels> selectByName(const std::vector<Line>& lines, const Dataset& dataset, const std::string& where)
{
    std::map<std::string_view, int64_t> byName;
    for (const Line& line : lines) {
        const auto [entry, isNew] = byName.emplace(line.name, line.label);
        if (!isNew && entry->second != line.label)
            return badLabels(filled(say("Data", "gives '%1' two different labels"), line.name), where);
    }
    Labels labels;
    for (int64_t i = 0; i < dataset.size(); ++i) {
        const std::string name = dataset.sampleName(i);
        auto found = byName.find(name);
        if (found == byName.end())
            found = byName.find(std::string_view(name).substr(name.find_last_of('/') + 1));
        if (found == byName.end())
            return Error{ErrorCode::InvalidArgument, filled(say("Data", "has no label for '%1'"), name),
                         where};
        labels.push_back(found->second);
    }
    return labels;
}

/// One label per sample of the dataset; those after its limit are dropped.
Result<Labels> fitted(Labels labels, const Dataset* dataset, const std::string& where)
{
    if (!dataset)
        return labels;
    const auto count = static_cast<int64_t>(labels.size());
    if (count != dataset->totalSize() && count != dataset->size())
        return Error{
            ErrorCode::ShapeMismatch,
            filled(say("Data", "holds %1 labels, but the data has %2 samples"), count, dataset->totalSize()),
            where};
    labels.resize(static_cast<size_t>(dataset->size()));
    return labels;
}

Result<Labels> labelsOfText(const std::string& path, const Dataset* dataset)
{
    QS_ASSIGN(const std::vector<std::byte> bytes, readFile(path, uint64_t(1) << 28));
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    QS_ASSIGN(const std::vector<Line> lines, parseLines(text, path));
    if (dataset && !lines.front().name.empty())
        return selectByName(lines, *dataset, path);
    Labels labels;
    for (const Line& line : lines)
        labels.push_back(line.label);
    return fitted(std::move(labels), dataset, path);
}

Result<Tensor> readNpyFile(const std::string& path)
{
    QS_ASSIGN(auto file, openFile(path));
    QS_ASSIGN(ArrayStream stream, ArrayStream::openNpy(std::move(file)));
    return stream.readAll();
}

Result<Tensor> readIdxFile(const std::string& path)
{
    QS_ASSIGN(ArrayStream stream, openIdx(path));
    return stream.readAll();
}

} // namespace

Result<std::vector<int64_t>> readLabels(const std::string& path, const Dataset* dataset)
{
    QS_ASSIGN(const Kind kind, detectKind(path));
    switch (kind) {
    case Kind::Npz: {
        QS_ASSIGN(Labels labels, labelsOfNpz(path));
        return fitted(std::move(labels), dataset, path);
    }
    case Kind::Npy:
    case Kind::Idx: {
        QS_ASSIGN(const Tensor tensor, kind == Kind::Npy ? readNpyFile(path) : readIdxFile(path));
        QS_ASSIGN(Labels labels, labelsOf(tensor, path));
        return fitted(std::move(labels), dataset, path);
    }
    case Kind::Unknown:
        if (!std::filesystem::is_directory(path))
            return labelsOfText(path, dataset);
        break;
    case Kind::Empty: return badLabels(say("Data", "the file is empty"), path);
    default: break;
    }
    return Error{ErrorCode::Unsupported, say("Data", "is no file of labels: .npy, .npz, text or IDX (.gz)"),
                 path};
}

} // namespace qscope::data
