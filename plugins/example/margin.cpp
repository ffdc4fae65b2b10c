// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QObject>

#include <plugins/api/metric.h>

using namespace qscope;

/// Score of the label, or without labels of the float model's class, less the best other score.
class MarginOfSample : public analysis::SampleMetric {
public:
    std::string name() const override { return "margin"; }

    double measure(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t label) const override
    {
        const auto wanted = size_t(label < 0 ? analysis::topClasses(reference[0])[0] : label);
        const auto scores = actual[0].span<float>();
        float other = -std::numeric_limits<float>::infinity();
        for (size_t c = 0; c < scores.size(); ++c)
            if (c != wanted)
                other = std::max(other, scores[c]);
        return double(scores[wanted]) - other;
    }
};

class Margin : public QObject, public plugins::Metric {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QScopeMetricIid FILE "margin.json")
    Q_INTERFACES(qscope::plugins::Metric)

public:
    Result<std::shared_ptr<const analysis::SampleMetric>> bind(const analysis::Analyzer& analyzer,
                                                               const plugins::ParameterValues&) const override
    {
        const Value& output = analyzer.graph().value(analyzer.graph().outputs[0]);
        if (output.type != DType::Float32 || (output.shape && output.shape->size() != 2))
            return Error{ErrorCode::Unsupported, "the output '" + output.name + "' is not one row of scores per sample", {}};
        return std::shared_ptr<const analysis::SampleMetric>(std::make_shared<MarginOfSample>());
    }
};

#include "margin.moc"
