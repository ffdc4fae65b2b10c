// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_repq MODEL [SAMPLES]: how long RepQ-ViT takes on random samples (32), in float passes over them. Models of common
// shapes come from bench_models.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "core/run/patient_threads.h"
#include "plugins/repq_vit/run.h"

using namespace qscope;

namespace {

/// Normal numbers of the model's own shapes; free dimensions count one.
class Noise final : public data::Dataset {
public:
    Noise(std::vector<data::InputSpec> inputs, int64_t samples) : m_inputs(std::move(inputs)), m_samples(samples) {}
    int64_t size() const override { return m_samples; }
    std::string description() const override { return "noise"; }
    Result<std::vector<Tensor>> read(int64_t first, int64_t count) override
    {
        std::vector<Tensor> tensors;
        for (const data::InputSpec& input : m_inputs) {
            Shape shape{count};
            for (size_t a = 1; a < input.shape.size(); ++a)
                shape.push_back(std::max<int64_t>(input.shape[a], 1));
            Tensor x(DType::Float32, shape);
            std::normal_distribution<float> normal;
            const int64_t length = x.size() / count;
            for (int64_t s = 0; s < count; ++s) {
                std::mt19937 generator(static_cast<unsigned>(first + s));
                std::generate_n(x.data<float>() + s * length, length, [&] { return normal(generator); });
            }
            tensors.push_back(std::move(x));
        }
        return tensors;
    }

private:
    std::vector<data::InputSpec> m_inputs;
    int64_t m_samples;
};

double seconds(const std::function<Status()>& what)
{
    const auto start = std::chrono::steady_clock::now();
    if (const Status status = what(); !status.ok()) {
        std::fprintf(stderr, "%s\n", status.error().text().c_str());
        std::exit(1);
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv)
{
    usePatientThreads(argv);
    if (argc < 2)
        return std::puts("bench_repq MODEL [SAMPLES]"), 2;
    const auto opened = analysis::Analyzer::open(argv[1]);
    if (!opened.ok())
        return std::fprintf(stderr, "%s\n", opened.error().text().c_str()), 1;
    analysis::Analyzer& analyzer = **opened;
    Noise noise(analyzer.inputSpecs(), argc > 2 ? std::atoi(argv[2]) : 32);
    const auto pass = [&] { return seconds([&]() -> Status { QS_ASSIGN(const auto y, analyzer.run(noise, {})); return {}; }); };
    pass(); // packs the weights
    const double plain = std::min({pass(), pass(), pass()});
    const quant::Config config;
    const std::vector<int64_t> labels;
    repq_vit::Task task{analyzer, noise, noise, labels, config};
    task.settings.weightBits = task.settings.activationBits = 4;
    task.samples = noise.size();
    task.compare = false;
    std::optional<repq_vit::Outcome> outcome;
    const double method = seconds([&]() -> Status { QS_ASSIGN(outcome, repq_vit::run(task, {})); return {}; });
    const double weights = seconds([&]() -> Status {
        QS_ASSIGN(const auto rewritten, analysis::Analyzer::open(*outcome->model));
        Noise one(analyzer.inputSpecs(), 1);
        QS_ASSIGN(const auto calibration, rewritten->calibrate(one, {}));
        QS_ASSIGN(const auto quantizers, rewritten->quantizers(*calibration, outcome->config));
        return {};
    });
    std::printf("%lld samples: a float pass %.2f s; RepQ-ViT %.2f s = %.2f passes; opening the new model and calibrating its "
                "weights %.2f s\n",
                static_cast<long long>(noise.size()), plain, method, method / plain, weights);
    return 0;
}
