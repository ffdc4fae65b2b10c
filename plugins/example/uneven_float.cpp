// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QObject>

#include <plugins/api/method.h>

using namespace qscope;

/// One scale per tensor leaves narrow channels few steps. Where the widest channel is many times the median, the layer
/// stays in floating point.
class UnevenFloat : public QObject, public plugins::Method {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QScopeMethodIid FILE "uneven_float.json")
    Q_INTERFACES(qscope::plugins::Method)

public:
    std::vector<plugins::Parameter> parameters() const override
    {
        return {plugins::Parameter::real("ratio", 8, 1, 1e6, "Widest channel over the median that is still quantized.")};
    }

    Result<plugins::MethodResult> run(const plugins::MethodInput& input, const RunControl& control) override
    {
        const double limit = input.values.real("ratio");
        const auto& layers = input.analyzer->layers();
        plugins::MethodResult result{input.config};
        report::Table table{"Layers", {{"layer"}, {"channel ratio"}, {"stays in"}}, {}};
        report::Series ratios{"widest channel over the median", report::Mark::Bars, {}, {}};
        for (size_t i = 0; i < layers.size(); ++i) {
            if (control.stopRequested())
                return RunControl::cancelled();
            control.progress(int64_t(i), int64_t(layers.size()), layers[i].name);
            const double ratio = ratioOf(layers[i], input);
            const bool isFloat = ratio > limit;
            if (isFloat)
                result.config = quant::withFloat(result.config, layers[i], true, layers);
            table.rows.push_back({layers[i].name, ratio, std::string(isFloat ? "floating point" : "the config's bits")});
            ratios.x.push_back(double(i));
            ratios.y.push_back(ratio);
        }
        result.report = {"Uneven channels in float",
                         {report::Chart{"Channels over depth", {"layer"}, {"ratio"}, {std::move(ratios)}}, std::move(table)}};
        return result;
    }

private:
    /// Of the layer's most uneven activation; 1 where nothing is known.
    static double ratioOf(const Layer& layer, const plugins::MethodInput& input)
    {
        double ratio = 1;
        for (const size_t k : layer.activationInputs)
            if (const auto* stats = input.calibration->find(input.analyzer->graph().node(layer.node).inputs[k]))
                ratio = std::fmax(ratio, stats->interChannelRatio()); // fmax leaves NaN out
        return ratio;
    }
};

#include "uneven_float.moc"
