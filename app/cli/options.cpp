// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include <CLI/CLI.hpp>

#include "core/analysis/recording_needs.h"
#include "core/data/read_ahead.h"
#include "core/io/calibration_file.h"

namespace qscope::cli {

namespace {

Error badOption(const std::string& option, const std::string& value, const std::string& wanted)
{
    return {ErrorCode::InvalidArgument, option + " '" + value + "' is not " + wanted, {}};
}

/// "224" or "224x320" (width x height).
Status readSize(const std::string& text, data::ImageOptions& image)
{
    const char* end = text.data() + text.size();
    std::from_chars_result read = std::from_chars(text.data(), end, image.width);
    image.height = image.width;
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == 'x')
        read = std::from_chars(read.ptr + 1, end, image.height);
    if (read.ec != std::errc() || read.ptr != end || image.width < 1 || image.height < 1
        || image.width > 1 << 15 || image.height > 1 << 15)
        return badOption("--size", text, "a width or WIDTHxHEIGHT");
    return {};
}

Status readResize(const std::string& text, data::ImageOptions& image)
{
    if (text == "stretch")
        image.resize = data::Resize::Stretch;
    else if (text == "none")
        image.resize = data::Resize::None;
    else {
        image.resize = data::Resize::ShorterSide;
        const char* end = text.data() + text.size();
        const auto [rest, ec] = std::from_chars(text.data(), end, image.resizeTo);
        if (ec != std::errc() || rest != end || image.resizeTo < 1 || image.resizeTo > 1 << 15)
            return badOption("--resize", text, "'stretch', 'none' or the length of the shorter side");
    }
    return {};
}

} // namespace

Result<data::ImageOptions> imageOptions(const CommonOptions& options)
{
    data::ImageOptions image;
    if (!options.imageSize.empty())
        QS_RETURN_IF_ERROR(readSize(options.imageSize, image));
    if (!options.imageResize.empty())
        QS_RETURN_IF_ERROR(readResize(options.imageResize, image));
    if (!options.imageMean.empty())
        image.mean = options.imageMean;
    if (!options.imageStd.empty())
        image.std = options.imageStd;
    image.scale = options.imageScale;
    if (options.imageOrder == "bgr")
        image.order = data::ColourOrder::Bgr;
    else if (options.imageOrder == "gray")
        image.order = data::ColourOrder::Gray;
    if (options.imageLayout == "nchw")
        image.layout = data::ImageLayout::Nchw;
    else if (options.imageLayout == "nhwc")
        image.layout = data::ImageLayout::Nhwc;
    return image;
}

void addRunOptions(CLI::App& command, CommonOptions& options)
{
    command.add_option("MODEL", options.model, "The .onnx file")->required();
    command.add_option("--data", options.data,
                       "Samples: .npz, .npy, IDX, a folder of images, or a test_data_set_* folder")
        ->required();
    command.add_option("--samples", options.samples, "Use at most this many samples")->check(CLI::PositiveNumber);
    command.add_option("--batch", options.batch, "Samples read at once; results do not depend on it")
        ->check(CLI::Range(int64_t(1), int64_t(1) << 20));
    command.add_option("--threads", options.threads, "Threads of the engine; 0: all cores")->check(CLI::Range(0, 1024));
    command.add_option("--cache-memory", options.cacheMb,
                       "MB of memory for results that what-if evaluations go on from; 0: none; default 512")
        ->check(CLI::Range(int64_t(0), int64_t(1) << 30));
    command.add_option("--cache-disk", options.cacheDiskMb, "MB of disk for what does not fit there; default 4096")
        ->check(CLI::Range(int64_t(0), int64_t(1) << 30));
    command.add_flag("--json", options.json, "Print one JSON object on standard output");
    const std::string images = "Images";
    command.add_option("--size", options.imageSize, "Width, or WIDTHxHEIGHT, after the crop; default: the model's")
        ->group(images);
    command.add_option("--resize", options.imageResize,
                       "Before the centre crop: length of the shorter side, 'stretch' or 'none'")
        ->group(images);
    command.add_option("--mean", options.imageMean, "Mean per channel on the scaled range, separated by commas")
        ->delimiter(',')
        ->group(images);
    command.add_option("--std", options.imageStd, "Standard deviation per channel, separated by commas")
        ->delimiter(',')
        ->group(images);
    command.add_option("--scale", options.imageScale, "Factor on 0..255 pixel values before mean and std; default 1/255")
        ->group(images);
    command.add_option("--order", options.imageOrder, "Colour order the model wants")
        ->check(CLI::IsMember({"rgb", "bgr", "gray"}))
        ->group(images);
    command.add_option("--layout", options.imageLayout, "Layout of the image tensor; default: from the model's input")
        ->check(CLI::IsMember({"nchw", "nhwc"}))
        ->group(images);
}

void addLabelsOption(CLI::App& command, CommonOptions& options)
{
    command.add_option("--labels", options.labels, "Class labels: .npy, text (one per line) or IDX");
}

