// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/input_evidence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "core/analysis/image_input.h"
#include "core/analysis/training_statistics.h"
#include "core/base/text.h"
#include "core/data/sample_scan.h"
#include "core/data/usual_preprocessing.h"
#include "core/run/instance.h"

namespace qscope::analysis {

namespace {

constexpr int64_t MostSamples = 64;
constexpr int64_t MostForConfidence = 128; ///< there are two trials only
constexpr double ErrorsForLabels = 4, ErrorsForConfidence = 3;
constexpr int64_t LeastSamples = 4;
constexpr int64_t LeastForOutputs = 16;
constexpr int64_t Parts = 8;

double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The mean of a - b over the samples and its standard error.
std::pair<double, double> meanGain(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto n = static_cast<double>(a.size());
    double sum = 0, squares = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        sum += a[i] - b[i];
        squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    const double mean = sum / n;
    return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean) / std::max(1.0, n - 1))};
}

InputTrial trialOf(std::string key, const data::ImageOptions& how, bool inverted = false)
{
    InputTrial trial;
    trial.key = std::move(key);
    trial.how = how;
    trial.inverted = inverted;
    return trial;
}

data::ImageOptions swapped(data::ImageOptions how)
{
    how.order = how.order == data::ColourOrder::Bgr ? data::ColourOrder::Rgb : data::ColourOrder::Bgr;
    return how;
}

/// The data as read first, then everything that is not the same.
std::vector<InputTrial> colourTrials(const data::ImageOptions& how, bool ordersOnly)
{
    std::vector<InputTrial> trials{trialOf("as read", how), trialOf("as read", swapped(how))};
    for (const auto& usual : data::usualPreprocessings()) {
        if (ordersOnly)
            break;
        for (const auto& options : {usual.options, swapped(usual.options)})
            trials.push_back(trialOf(usual.key, options));
    }
    return trials;
}

std::vector<InputTrial> greyTrials(data::ImageOptions how)
{
    how.order = data::ColourOrder::Gray;
    std::vector<InputTrial> trials{trialOf("as read", how), trialOf("inverted", how, true)};
    for (const auto& list : {data::usualPreprocessings(), data::usualGreyPreprocessings()})
        for (const auto& usual : list)
            if (usual.options.mean.size() == 1) {
                auto options = usual.options;
                options.order = data::ColourOrder::Gray;
                trials.push_back(trialOf(usual.key, options));
            }
    return trials;
}

