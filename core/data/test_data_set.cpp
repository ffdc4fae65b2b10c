// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>

#include "core/base/text.h"
#include "core/data/byte_source.h"
#include "core/data/input_match.h"
#include "core/data/readers.h"
#include "core/onnx/tensor_proto.h"

namespace qscope::data {

namespace fs = std::filesystem;

namespace {

/// K of "input_K.pb", or -1.
int inputNumber(const std::string& name)
{
    constexpr std::string_view Start = "input_", End = ".pb";
    if (!name.starts_with(Start) || !name.ends_with(End) || name.size() <= Start.size() + End.size())
        return -1;
    int number = -1;
    const char* last = name.data() + name.size() - End.size();
    const auto [end, code] = std::from_chars(name.data() + Start.size(), last, number);
    return code == std::errc() && end == last ? number : -1;
}

/// "test_data_set_2" before "test_data_set_10".
bool naturalLess(const std::string& a, const std::string& b)
{
    const auto key = [](const std::string& s) {
        size_t digits = s.size();
        while (digits > 0 && s[digits - 1] >= '0' && s[digits - 1] <= '9')
            --digits;
        int64_t number = -1;
        std::from_chars(s.data() + digits, s.data() + s.size(), number);
        return std::pair(s.substr(0, digits), number);
    };
    return std::pair(key(a), a) < std::pair(key(b), b);
}

/// Paths of the inputs of a set, by number; empty when it is none.
std::vector<std::pair<int, std::string>> inputFiles(const fs::path& folder)
{
    std::vector<std::pair<int, std::string>> files;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (const int number = inputNumber(it->path().filename().string()); number >= 0)
            files.emplace_back(number, it->path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> setFolders(const fs::path& folder)
{
    if (!inputFiles(folder).empty())
        return {folder};
    std::vector<std::string> names;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (it->is_directory(code) && !inputFiles(it->path()).empty())
            names.push_back(it->path().filename().string());
    std::sort(names.begin(), names.end(), naturalLess);
    std::vector<fs::path> folders;
    for (const std::string& name : names)
        folders.push_back(folder / name);
    return folders;
}

struct LoadedInput {
    ArrayInfo info;
    Tensor tensor;
};

/// The tensors of one set in the order of the inputs: by their names when every input has one of its name,
/// else input_K.pb for the K-th input.
Result<std::vector<LoadedInput>> loadSet(const fs::path& folder, const std::vector<InputSpec>& inputs)
{
    std::vector<NamedTensor> tensors;
    std::vector<std::string> paths;
    std::vector<int> numbers;
    for (const auto& [number, path] : inputFiles(folder)) {
        QS_ASSIGN(const std::vector<std::byte> bytes, readFile(path));
        QS_ASSIGN(NamedTensor tensor, onnxio::parseTensorProto(bytes, path));
        tensors.push_back(std::move(tensor));
        paths.push_back(path);
        numbers.push_back(number);
    }
    std::vector<size_t> order;
    for (const InputSpec& input : inputs) {
        const auto named = std::find_if(tensors.begin(), tensors.end(),
                                        [&](const NamedTensor& tensor) { return tensor.name == input.name; });
        if (named != tensors.end())
            order.push_back(static_cast<size_t>(named - tensors.begin()));
    }
    if (order.size() != inputs.size()) {
        order.clear();
        for (size_t i = 0; i < inputs.size(); ++i) {
            const auto numbered = std::find(numbers.begin(), numbers.end(), static_cast<int>(i));
            if (numbered == numbers.end())
                return Error{
                    ErrorCode::InvalidArgument,
                    filled(say("Data", "has no input_%1.pb for the model's input '%2'"), i, inputs[i].name),
                    folder.string()};
            order.push_back(static_cast<size_t>(numbered - numbers.begin()));
        }
    }
    std::vector<LoadedInput> loaded;
    for (const size_t k : order) {
        const Tensor& tensor = tensors[k].tensor;
        const std::string file = fs::path(paths[k]).filename().string();
        loaded.push_back({{file, tensor.type(), tensor.shape(), paths[k]}, tensor});
    }
    return loaded;
}

/// One folder, its samples being [first, first + extent.samples) of the whole.
struct DataSetFolder {
    fs::path path;
    int64_t first = 0;
    int64_t samples = 0;
};

/// Folders one after the other; the tensors of one of them are in memory at a time.
class TestDataSets final : public Dataset {
public:
    TestDataSets(fs::path path, std::vector<InputSpec> inputs)
        : m_path(std::move(path)), m_inputs(std::move(inputs))
    {
    }

    Status open(const std::vector<fs::path>& folders, const OpenOptions& options);
    int64_t size() const override { return m_size; }
    int64_t totalSize() const override { return m_total; }
    bool shapesVary() const override { return m_shapesVary; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override;
    std::string description() const override
    {
        return filled(say("Data", "%1: %2 samples in %3 test data set(s)"), m_path.filename().string(),
                      m_size, m_sets.size());
    }
    std::string sampleName(int64_t index) const override;

private:
    size_t setOf(int64_t sample) const;
    Status load(size_t set);
    Status addSet(const fs::path& folder);
    Status compareWithFirst(const std::vector<LoadedInput>& loaded, const Extent& extent, const fs::path& folder);

    fs::path m_path;
    std::vector<InputSpec> m_inputs;
    std::vector<DataSetFolder> m_sets;
    std::vector<LoadedInput>
        m_firstSet; ///< shared inputs keep their tensors, of the others only the info is used
    std::vector<bool> m_shared;
    std::vector<Tensor> m_loaded; ///< of m_loadedSet, converted to the types of the inputs
    size_t m_loadedSet = static_cast<size_t>(-1);
    bool m_shapesVary = false;
    int64_t m_total = 0;
    int64_t m_size = 0;
};

bool sameBits(const Tensor& a, const Tensor& b)
{
    return a.type() == b.type() && a.shape() == b.shape()
           && std::memcmp(a.rawData(), b.rawData(), a.bytes()) == 0;
}

/// Extents other than the number of samples may differ where the model leaves them open, which was checked.
Status TestDataSets::compareWithFirst(const std::vector<LoadedInput>& loaded, const Extent& extent,
                                      const fs::path& folder)
{
    const bool anyOwn = std::find(extent.shared.begin(), extent.shared.end(), false) != extent.shared.end();
    for (size_t i = 0; i < loaded.size(); ++i) {
        const LoadedInput& first = m_firstSet[i];
        Shape shape = loaded[i].info.shape;
        Shape firstShape = first.info.shape;
        if (!extent.shared[i] && !shape.empty() && !firstShape.empty())
            shape[0] = firstShape[0] = 0;
        const bool sameKind = shape.size() == firstShape.size() && extent.shared[i] == m_shared[i];
        if (sameKind && !extent.shared[i])
            m_shapesVary = m_shapesVary || shape != firstShape;
        else if (!sameKind || shape != firstShape)
            return Error{
                ErrorCode::ShapeMismatch,
                filled(say("Data",
                           "array '%1' has the shape %2, but in '%3' it has %4: open one of the folders"),
                       loaded[i].info.name, shapeText(loaded[i].info.shape),
                       m_sets[0].path.filename().string(), shapeText(first.info.shape)),
                folder.string()};
        if (extent.shared[i] && (!anyOwn || !sameBits(loaded[i].tensor, first.tensor)))
            return Error{
                ErrorCode::Unsupported,
                filled(say("Data",
                           "the input '%1' has no axis of samples and differs from folder to folder: open "
                           "one of the folders"),
                       m_inputs[i].name),
                folder.string()};
    }
    return {};
}

Status TestDataSets::addSet(const fs::path& folder)
{
    QS_ASSIGN(std::vector<LoadedInput> loaded, loadSet(folder, m_inputs));
    std::vector<ArrayInfo> infos;
    for (size_t i = 0; i < loaded.size(); ++i) {
        QS_RETURN_IF_ERROR(checkArray(loaded[i].info, m_inputs[i]));
        infos.push_back(loaded[i].info);
    }
    QS_ASSIGN(const Extent extent, commonExtent(infos, m_inputs));
    if (m_sets.empty()) {
        m_shared = extent.shared;
        for (size_t i = 0; i < loaded.size(); ++i)
            if (!extent.shared[i])
                loaded[i].tensor = {};
        m_firstSet = std::move(loaded);
    } else {
        QS_RETURN_IF_ERROR(compareWithFirst(loaded, extent, folder));
    }
    m_sets.push_back({folder, m_total, extent.samples});
    m_total += extent.samples;
    return {};
}

Status TestDataSets::open(const std::vector<fs::path>& folders, const OpenOptions& options)
{
    for (const fs::path& folder : folders)
        QS_RETURN_IF_ERROR(addSet(folder));
    QS_ASSIGN(m_size, limitedSamples(m_total, m_inputs, options.limit));
    return {};
}

size_t TestDataSets::setOf(int64_t sample) const
{
    const auto after = std::upper_bound(m_sets.begin(), m_sets.end(), sample,
                                        [](int64_t s, const DataSetFolder& set) { return s < set.first; });
    return static_cast<size_t>(after - m_sets.begin()) - 1;
}

std::string TestDataSets::sampleName(int64_t index) const
{
    const DataSetFolder& set = m_sets[setOf(index)];
    const std::string name = set.path.filename().string();
    return set.samples == 1 ? name : name + "#" + std::to_string(index - set.first);
}

Status TestDataSets::load(size_t set)
{
    if (m_loadedSet == set)
        return {};
    m_loadedSet = static_cast<size_t>(-1);
    QS_ASSIGN(const std::vector<LoadedInput> loaded, loadSet(m_sets[set].path, m_inputs));
    m_loaded.clear();
    for (size_t i = 0; i < loaded.size(); ++i) {
        QS_RETURN_IF_ERROR(checkArray(loaded[i].info, m_inputs[i]));
        const Shape& now = loaded[i].info.shape;
        if (now.size() != m_firstSet[i].info.shape.size() || (!m_shared[i] && now[0] != m_sets[set].samples))
            return Error{ErrorCode::Malformed, say("Data", "changed while it was in use"),
                         loaded[i].info.where};
        QS_ASSIGN(Tensor tensor, convertTo(m_inputs[i], loaded[i].tensor, loaded[i].info.where));
        m_loaded.push_back(std::move(tensor));
    }
    m_loadedSet = set;
    return {};
}

Result<std::vector<Tensor>> TestDataSets::read(int64_t first, int64_t count)
{
    QS_RETURN_IF_ERROR(checkRange(first, count, m_size, m_path.string()));
    std::vector<Tensor> result;
    for (int64_t done = 0; done < count;) {
        const size_t set = setOf(first + done);
        QS_RETURN_IF_ERROR(load(set));
        const int64_t start = first + done - m_sets[set].first;
        const int64_t part = std::min(count - done, m_sets[set].samples - start);
        for (size_t i = 0; i < m_loaded.size(); ++i) {
            const Tensor& source = m_loaded[i];
            if (done == 0) {
                Shape shape = source.shape();
                if (!m_shared[i])
                    shape[0] = count;
                result.push_back(m_shared[i] ? source : Tensor(source.type(), std::move(shape)));
            }
            if (m_shared[i])
                continue;
            const size_t rowBytes = source.bytes() / static_cast<size_t>(source.dim(0));
            if (m_shapesVary && !std::equal(source.shape().begin() + 1, source.shape().end(),
                                            result[i].shape().begin() + 1, result[i].shape().end()))
                return Error{ErrorCode::ShapeMismatch,
                             say("Data", "holds samples of another shape than those before them"),
                             m_sets[set].path.string()};
            if (result[i].bytes() != rowBytes * static_cast<size_t>(count))
                return Error{ErrorCode::Malformed, say("Data", "changed while it was in use"),
                             m_sets[set].path.string()};
            std::memcpy(result[i].data<char>() + static_cast<size_t>(done) * rowBytes,
                        source.data<char>() + static_cast<size_t>(start) * rowBytes,
                        static_cast<size_t>(part) * rowBytes);
        }
        done += part;
    }
    return result;
}

} // namespace

bool holdsTestDataSets(const std::string& folder) { return !setFolders(folder).empty(); }

DatasetResult openTestDataSets(const std::string& path, const std::vector<InputSpec>& inputs,
                               const OpenOptions& options)
{
    fs::path folder = fs::path(path).lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    auto dataset = std::make_unique<TestDataSets>(folder, inputs);
    QS_RETURN_IF_ERROR(dataset->open(setFolders(folder), options));
    return std::unique_ptr<Dataset>(std::move(dataset));
}

} // namespace qscope::data
