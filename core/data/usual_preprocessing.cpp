// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/usual_preprocessing.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"

namespace qscope::data {

namespace {

constexpr float ToUnit = 1.F / 255.F;

UsualPreprocessing usual(std::string key, float scale, std::vector<float> mean, std::vector<float> std,
                         ColourOrder order = ColourOrder::Rgb)
{
    UsualPreprocessing result{std::move(key), {}};
    result.options.scale = scale;
    result.options.mean = std::move(mean);
    result.options.std = std::move(std);
    result.options.order = order;
    return result;
}

} // namespace

std::span<const UsualPreprocessing> usualPreprocessings()
{
    static const std::vector<UsualPreprocessing> all{
        usual("imagenet", ToUnit, {0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}),
        usual("caffe", 1.F, {103.939F, 116.779F, 123.68F}, {1.F}, ColourOrder::Bgr),
        usual("unit", ToUnit, {0.F}, {1.F}),
        usual("symmetric", ToUnit, {0.5F}, {0.5F}),
        usual("raw", 1.F, {0.F}, {1.F}),
    };
    return all;
}

std::span<const UsualPreprocessing> usualGreyPreprocessings()
{
    static const std::vector<UsualPreprocessing> all{
        usual("mnist", ToUnit, {0.1307F}, {0.3081F}, ColourOrder::Gray),
        usual("fashion", ToUnit, {0.286F}, {0.353F}, ColourOrder::Gray),
    };
    return all;
}

std::string preprocessingTitle(const UsualPreprocessing& preprocessing)
{
    const std::string& key = preprocessing.key;
    if (key == "imagenet")
        return say("Data", "ImageNet (RGB, mean 0.485 ..., std 0.229 ...)");
    if (key == "caffe")
        return say("Data", "Caffe (BGR, 0 to 255, mean 103.939 ...)");
    if (key == "unit")
        return say("Data", "0 to 1");
    if (key == "symmetric")
        return say("Data", "-1 to 1");
    if (key == "raw")
        return say("Data", "0 to 255");
    if (key == "mnist")
        return say("Data", "MNIST (mean 0.1307, std 0.3081)");
    if (key == "fashion")
        return say("Data", "Fashion-MNIST (mean 0.286, std 0.353)");
    return key;
}

const UsualPreprocessing* findPreprocessing(const std::string& key)
{
    for (const auto& list : {usualPreprocessings(), usualGreyPreprocessings()}) {
        const auto found =
            std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.key == key; });
        if (found != list.end())
            return &*found;
    }
    return nullptr;
}

} // namespace qscope::data