std::vector<InputTrial> trialsFor(const data::ImageOptions& how, int channels, bool ordersOnly)
{
    auto trials = channels == 1 ? greyTrials(how) : colourTrials(how, ordersOnly);
    for (size_t i = 1; i < trials.size();)
        if (std::any_of(trials.begin(), trials.begin() + static_cast<std::ptrdiff_t>(i),
                        [&](const InputTrial& t) { return t.sameValuesAs(trials[i]); }))
            trials.erase(trials.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    return trials;
}

/// Minus the logarithm of the probability of a class, or of the likeliest one (label < 0), and which that is.
std::pair<double, int64_t> surprise(std::span<const float> outputs, int64_t label)
{
    const auto top = static_cast<int64_t>(std::max_element(outputs.begin(), outputs.end()) - outputs.begin());
    const auto chosen = static_cast<size_t>(label < 0 ? top : label);
    const double largest = outputs[static_cast<size_t>(top)];
    const bool shares = std::all_of(outputs.begin(), outputs.end(), [](float p) { return p >= 0; })
                        && std::abs(std::accumulate(outputs.begin(), outputs.end(), 0.0) - 1.0) < 1e-3;
    if (shares)
        return {-std::log(std::max(1e-9, double(outputs[chosen]))), top};
    double sum = 0;
    for (const float y : outputs)
        sum += std::exp(y - largest);
    return {std::log(sum) - (outputs[chosen] - largest), top};
}

/// Runs a model on one sample after another under each trial.
class InputTrials {
public:
    InputTrials(const Graph& graph, run::Instance& instance, const ImageInput& image,
                std::vector<int64_t> samples, const RunControl& control)
        : m_graph(graph), m_instance(instance), m_image(image), m_samples(std::move(samples)),
          m_control(control)
    {
    }

    /// `each` gets the place of the sample, the sample, the trial and the inputs under it.
    template <class Each>
    Status forEach(data::Dataset& dataset, InputEvidence& evidence, Each each)
    {
        const auto count = static_cast<int64_t>(m_samples.size());
        for (int64_t i = 0; i < count; ++i) {
            m_control.progress(i, count, "trying other preprocessings");
            const int64_t sample = m_samples[static_cast<size_t>(i)];
            QS_ASSIGN(const auto inputs, dataset.read(sample, 1));
            for (size_t t = 0; t < evidence.trials.size(); ++t) {
                if (m_control.stopRequested())
                    return RunControl::cancelled();
                auto changed = inputs;
                if (t > 0)
                    changed[m_image.index] =
                        m_image.converted(inputs[m_image.index], evidence.trials[0], evidence.trials[t]);
                QS_RETURN_IF_ERROR(each(i, sample, t, changed));
            }
        }
        evidence.samples = count;
        return {};
    }

    Status compareStatistics(data::Dataset& dataset, InputEvidence& evidence,
                             const TrainingStatistics& statistics)
    {
        std::vector<std::vector<ChannelMoments>> moments(evidence.trials.size());
        for (auto& parts : moments)
            parts.resize(static_cast<size_t>(std::min(static_cast<int64_t>(m_samples.size()), Parts)),
                         ChannelMoments(statistics.mean.size()));
        const auto each = [&](int64_t i, int64_t, size_t t, const std::vector<Tensor>& inputs) -> Status {
            QS_ASSIGN(const Tensor seen, valueOf(inputs, statistics.value));
            moments[t][static_cast<size_t>(i) % moments[t].size()].add(seen);
            return {};
        };
        QS_RETURN_IF_ERROR(forEach(dataset, evidence, each));
        for (size_t t = 0; t < moments.size(); ++t) {
            ChannelMoments all(statistics.mean.size());
            for (const ChannelMoments& part : moments[t]) {
                evidence.trials[t].parts.push_back(statistics.misfit(part));
                all.add(part);
            }
            evidence.trials[t].misfit = statistics.misfit(all);
        }
        return {};
    }

    Status compareOutputs(data::Dataset& dataset, InputEvidence& evidence, const std::vector<int64_t>& labels)
    {
        std::vector<int64_t> right(evidence.trials.size());
        const auto each = [&](int64_t, int64_t sample, size_t t,
                              const std::vector<Tensor>& inputs) -> Status {
            QS_ASSIGN(const auto values, m_instance.run(inputs, {nullptr, nullptr, false, &m_control}));
            const Tensor outputs = castTo(toPlain(values[m_graph.outputs.front().index()]), DType::Float32);
            const int64_t label = labels.empty() ? -1 : labels[static_cast<size_t>(sample)];
            if (label >= outputs.size())
                return Error{
                    ErrorCode::InvalidArgument,
                    filled(say("Analysis", "the label %1 of sample %2 is none of the model's %3 classes"),
                           label, sample, outputs.size()),
                    dataset.description()};
            const auto [nats, top] = surprise(outputs.span<float>(), label);
            evidence.trials[t].parts.push_back(nats);
            right[t] += top == label;
            return {};
        };
        QS_RETURN_IF_ERROR(forEach(dataset, evidence, each));
        for (size_t t = 0; t < right.size(); ++t) {
            evidence.trials[t].misfit = meanOf(evidence.trials[t].parts);
            if (!labels.empty())
                evidence.trials[t].accuracy =
                    static_cast<double>(right[t]) / static_cast<double>(evidence.samples);
        }
        return {};
    }

private:
    /// Runs no further than that value.
    Result<Tensor> valueOf(const std::vector<Tensor>& inputs, ValueId wanted)
    {
        Tensor found;
        const run::Watch watch = [&](ValueId id, const Tensor& tensor) -> Status {
            if (id != wanted)
                return {};
            found = toPlain(tensor).clone();
            return RunControl::cancelled();
        };
        const auto ran = m_instance.run(inputs, {nullptr, &watch, false, &m_control});
        if (!found.absent())
            return castTo(found, DType::Float32);
        return ran.ok() ? Error{ErrorCode::Internal, say("Analysis", "was not computed"),
                                m_graph.value(wanted).name}
                        : ran.error();
    }

    const Graph& m_graph;
    run::Instance& m_instance;
    const ImageInput& m_image;
    const std::vector<int64_t> m_samples;
    const RunControl& m_control;
};

std::vector<int64_t> evenlySpread(std::span<const int64_t> samples, int64_t most)
{
    const auto size = static_cast<int64_t>(samples.size());
    const int64_t count = std::min(size, most);
    std::vector<int64_t> chosen;
    for (int64_t i = 0; i < count; ++i)
        chosen.push_back(samples[static_cast<size_t>(i * size / count)]);
    return chosen;
}

Result<std::optional<data::ImageOptions>> guessFrom(data::Dataset& dataset,
                                                    const std::vector<data::InputSpec>& inputs, size_t image,
                                                    const std::vector<int64_t>& samples)
{
    data::SampleScan scan({inputs[image]});
    for (const int64_t sample : samples) {
        QS_ASSIGN(const auto read, dataset.read(sample, 1));
        scan.add({read[image]});
    }
    std::vector<float> lo, hi;
    for (const data::ValueFigures& channel : scan.inputs().front().channels) {
        lo.push_back(channel.lo);
        hi.push_back(channel.hi);
    }
    return guessedPreprocessing(lo, hi);
}

/// One output of classes, a sample per row: [N, classes] or [N, classes, 1, 1].
bool givesClasses(const Graph& graph)
{
    if (graph.outputs.size() != 1)
        return false;
    const auto& shape = graph.value(graph.outputs.front()).shape;
    return shape && shape->size() >= 2 && (*shape)[1].size >= 3
           && std::all_of(shape->begin() + 2, shape->end(), [](const Dim& dim) { return dim.size == 1; });
}

} // namespace

