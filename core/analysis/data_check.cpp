// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/data_check.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/usual_preprocessing.h"

namespace qscope::analysis {

namespace {

constexpr auto FindingsEvery = std::chrono::milliseconds(500);
constexpr size_t MostNamed = 16;
constexpr float MostlyAtLo = 0.98F;
constexpr float MostlyAtHi = 0.5F;
constexpr float OffScaleFactor = 32;
constexpr float UsualMagnitude = 16;
constexpr double UnlikeNats = 0.5;
constexpr int64_t FewestForUnlike = 4;
constexpr size_t FewestForOneClass = 16;
constexpr double MostGrowth = 0.1;

using Findings = std::vector<Finding>;

/// "%1 of %2, first %3" of the samples that `is` says are concerned.
template <class Is>
std::optional<Finding> countedFinding(FindingKind kind, const data::Dataset& dataset,
                                      const std::vector<data::SampleFigures>& samples, Is is)
{
    Finding finding{kind, true, {}, {}, {}, {}};
    int64_t count = 0;
    for (size_t i = 0; i < samples.size(); ++i) {
        if (!is(samples[i]))
            continue;
        ++count;
        if (finding.samples.size() < MostNamed)
            finding.samples.push_back(static_cast<int64_t>(i));
    }
    if (count == 0)
        return std::nullopt;
    finding.arguments = {count, static_cast<int64_t>(samples.size()),
                         dataset.sampleName(finding.samples.front())};
    return finding;
}

void addBadValues(const data::SampleScan& scan, const data::Dataset& dataset, Findings& findings)
{
    for (const data::InputFigures& input : scan.inputs())
        if (input.firstBad >= 0)
            findings.push_back(
                {FindingKind::BadValues,
                 true,
                 {input.spec.name, input.nanCount, input.infCount, dataset.sampleName(input.firstBad)},
                 {input.firstBad},
                 {},
                 {}});
}

void addDuplicates(const data::SampleScan& scan, const data::Dataset& dataset, Findings& findings)
{
    std::map<uint64_t, int64_t> first;
    std::set<int64_t> copies;
    std::optional<std::pair<int64_t, int64_t>> example;
    for (size_t i = 0; i < scan.samples().size(); ++i) {
        const auto [at, isNew] = first.emplace(scan.samples()[i].hash, static_cast<int64_t>(i));
        if (isNew)
            continue;
        copies.insert(static_cast<int64_t>(i));
        if (!example)
            example = {at->second, static_cast<int64_t>(i)};
    }
    if (!example)
        return;
    Finding finding{FindingKind::Duplicates, true, {}, {}, {}, {}};
    finding.arguments = {static_cast<int64_t>(copies.size()), static_cast<int64_t>(scan.samples().size()),
                         dataset.sampleName(example->second), dataset.sampleName(example->first)};
    for (const int64_t copy : copies)
        if (finding.samples.size() < MostNamed)
            finding.samples.push_back(copy);
    findings.push_back(std::move(finding));
}

float magnitude(const data::SampleFigures& sample)
{
    return std::max(std::abs(sample.lo), std::abs(sample.hi));
}

/// That of the median sample; 0 with fewer than 3 that say something.
float usualMagnitude(const std::vector<data::SampleFigures>& samples)
{
    std::vector<float> magnitudes;
    for (const auto& sample : samples)
        if (!sample.constant())
            magnitudes.push_back(magnitude(sample));
    if (magnitudes.size() < 3)
        return 0;
    const auto middle = magnitudes.begin() + static_cast<std::ptrdiff_t>(magnitudes.size() / 2);
    std::nth_element(magnitudes.begin(), middle, magnitudes.end());
    return *middle;
}

bool isOffScale(const data::SampleFigures& sample, float usual)
{
    return usual > 0 && !sample.constant()
           && (magnitude(sample) > OffScaleFactor * usual || magnitude(sample) * OffScaleFactor < usual);
}

void addOffScale(const data::SampleScan& scan, const data::Dataset& dataset, Findings& findings)
{
    const float usual = usualMagnitude(scan.samples());
    auto found = countedFinding(FindingKind::OffScale, dataset, scan.samples(),
                                [&](const auto& sample) { return isOffScale(sample, usual); });
    if (!found)
        return;
    found->arguments.emplace_back(
        double(magnitude(scan.samples()[static_cast<size_t>(found->samples.front())])));
    found->arguments.emplace_back(double(usual));
    findings.push_back(std::move(*found));
}

/// Of the samples themselves, whatever the model is.
Findings sampleFindings(const data::SampleScan& scan, const data::Dataset& dataset)
{
    Findings findings;
    addBadValues(scan, dataset, findings);
    addDuplicates(scan, dataset, findings);
    if (!scan.mainInput())
        return findings;
    const data::ValueFigures& all = scan.inputs()[*scan.mainInput()].values;
    const auto add = [&](FindingKind kind, auto is) {
        if (auto found = countedFinding(kind, dataset, scan.samples(), is))
            findings.push_back(std::move(*found));
    };
    if (elementCount(scan.inputs()[*scan.mainInput()].shape) > 1) {
        add(FindingKind::Blank, [](const auto& s) { return s.constant(); });
        add(FindingKind::NearlyBlank,
            [&](const auto& s) { return !s.constant() && s.lo == all.lo && s.atLo > MostlyAtLo; });
        add(FindingKind::Saturated,
            [&](const auto& s) { return !s.constant() && s.hi == all.hi && s.atHi > MostlyAtHi; });
        for (Finding& finding : findings)
            if (finding.kind == FindingKind::Saturated || finding.kind == FindingKind::NearlyBlank) {
                finding.warning = finding.kind == FindingKind::NearlyBlank;
                finding.arguments.emplace_back(
                    double(finding.kind == FindingKind::Saturated ? all.hi : all.lo));
            }
    }
    addOffScale(scan, dataset, findings);
    return findings;
}

std::string titleOf(const InputTrial& trial)
{
    const auto* usual = data::findPreprocessing(trial.key);
    std::string title = usual ? data::preprocessingTitle(*usual) : trial.key;
    if (usual && usual->options.order != trial.how.order && trial.how.order != data::ColourOrder::Gray)
        title += trial.how.order == data::ColourOrder::Bgr ? ", BGR" : ", RGB";
    return title;
}

std::optional<Finding> evidenceFinding(const InputEvidence& evidence)
{
    if (const InputTrial* better = evidence.better()) {
        const InputTrial& asRead = evidence.trials.front();
        Finding finding{FindingKind::Preprocessing, true, {}, {}, evidence.certainty(*better), better->how};
        if (better->inverted)
            finding.kind = FindingKind::Inverted;
        else if (better->key == asRead.key)
            finding.kind = FindingKind::ColourOrder;
        finding.arguments = {EvidenceBasis{evidence.source, evidence.node}, better->misfit, asRead.misfit};
        if (finding.kind == FindingKind::Preprocessing)
            finding.arguments.insert(finding.arguments.begin(), FindingArgument(titleOf(*better)));
        if (finding.kind == FindingKind::Inverted)
            finding.remedy.reset();
        return finding;
    }
    if (evidence.source == InputEvidence::Source::Statistics && evidence.samples >= FewestForUnlike
        && evidence.trials.front().misfit > UnlikeNats)
        return Finding{
            FindingKind::UnlikeTraining, true, {evidence.node, evidence.trials.front().misfit}, {}, {}, {}};
    return std::nullopt;
}

std::optional<Finding> rangeFinding(const data::InputFigures& input, const InputEvidence& evidence)
{
    const auto& how = evidence.how;
    const bool raw = how && how->scale == 1 && how->mean == std::vector<float>{0.F};
    const bool inRange = std::max(std::abs(input.values.lo), std::abs(input.values.hi)) <= UsualMagnitude;
    if (!isFloating(input.spec.type) || inRange || (how && !raw) || evidence.scalesItself
        || evidence.source == InputEvidence::Source::Statistics
        || evidence.source == InputEvidence::Source::Labels)
        return std::nullopt;
    return Finding{FindingKind::UnusualRange,
                   !raw,
                   {input.spec.name, double(input.values.lo), double(input.values.hi)},
                   {},
                   {},
                   {}};
}

std::optional<Finding> labelFinding(const std::vector<int64_t>& labels, int64_t samples)
{
    const auto count = std::min(labels.size(), static_cast<size_t>(samples));
    if (count < FewestForOneClass)
        return std::nullopt;
    const auto end = labels.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::any_of(labels.begin(), end, [&](int64_t label) { return label != labels.front(); }))
        return std::nullopt;
    return Finding{FindingKind::OneClass, true, {static_cast<int64_t>(count), labels.front()}, {}, {}, {}};
}

Status scanAll(data::SampleScan& scan, data::Dataset& dataset, const RunControl& control,
               const std::function<void()>& tick)
{
    auto last = std::chrono::steady_clock::now();
    for (int64_t i = 0; i < dataset.size(); ++i) {
        if (control.stopRequested())
            return RunControl::cancelled();
        control.progress(i, dataset.size(), "looking at the samples");
        QS_ASSIGN(const auto inputs, dataset.read(i, 1));
        scan.add(inputs);
        if (const auto now = std::chrono::steady_clock::now(); now - last > FindingsEvery) {
            tick();
            last = now;
        }
    }
    return {};
}

/// Those that can tell how the data was prepared.
std::vector<int64_t> usableSamples(const data::SampleScan& scan)
{
    const float usual = usualMagnitude(scan.samples());
    std::vector<int64_t> usable;
    for (size_t i = 0; i < scan.samples().size(); ++i)
        if (const auto& sample = scan.samples()[i];
            !sample.bad && !sample.constant() && !isOffScale(sample, usual))
            usable.push_back(static_cast<int64_t>(i));
    return usable;
}

} // namespace

