// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/data/npy.h"

// Running ONNX Runtime (npm package onnxruntime-node) and comparing what it computes with what we compute.
namespace qscope::test {

struct Outcome {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

inline Outcome call(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(580'000))
        return {-1, {}, "did not start or did not finish: " + program.toUtf8()};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

inline Outcome callOrt(const QStringList& arguments) { return call("node", QStringList{QSCOPE_ORT_RUN} + arguments); }

/// Puts the package where the environment variable QSCOPE_ORT says.
inline Outcome installOrt() { return call("sh", {QSCOPE_ORT_INSTALL, qEnvironmentVariable("QSCOPE_ORT")}); }

inline std::vector<NamedTensor> readNpz(const QString& path)
{
    auto arrays = data::readNpz(path.toStdString());
    return arrays.ok() ? *arrays : std::vector<NamedTensor>{};
}

inline const Tensor* find(const std::vector<NamedTensor>& arrays, const std::string& name)
{
    for (const NamedTensor& array : arrays) {
        if (array.name == name)
            return &array.tensor;
    }
    return nullptr;
}

inline std::vector<double> numbers(const Tensor& tensor)
{
    std::vector<double> result(static_cast<size_t>(tensor.size()));
    for (size_t i = 0; i < result.size(); ++i) {
        switch (tensor.type()) {
        case DType::Float32: result[i] = tensor.data<float>()[i]; break;
        case DType::Float64: result[i] = tensor.data<double>()[i]; break;
        case DType::Int64: result[i] = static_cast<double>(tensor.data<int64_t>()[i]); break;
        default: return {};
        }
    }
    return result;
}

inline double sqnrDb(const Tensor& got, const Tensor& wanted)
{
    const auto a = numbers(got);
    const auto b = numbers(wanted);
    double signal = 0;
    double noise = 0;
    for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        signal += b[i] * b[i];
        noise += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return 10 * std::log10(signal / noise);
}

/// Samples (axis 0) whose largest element is not at the same place.
inline int differentTopClasses(const Tensor& got, const Tensor& wanted)
{
    const auto a = numbers(got);
    const auto b = numbers(wanted);
    const auto samples = static_cast<size_t>(wanted.dim(0));
    const auto row = static_cast<ptrdiff_t>(b.size() / samples);
    int different = 0;
    for (size_t s = 0; s < samples; ++s) {
        const auto first = static_cast<ptrdiff_t>(s) * row;
        different += std::max_element(a.begin() + first, a.begin() + first + row) - a.begin()
                     != std::max_element(b.begin() + first, b.begin() + first + row) - b.begin();
    }
    return different;
}

} // namespace qscope::test