bool InputTrial::sameValuesAs(const InputTrial& other) const
{
    const auto each = [](const data::ImageOptions& options, size_t c, bool mean) {
        const auto& values = mean ? options.mean : options.std;
        return values[values.size() == 1 ? 0 : c];
    };
    const auto near = [](double a, double b) { return std::abs(a - b) < 2e-3 * std::max(1.0, std::abs(b)); };
    if (inverted != other.inverted || how.order != other.how.order)
        return false;
    for (size_t c = 0; c < (how.order == data::ColourOrder::Gray ? 1U : 3U); ++c) {
        const double std = each(how, c, false), otherStd = each(other.how, c, false);
        if (!near(255 * how.scale / std, 255 * other.how.scale / otherStd)
            || !near(each(how, c, true) / std, each(other.how, c, true) / otherStd))
            return false;
    }
    return true;
}

double InputEvidence::certainty(const InputTrial& trial) const
{
    const auto& asRead = trials.front().parts;
    size_t better = 0;
    for (size_t i = 0; i < asRead.size(); ++i)
        better += trial.parts[i] < asRead[i];
    return asRead.empty() ? 0 : static_cast<double>(better) / static_cast<double>(asRead.size());
}

const InputTrial* InputEvidence::better() const
{
    if (source == Source::None || trials.size() < 2 || samples < LeastSamples)
        return nullptr;
    const InputTrial& asRead = trials.front();
    const auto convinces = [&](const InputTrial& trial) {
        if (source == Source::Statistics) {
            const bool orderAlone = trial.key == asRead.key && !trial.inverted;
            return trial.misfit <= asRead.misfit / 2
                   && trial.misfit <= asRead.misfit - (orderAlone ? 0.02 : 0.1)
                   && certainty(trial) >= (orderAlone ? 1 : 7.0 / 8);
        }
        const double errors = source == Source::Labels ? ErrorsForLabels : ErrorsForConfidence;
        const auto [gain, error] = meanGain(asRead.parts, trial.parts);
        return samples >= LeastForOutputs && gain > 0.1 && gain > errors * error
               && trial.accuracy >= asRead.accuracy;
    };
    for (const InputTrial& trial : trials)
        if (trial.key == asRead.key && &trial != &asRead && convinces(trial)
            && trial.misfit <= 1.25 * trials[1].misfit)
            return &trial;
    return convinces(trials[1]) ? &trials[1] : nullptr;
}

