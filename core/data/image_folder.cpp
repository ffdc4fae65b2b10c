// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include "core/base/text.h"
#include "core/data/byte_source.h"
#include "core/data/image_plan.h"
#include "core/data/input_match.h"
#include "core/data/readers.h"

namespace qscope::data {

namespace fs = std::filesystem;

namespace {

bool isImageFile(const fs::directory_entry& entry)
{
    std::error_code code;
    if (entry.path().filename().string().starts_with(".") || !entry.is_regular_file(code))
        return false;
    std::string ending = entry.path().extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

/// Names of what `keep` accepts in a folder, sorted; empty when the folder cannot be read.
template <class Keep>
std::vector<std::string> listed(const fs::path& folder, Keep keep)
{
    std::vector<std::string> names;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (keep(*it))
            names.push_back(it->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> imagesIn(const fs::path& folder) { return listed(folder, isImageFile); }

std::vector<std::string> classFoldersIn(const fs::path& folder)
{
    return listed(folder, [](const fs::directory_entry& entry) {
        std::error_code code;
        return entry.is_directory(code) && !imagesIn(entry.path()).empty();
    });
}

/// What there is in a folder of images.
struct Listing {
    std::vector<std::string> files; ///< relative to the folder
    std::optional<std::vector<int64_t>> labels;
};

/// Class of each folder: its name when all are numbers, else its place in the sorted order.
std::vector<int64_t> classNumbers(const std::vector<std::string>& folders)
{
    std::vector<int64_t> numbers;
    for (const std::string& name : folders) {
        int32_t number = -1;
        const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (code != std::errc() || end != name.data() + name.size() || number < 0)
            break;
        numbers.push_back(number);
    }
    if (numbers.size() == folders.size())
        return numbers;
    numbers.resize(folders.size());
    for (size_t i = 0; i < folders.size(); ++i)
        numbers[i] = static_cast<int64_t>(i);
    return numbers;
}

Result<Listing> listImages(const std::string& folder)
{
    Listing listing;
    listing.files = imagesIn(folder);
    const std::vector<std::string> classes = classFoldersIn(folder);
    if (!listing.files.empty() && !classes.empty())
        return Error{ErrorCode::InvalidArgument,
                     filled(say("Data", "holds images beside folders of images ('%1'): use one or the other"),
                            classes.front()),
                     folder};
    if (!listing.files.empty())
        return listing;
    if (classes.empty())
        return Error{ErrorCode::InvalidArgument, say("Data", "holds no PNG or JPEG images"), folder};
    const std::vector<int64_t> numbers = classNumbers(classes);
    listing.labels.emplace();
    for (size_t i = 0; i < classes.size(); ++i)
        for (const std::string& name : imagesIn(fs::path(folder) / classes[i])) {
            listing.files.push_back(classes[i] + "/" + name);
            listing.labels->push_back(numbers[i]);
        }
    return listing;
}

class ImageFolder final : public Dataset {
public:
    ImageFolder(fs::path folder, Listing listing, ImagePlan plan, int64_t totalSize)
        : m_folder(std::move(folder)), m_listing(std::move(listing)), m_plan(std::move(plan)),
          m_totalSize(totalSize)
    {
    }

    int64_t size() const override { return static_cast<int64_t>(m_listing.files.size()); }
    int64_t totalSize() const override { return m_totalSize; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override;
    /// Without resizing they are as large as the images, which nobody knows before all are opened.
    bool shapesVary() const override { return m_plan.width == 0; }
    std::string description() const override
    {
        return filled(say("Data", "%1: %2 images"), m_folder.filename().string(), size());
    }
    std::string sampleName(int64_t index) const override
    {
        return m_listing.files[static_cast<size_t>(index)];
    }
    std::optional<std::vector<int64_t>> labels() const override { return m_listing.labels; }

    /// Decodes the first image, to report unsuitable ones when opening.
    Status tryFirst();

private:
    Result<Tensor> readOne(int64_t index) const;

    fs::path m_folder;
    Listing m_listing;
    ImagePlan m_plan;
    int64_t m_totalSize;
};

Result<Tensor> ImageFolder::readOne(int64_t index) const
{
    const std::string path = (m_folder / m_listing.files[static_cast<size_t>(index)]).string();
    QS_ASSIGN(const std::vector<std::byte> bytes, readFile(path));
    QS_ASSIGN(Pixels pixels, decodeImage(bytes, path));
    return preparedImage(std::move(pixels), m_plan, path);
}

Status ImageFolder::tryFirst()
{
    QS_ASSIGN(const Tensor ignored, readOne(0));
    return {};
}

Result<std::vector<Tensor>> ImageFolder::read(int64_t first, int64_t count)
{
    QS_RETURN_IF_ERROR(checkRange(first, count, size(), m_folder.string()));
    if (count == 1) {
        QS_ASSIGN(Tensor only, readOne(first));
        return std::vector<Tensor>{std::move(only)};
    }
    QS_ASSIGN(Tensor sample, readOne(first));
    const Shape sampleShape = sample.shape();
    Shape shape = sampleShape;
    shape[0] = count;
    auto elements = checkedElementCount(shape, elementSize(m_plan.type));
    if (!elements)
        return elements.error();
    Tensor batch(m_plan.type, std::move(shape));
    for (int64_t i = 0; i < count; ++i) {
        if (i > 0) {
            QS_ASSIGN(sample, readOne(first + i));
        }
        if (sample.shape() != sampleShape)
            return Error{ErrorCode::ShapeMismatch,
                         filled(say("Data", "gives the shape %1, but '%2' gives %3: images of different "
                                            "sizes cannot be read at once"),
                                shapeText(sample.shape()), sampleName(first), shapeText(sampleShape)),
                         (m_folder / sampleName(first + i)).string()};
        std::memcpy(batch.data<char>() + static_cast<size_t>(i) * sample.bytes(), sample.rawData(),
                    sample.bytes());
    }
    return std::vector<Tensor>{std::move(batch)};
}

} // namespace

bool holdsImages(const std::string& folder)
{
    return !imagesIn(folder).empty() || !classFoldersIn(folder).empty();
}

DatasetResult openImages(const std::string& path, const std::vector<InputSpec>& inputs,
                         const OpenOptions& options)
{
    QS_RETURN_IF_ERROR(requireSingleInput(path, inputs, say("Data", "a folder of images")));
    QS_ASSIGN(ImagePlan plan, planImages(inputs[0], options.image, path));
    fs::path folder = fs::path(path).lexically_normal();
    if (!folder.has_filename()) // "photos/"
        folder = folder.parent_path();
    Listing listing;
    std::error_code code;
    if (fs::is_directory(folder, code)) {
        QS_ASSIGN(listing, listImages(path));
    } else {
        listing.files.push_back(folder.filename().string());
        folder = folder.parent_path();
    }
    const auto total = static_cast<int64_t>(listing.files.size());
    const InputSpec& input = inputs[0];
    const int64_t batch = input.shapeKnown ? input.shape[0] : -1;
    if (batch > 1 && total % batch != 0)
        return Error{
            ErrorCode::ShapeMismatch,
            filled(
                say("Data",
                    "holds %1 images, which is no multiple of the batch of %2 that the model's input '%3' is "
                    "fixed to"),
                total, batch, input.name),
            path};
    QS_ASSIGN(const int64_t size, limitedSamples(total, inputs, options.limit));
    listing.files.resize(static_cast<size_t>(size));
    if (listing.labels)
        listing.labels->resize(static_cast<size_t>(size));
    auto dataset = std::make_unique<ImageFolder>(folder, std::move(listing), std::move(plan), total);
    QS_RETURN_IF_ERROR(dataset->tryFirst());
    return std::unique_ptr<Dataset>(std::move(dataset));
}

} // namespace qscope::data