void addConfigOption(CLI::App& command, CommonOptions& options)
{
    command.add_option("--config", options.config, "Quantization config (JSON); default: as 'config init' writes it");
}

void addReferenceOption(CLI::App& command, CommonOptions& options)
{
    command.add_option(
        "--reference", options.reference,
        "The .onnx file whose float outputs figures compare with, e.g. the model before a method rewrote "
        "it; default: MODEL");
}

void addCalibrationOption(CLI::App& command, CommonOptions& options)
{
    command.add_option("--calibration", options.calibration,
                       "A .qcal file, or other samples to calibrate on; default: calibrate on --data");
    addLeaveOutOption(command, options);
}

void addLeaveOutOption(CLI::App& command, CommonOptions& options)
{
    command.add_option("--leave-out", options.leaveOut,
                       "Samples that calibration passes over, by number from 0, separated by commas")
        ->delimiter(',')
        ->check(CLI::Range(int64_t(0), int64_t(1) << 62));
}

analysis::SampleSet leftOut(const CommonOptions& options)
{
    analysis::SampleSet samples;
    for (const int64_t sample : options.leaveOut)
        samples.add({sample, sample + 1});
    return samples;
}

namespace {

Result<std::shared_ptr<const analysis::CalibrationResult>>
readCalibration(const analysis::Analyzer& analyzer, const std::string& path, const analysis::SampleSet& leaveOut)
{
    QS_ASSIGN(const auto state, io::readCalibrationOf(path, analyzer.path()));
    if (const analysis::SampleSet seen = leaveOut.common(state.samples); !seen.empty())
        return Error{ErrorCode::InvalidArgument,
                     "the calibration has seen samples " + seen.text()
                         + ", which --leave-out names; what it learned of them cannot be taken out again",
                     path};
    if (!state.complete())
        std::fprintf(stderr, "warning: %s: holds %lld of %lld samples\n", path.c_str(),
                     static_cast<long long>(state.samples.count()), static_cast<long long>(state.wantedSamples()));
    return state.finish(&analyzer.graph());
}

} // namespace

Result<std::unique_ptr<data::Dataset>> openCalibrationData(const Workplace& place, const CommonOptions& options)
{
    if (options.calibration.empty() || io::isCalibrationFile(options.calibration))
        return std::unique_ptr<data::Dataset>();
    data::OpenOptions open;
    QS_ASSIGN(open.image, imageOptions(options));
    return data::openDataset(options.calibration, place.analyzer->inputSpecs(), open);
}

Result<std::shared_ptr<const analysis::CalibrationResult>>
obtainCalibration(Workplace& place, const CommonOptions& options, const RunControl& control,
                  analysis::CalibrationOptions record)
{
    record.channelHistograms = record.channelHistograms || place.recording.channelHistograms;
    record.leaveOut = leftOut(options);
    if (options.calibration.empty())
        return place.analyzer->calibrate(*place.dataset, control, {}, record);
    if (io::isCalibrationFile(options.calibration))
        return readCalibration(*place.analyzer, options.calibration, record.leaveOut);
    QS_ASSIGN(const auto other, openCalibrationData(place, options));
    return place.analyzer->calibrate(*other, control, {}, record);
}

Status setReference(analysis::Analyzer& analyzer, const std::string& path, int threads)
{
    QS_ASSIGN(const auto original, analysis::Analyzer::open(path, {threads, {0, 0}}));
    return analyzer.setReference(*original);
}

Result<Workplace> openWorkplace(const CommonOptions& options)
{
    Workplace place;
    if (!options.config.empty()) {
        QS_ASSIGN(place.config, quant::readConfig(options.config));
    }
    QS_ASSIGN(place.analyzer,
              analysis::Analyzer::open(
                  options.model, {options.threads, {options.cacheMb << 20, options.cacheDiskMb << 20}}));
    if (!options.reference.empty())
        QS_RETURN_IF_ERROR(setReference(*place.analyzer, options.reference, options.threads));
    // A rule that matches nothing should be known before anything runs.
    QS_ASSIGN(const auto specs, quant::resolve(place.config, place.analyzer->layers()));
    place.recording = analysis::recordingFor(specs);
    data::OpenOptions open;
    QS_ASSIGN(open.image, imageOptions(options));
    if (options.samples > 0)
        open.limit = options.samples;
    QS_ASSIGN(place.dataset, data::openDataset(options.data, place.analyzer->inputSpecs(), open));
    if (!options.labels.empty()) {
        QS_ASSIGN(place.labels, data::readLabels(options.labels, place.dataset.get()));
        if (static_cast<int64_t>(place.labels.size()) < place.dataset->size())
            return Error{ErrorCode::ShapeMismatch, "there are " + std::to_string(place.labels.size())
                                                       + " labels for " + std::to_string(place.dataset->size())
                                                       + " samples", options.labels};
    } else if (const auto found = place.dataset->labels()) {
        place.labels = *found;
    }
    place.dataset = data::readAhead(std::move(place.dataset), options.batch);
    return place;
}

} // namespace qscope::cli