std::optional<data::ImageOptions> guessedPreprocessing(std::span<const float> lo, std::span<const float> hi)
{
    const auto fits = [&](const data::ImageOptions& options) {
        for (size_t c = 0; c < lo.size(); ++c) {
            const float mean = options.mean[options.mean.size() == 1 ? 0 : c];
            const float std = options.std[options.std.size() == 1 ? 0 : c];
            const float black = -mean / std, white = (255.F * options.scale - mean) / std;
            const float slack = 0.02F * (white - black);
            // Pictures reach at least three quarters of what there is.
            if (lo[c] < black - slack || hi[c] > white + slack || hi[c] - lo[c] < 0.75F * (white - black))
                return false;
        }
        return true;
    };
    for (const auto& list : {data::usualGreyPreprocessings(), data::usualPreprocessings()})
        for (const auto& usual : list) {
            const bool gray = usual.options.order == data::ColourOrder::Gray;
            if (gray == (lo.size() == 1) || usual.options.mean.size() == 1)
                if ((!gray || lo.size() == 1) && fits(usual.options))
                    return usual.options;
        }
    return std::nullopt;
}

Result<InputEvidence> findInputEvidence(const std::shared_ptr<const Graph>& graph, data::Dataset& dataset,
                                        const std::vector<data::InputSpec>& inputs,
                                        std::span<const int64_t> samples, const std::vector<int64_t>& labels,
                                        const std::optional<data::ImageOptions>& how,
                                        const RunControl& control)
{
    using Source = InputEvidence::Source;
    InputEvidence evidence;
    const auto none = [&](const std::string& why) {
        evidence.source = Source::None;
        evidence.why = why;
        return evidence;
    };
    const auto image = findImageInput(inputs);
    if (!image)
        return none(say("Analysis", "no input of the model is an image of 1 or 3 channels"));
    if (samples.empty())
        return none(say("Analysis", "no sample holds usable values"));
    const ValueId input = graph->inputs[image->index];
    auto chosen = evenlySpread(samples, MostSamples);
    evidence.scalesItself = scalesItself(*graph, input);
    evidence.how = how;
    if (!how) {
        QS_ASSIGN(evidence.how, guessFrom(dataset, inputs, image->index, chosen));
    }
    if (!evidence.how)
        return none(say("Analysis", "the values are those of no usual preprocessing"));
    const auto statistics = findTrainingStatistics(*graph, input);
    if (statistics) {
        evidence.source = Source::Statistics;
        evidence.node = graph->displayName(graph->value(statistics->value).producer);
    } else if (givesClasses(*graph) && (!labels.empty() || image->channels == 3)) {
        evidence.source = labels.empty() ? Source::Confidence : Source::Labels;
    } else {
        return none(say("Analysis", "the model keeps no statistics of its training, and there are no labels "
                                    "to judge its answers by"));
    }
    if (evidence.source == Source::Confidence)
        chosen = evenlySpread(samples, MostForConfidence);
    evidence.trials = trialsFor(*evidence.how, image->channels, evidence.source == Source::Confidence);
    QS_ASSIGN(const auto instance, run::Instance::create(graph, 0));
    InputTrials trials(*graph, *instance, *image, chosen, control);
    QS_RETURN_IF_ERROR(statistics ? trials.compareStatistics(dataset, evidence, *statistics)
                                  : trials.compareOutputs(dataset, evidence, labels));
    std::sort(evidence.trials.begin() + 1, evidence.trials.end(),
              [](const InputTrial& a, const InputTrial& b) { return a.misfit < b.misfit; });
    return evidence;
}

} // namespace qscope::analysis
