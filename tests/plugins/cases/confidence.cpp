// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include <QObject>

#include "plugins/api/metric.h"

using namespace qscope;

namespace {

class Score : public analysis::SampleMetric {
public:
    explicit Score(bool throws) : m_throws(throws) {}
    std::string name() const override { return "confidence"; }
    double measure(std::span<const Tensor> reference, std::span<const Tensor> actual, int64_t label) const override
    {
        if (m_throws)
            throw std::runtime_error("no score");
        const int64_t wanted = label < 0 ? analysis::topClasses(reference[0])[0] : label;
        return actual[0].span<float>()[static_cast<size_t>(wanted)];
    }

private:
    bool m_throws;
};

} // namespace

class Confidence : public QObject, public plugins::Metric {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QScopeMetricIid FILE "confidence.json")
    Q_INTERFACES(qscope::plugins::Metric)

public:
    std::vector<plugins::Parameter> parameters() const override
    {
        return {plugins::Parameter::boolean("throw", false, "Throw while measuring."),
                plugins::Parameter::boolean("refuse", false, "Refuse the model.")};
    }
    Result<std::shared_ptr<const analysis::SampleMetric>> bind(const analysis::Analyzer&,
                                                               const plugins::ParameterValues& values) const override
    {
        if (values.boolean("refuse"))
            return Error{ErrorCode::Unsupported, "the first output holds no classes", {}};
        return std::shared_ptr<const analysis::SampleMetric>(std::make_shared<Score>(values.boolean("throw")));
    }
};

#include "confidence.moc"
