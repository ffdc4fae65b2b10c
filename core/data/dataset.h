// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/tensor/tensor.h"

namespace qscope::data {

/// What a reader has to know about one model input.
struct InputSpec {
    std::string name;
    DType type = DType::Float32;
    std::vector<int64_t> shape; ///< -1: any size; the first dimension is the batch when the rank is > 0
    bool shapeKnown = true;
};

/// Samples for all inputs of a model. Reading is lazy: memory does not grow with the number of samples.
/// Thread-safe for concurrent `read` calls is NOT promised.
class Dataset {
public:
    Dataset();
    Dataset(const Dataset&) = delete;
    Dataset& operator=(const Dataset&) = delete;
    virtual ~Dataset() = default;

    /// Unique for the life of the program; for caches of what was computed from this data.
    uint64_t id() const { return m_id; }

    /// Number of samples: the extent of axis 0 of batched inputs.
    virtual int64_t size() const = 0;

    /// The same before OpenOptions::limit was applied; labels are counted against it.
    virtual int64_t totalSize() const { return size(); }

    /// Samples [first, first + count) for every input, stacked on axis 0, in the order of the InputSpecs it
    /// was opened with and converted to their types. Inputs that are shared by all samples (rank 0, or a
    /// fixed first dimension above 1 that is no batch, see commonExtent) are repeated as is.
    /// **Errors** FileUnreadable, Malformed (a file went bad in between), InvalidArgument (out of range), ShapeMismatch
    /// (samples of different shapes).
    virtual Result<std::vector<Tensor>> read(int64_t first, int64_t count) = 0;

    /// Samples differ in more than their content (images of other sizes, sequences of other lengths): those of
    /// different shapes cannot be read at once.
    virtual bool shapesVary() const { return false; }

    /// One line for people: "vit.npz: 256 samples".
    virtual std::string description() const = 0;

    /// Name of a sample for people ("n01440764_tench.JPEG" or "#17").
    virtual std::string sampleName(int64_t index) const
    {
        return std::string("#").append(std::to_string(index));
    }

    /// Class labels found along with the data (folder-per-class), if any.
    virtual std::optional<std::vector<int64_t>> labels() const { return std::nullopt; }

private:
    uint64_t m_id;
};

enum class Resize { Stretch, ShorterSide, None };
enum class ColourOrder { Rgb, Bgr, Gray };
enum class ImageLayout { Nchw, Nhwc };

/// How an image file becomes a tensor: decode, resize, centre crop, (x * scale - mean) / std, layout.
struct ImageOptions {
    int width = 0; ///< crop size; 0: from the model's input shape
    int height = 0;
    Resize resize = Resize::ShorterSide;
    int resizeTo = 0; ///< shorter side before the crop; 0: the crop's size
    std::vector<float> mean{
        0.F}; ///< one value or one per channel, in the order of `order`, on the scaled range
    std::vector<float> std{1.F};
    float scale = 1.F / 255.F; ///< multiplies the 0..255 value first
    ColourOrder order = ColourOrder::Rgb;
    std::optional<ImageLayout> layout; ///< none: from the model's input shape (3 or 1 at axis 1 or at axis 3)
};

struct OpenOptions {
    ImageOptions image;
    std::optional<int64_t> limit; ///< use at most this many samples
};

/// Opens calibration data of any known kind, by looking at `path`:
/// `.npz` keyed by input names (or `arr_0` for a single input), `.npy` for one input, IDX (optionally
/// gzipped) for one input, a folder of PNG/JPEG images (or of one folder per class, whose names are the
/// classes when all are numbers, else their sorted order is), a single image, a `test_data_set_*` folder or a
/// folder of them with `input_K.pb` TensorProto files. Names, ranks, dimensions and types are checked against
/// `inputs` here. IDX images of bytes feeding a floating input go through `options.image` (scale, mean, std)
/// and get a channel axis if the input has one. A fixed first dimension B needs a multiple of B samples.
/// **Errors** FileNotFound, FileUnreadable, Malformed, Unsupported (pickled object arrays, with the
/// explanation how to save them instead), ShapeMismatch, TypeMismatch, InvalidArgument (an input has no data:
/// which, and what is there).
Result<std::unique_ptr<Dataset>> openDataset(const std::string& path, const std::vector<InputSpec>& inputs,
                                             const OpenOptions& options = {});

/// Class labels from `.npy`, `.npz` (its one array, or `labels`), a text file (one per line: `7` or `name
/// 7`), or IDX (optionally gzipped). With `dataset`: one label per sample of it; names select and order them
/// when every line has one, else there must be as many as samples before the limit (those behind it are
/// dropped) or after it.
/// **Errors** as openDataset; Malformed for a label that is no non-negative integer (with its line);
/// ShapeMismatch (another number of labels than samples); InvalidArgument (a sample without a label).
Result<std::vector<int64_t>> readLabels(const std::string& path, const Dataset* dataset = nullptr);

} // namespace qscope::data