Result<DataCheck> checkData(const std::shared_ptr<const Graph>& graph, data::Dataset& dataset,
                            const std::vector<data::InputSpec>& inputs, const std::vector<int64_t>& labels,
                            const std::optional<data::ImageOptions>& how, const RunControl& control,
                            const std::function<void(const DataCheck&)>& partial)
{
    if (dataset.size() == 0)
        return Error{ErrorCode::InvalidArgument, say("Analysis", "the data holds no samples"),
                     dataset.description()};
    data::SampleScan scan(inputs);
    DataCheck check;
    const auto update = [&] {
        check.inputs = scan.inputs();
        check.samples = static_cast<int64_t>(scan.samples().size());
        check.findings = sampleFindings(scan, dataset);
        if (auto found = labelFinding(labels, check.samples))
            check.findings.push_back(std::move(*found));
        if (partial)
            partial(check);
    };
    QS_RETURN_IF_ERROR(scanAll(scan, dataset, control, update));
    update();
    const data::InputFigures* main = scan.mainInput() ? &scan.inputs()[*scan.mainInput()] : nullptr;
    const auto usable = usableSamples(scan);
    QS_ASSIGN(check.evidence, findInputEvidence(graph, dataset, inputs, usable, labels, how, control));
    const auto addFirst = [&](std::optional<Finding> finding) {
        if (finding)
            check.findings.insert(check.findings.begin(), std::move(*finding));
    };
    if (main && !main->channels.empty())
        addFirst(rangeFinding(*main, check.evidence));
    addFirst(evidenceFinding(check.evidence));
    check.complete = true;
    return check;
}

std::optional<Finding> sampleCountFinding(const RangeGrowth& growth, std::optional<int64_t> samples)
{
    if (growth.samples < 2)
        return Finding{FindingKind::OneSample, true, {}, {}, {}, {}};
    if (growth.upper <= MostGrowth)
        return std::nullopt;
    if (samples && *samples > growth.samples)
        return Finding{FindingKind::MaybeTooFew, false, {growth.samples, 100 * growth.upper, *samples}, {}, {}, {}};
    return Finding{FindingKind::TooFew,
                   true,
                   {growth.samples, 100 * growth.upper, growth.mostTensor, 100 * growth.most},
                   {},
                   {},
                   {}};
}

} // namespace qscope::analysis
