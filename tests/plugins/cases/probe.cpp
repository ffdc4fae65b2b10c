// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <stdexcept>
#include <thread>

#include <QObject>

#include "core/graph/structures.h"
#include "core/onnx/graph_editor.h"
#include "core/rewrite/model_rewriter.h"
#include "plugins/api/method.h"

using namespace qscope;

namespace {

/// Whoever only reads the metadata does not see this.
const bool kLoaded = qputenv("QSCOPE_PROBE_LOADED", "1");

report::Report reportOf(const plugins::MethodInput& input)
{
    report::Report report{"Probe", {report::Note{"Nothing was done."}}};
    report.items.push_back(report::Table{"Input",
                                         {{"what"}, {"count"}},
                                         {{"layers", double(input.analyzer->layers().size())},
                                          {"samples", double(input.dataset->size())},
                                          {"calibration samples", double(input.calibration->samples)},
                                          {"labels", double(input.labels.size())},
                                          {"data to fit on", input.calibrationData ? 1.0 : 0.0}}});
    return report;
}

} // namespace

class Probe : public QObject, public plugins::Method {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QScopeMethodIid FILE "probe.json")
    Q_INTERFACES(qscope::plugins::Method)

public:
    std::vector<plugins::Parameter> parameters() const override
    {
        return {plugins::Parameter::choice(
                    "behaviour", "config",
                    {{"config", "all weights at `bits`"},
                     {"model", "rewrites the model so that it computes the same"},
                     {"bias", "rewrites the model with the last bias twenty times as large"},
                     {"error", "returns an Error"},
                     {"throw", "throws"},
                     {"throw-odd", "throws an int"},
                     {"wait", "waits until it is stopped"},
                     {"bad-report", "a row that is too short"},
                     {"bad-config", "a rule for a layer that is not there"}},
                    "What to do."),
                plugins::Parameter::integer("bits", 4, 2, 16, "Of the weights.", "bits")};
    }

    Status appliesTo(const analysis::Analyzer& analyzer) const override
    {
        if (analyzer.layers().size() < 2)
            return Error{ErrorCode::Unsupported, "the model has fewer than two layers", {}};
        return {};
    }

    Result<plugins::MethodResult> run(const plugins::MethodInput& input, const RunControl& control) override
    {
        const std::string behaviour = input.values.text("behaviour");
        plugins::MethodResult result{input.config, {}, reportOf(input), {"this is a probe"}};
        result.config.weights.bits = static_cast<int>(input.values.integer("bits"));
        if (behaviour == "error")
            return Error{ErrorCode::Unsupported, "the node 'x' has no bias", "probe"};
        if (behaviour == "throw")
            throw std::runtime_error("seven is no bias");
        if (behaviour == "throw-odd")
            throw 7;
        for (int i = 0; behaviour == "wait"; ++i) {
            if (control.stopRequested())
                return RunControl::cancelled();
            control.progress(i, 0, "waiting");
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (behaviour == "model") {
            onnxio::GraphEditor editor(input.analyzer->model());
            editor.setMetadata("rewritten", "by the probe"); // computes the same, but is another file
            QS_ASSIGN(const std::string bytes, editor.serialize());
            QS_ASSIGN(result.model, onnxio::parseModel(bytes, input.analyzer->path()));
        }
        if (behaviour == "bias") {
            const analysis::Analyzer& analyzer = *input.analyzer;
            const auto structures = findStructures(analyzer.graph());
            rewrite::ModelRewriter rewriter(analyzer.model(), analyzer.graph(), analyzer.layers(),
                                            structures);
            std::vector<double> extra = rewriter.bias(analyzer.layers().size() - 1);
            for (double& b : extra)
                b *= 19;
            rewriter.addToBias(analyzer.layers().size() - 1, extra);
            QS_ASSIGN(result.model, rewriter.finish());
        }
        if (behaviour == "bad-report")
            result.report.items.push_back(report::Table{"Wrong", {{"a"}, {"b"}}, {{1.0}}});
        if (behaviour == "bad-config") {
            quant::Rule rule;
            rule.match.text = "nobody";
            rule.isFloat = true;
            result.config.rules.push_back(rule);
        }
        return result;
    }
};

#include "probe.moc"
