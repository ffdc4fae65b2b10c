// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later

/// How long switching the calibrator takes for a model of 100 layers: the answers of a fresh QuantizerStore on histograms
/// of 2048 bins, medians, and as shares of the 50 ms that a switch may take. `bench_calibrators [threads]`
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

#include <omp.h>

#include "core/analysis/layer_quantizers.h"

using namespace qscope;

namespace {

constexpr int Layers = 100;
constexpr double BudgetMs = 50;

struct Model {
    std::shared_ptr<Graph> graph = std::make_shared<Graph>();
    std::vector<Layer> layers;
    analysis::CalibrationResult calibration;
};

/// After a normalization, after a ReLU, of heavy tails, a softmax: in turn.
float drawn(int layer, std::mt19937& generator)
{
    std::normal_distribution<float> normal(0, 1);
    std::student_t_distribution<float> heavy(3);
    switch (layer % 4) {
    case 0: return normal(generator);
    case 1: return std::max(normal(generator), 0.F);
    case 2: return heavy(generator);
    default: return std::exp(-6 * std::abs(normal(generator)));
    }
}

Model makeModel()
{
    Model model;
    std::mt19937 generator(1);
    for (int i = 0; i < Layers; ++i) {
        model.graph->values.emplace_back();
        Node node;
        node.name = "layer " + std::to_string(i);
        node.op = "MatMul";
        node.inputs = {ValueId(i)};
        model.graph->nodes.push_back(node);
        Layer layer;
        layer.node = NodeId(i);
        layer.name = node.name;
        layer.op = node.op;
        layer.activationInputs = {0};
        model.layers.push_back(layer);
        std::vector<float> x(50000);
        std::generate(x.begin(), x.end(), [&] { return drawn(i, generator); });
        const auto [lo, hi] = std::minmax_element(x.begin(), x.end());
        stats::TensorStats tensor;
        tensor.histogram.add(x, *lo, *hi);
        for (int s = 0; s < 1024; ++s)
            tensor.trace.add(s, *lo, *hi);
        model.calibration.tensors.push_back(std::move(tensor));
        model.calibration.indexByValue.push_back(i);
    }
    model.calibration.id = 1;
    return model;
}

double medianMs(const Model& model, const quant::Config& config)
{
    std::vector<double> times;
    for (int i = 0; i < 7; ++i) {
        analysis::QuantizerStore store(model.graph, model.layers);
        const auto start = std::chrono::steady_clock::now();
        if (!store.quantizers(model.calibration, config).ok())
            std::abort();
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void report(const Model& model, const quant::QuantizerSpec& spec, const char* what)
{
    quant::Config config;
    config.activations = spec;
    const double ms = medianMs(model, config);
    std::printf("%-16s%-24s%2d bits  %-12s%8.2f ms%8.2f of the budget\n", nameOf(spec.calibrator).data(), what, spec.bits,
                spec.symmetric ? "symmetric" : "asymmetric", ms, ms / BudgetMs);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1)
        omp_set_num_threads(std::max(1, std::atoi(argv[1])));
    const Model model = makeModel();
    std::printf("%d layers, %d threads\n", Layers, omp_get_max_threads());
    for (const auto& calibrator : quant::choices<quant::Calibrator>()) {
        for (const int bits : {4, 8}) {
            for (const bool symmetric : {false, true}) {
                quant::QuantizerSpec spec;
                spec.calibrator = calibrator.value;
                spec.bits = bits;
                spec.symmetric = symmetric;
                spec.range = {-1, 1};
                if (spec.calibrator != quant::Calibrator::Lp)
                    report(model, spec, "");
                else
                    for (const auto& grid : quant::choices<quant::SearchGrid>()) {
                        spec.grid = grid.value;
                        report(model, spec, grid.name.data());
                    }
            }
        }
    }
    for (const auto& kind : quant::choices<quant::QuantizerKind>()) {
        quant::QuantizerSpec spec;
        spec.calibrator = quant::Calibrator::Mse;
        spec.kind = kind.value;
        report(model, spec, kind.name.data());
    }
}
