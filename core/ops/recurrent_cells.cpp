// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/recurrent_cells.h"

#include <algorithm>

#include "core/ops/simd.h"

namespace qscope::ops {

namespace {

QS_SIMD void addScaled(const float* x, float factor, float* y, int64_t count)
{
    QS_INDEPENDENT
    for (int64_t i = 0; i < count; ++i)
        y[i] += factor * x[i];
}

void addScaled(const double* x, double factor, double* y, int64_t count)
{
    for (int64_t i = 0; i < count; ++i)
        y[i] += factor * x[i];
}

/// Four rows, `stride` apart, in one go: y is read and written once.
QS_SIMD void addFour(const float* x, int64_t stride, const float* factors, float* y, int64_t count)
{
    const float *p = x, *q = x + stride, *r = x + 2 * stride, *s = x + 3 * stride;
    const float a = factors[0], b = factors[1], c = factors[2], d = factors[3];
    QS_INDEPENDENT
    for (int64_t i = 0; i < count; ++i)
        y[i] += (a * p[i] + b * q[i]) + (c * r[i] + d * s[i]);
}

void addFour(const double* x, int64_t stride, const double* factors, double* y, int64_t count)
{
    for (int64_t k = 0; k < 4; ++k)
        addScaled(x + k * stride, factors[k], y, count);
}

template <class T>
void clipAll(T* values, int64_t count, float limit)
{
    if (limit <= 0)
        return;
    for (int64_t i = 0; i < count; ++i)
        values[i] = std::clamp(values[i], static_cast<T>(-limit), static_cast<T>(limit));
}

/// Gate values of one sequence at one step: clipped, then through a function.
template <class T>
void activate(const RecurrentNode& node, const RecurrentActivation& f, T* values, int64_t count)
{
    clipAll(values, count, node.clip);
    f.apply(values, count);
}

/// One step of one sequence. `g`: input and recurrent products with biases, gates in the order i, o, f, c.
template <class T>
void lstmStep(const RecurrentNode& node, const Direction<T>& d, int64_t hidden, T* g, T* h, T* c)
{
    T *in = g, *out = g + hidden, *forget = g + 2 * hidden, *candidate = g + 3 * hidden;
    const T* p = d.peepholes.empty() ? nullptr : d.peepholes.data();
    for (int64_t i = 0; p && i < hidden; ++i) {
        in[i] += p[i] * c[i];
        forget[i] += p[2 * hidden + i] * c[i];
    }
    activate(node, d.activations[0], in, hidden);
    if (!node.coupled)
        activate(node, d.activations[0], forget, hidden);
    activate(node, d.activations[1], candidate, hidden);
    for (int64_t i = 0; i < hidden; ++i) {
        c[i] = (node.coupled ? T(1) - in[i] : forget[i]) * c[i] + in[i] * candidate[i];
        out[i] += p ? p[hidden + i] * c[i] : T(0);
        h[i] = c[i];
    }
    activate(node, d.activations[0], out, hidden);
    d.activations[2].apply(h, hidden);
    for (int64_t i = 0; i < hidden; ++i)
        h[i] *= out[i];
}

/// `x`: input products, `r`: recurrent products, both with their biases; gates in the order z, r, h.
template <class T>
void gruStep(const RecurrentNode& node, const Direction<T>& d, int64_t hidden, T* x, const T* r, T* h)
{
    T *update = x, *reset = x + hidden, *candidate = x + 2 * hidden;
    for (int64_t i = 0; i < 2 * hidden; ++i)
        x[i] += r[i];
    activate(node, d.activations[0], update, hidden);
    activate(node, d.activations[0], reset, hidden);
    if (node.resetAfter) {
        for (int64_t i = 0; i < hidden; ++i)
            candidate[i] += reset[i] * r[2 * hidden + i];
    } else {
        std::vector<T> remembered(static_cast<size_t>(hidden));
        for (int64_t i = 0; i < hidden; ++i)
            remembered[static_cast<size_t>(i)] = reset[i] * h[i];
        for (int64_t k = 0; k < hidden; ++k)
            addScaled(d.recurrent.data() + (k * 3 + 2) * hidden, remembered[static_cast<size_t>(k)],
                      candidate, hidden);
        for (int64_t i = 0; i < hidden; ++i)
            candidate[i] += d.recurrentBias[static_cast<size_t>(2 * hidden + i)];
    }
    activate(node, d.activations[1], candidate, hidden);
    for (int64_t i = 0; i < hidden; ++i)
        h[i] = (T(1) - update[i]) * candidate[i] + update[i] * h[i];
}

} // namespace

template <class T>
void addRecurrent(const T* h, const T* r, T* y, int64_t batch, int64_t hidden, int64_t columns)
{
    parallelPieces(
        columns,
        [&](int64_t begin, int64_t end) {
            int64_t k = 0;
            for (; k + 4 <= hidden; k += 4)
                for (int64_t b = 0; b < batch; ++b)
                    addFour(r + k * columns + begin, columns, h + b * hidden + k, y + b * columns + begin,
                            end - begin);
            for (; k < hidden; ++k)
                for (int64_t b = 0; b < batch; ++b)
                    addScaled(r + k * columns + begin, h[b * hidden + k], y + b * columns + begin,
                              end - begin);
        },
        batch * hidden);
}

template <class T>
void cellStep(const RecurrentNode& node, const Direction<T>& d, int64_t hidden, T* x, const T* r, T* h, T* c)
{
    if (node.cell == Cell::Gru)
        return gruStep(node, d, hidden, x, r, h);
    const int64_t count = node.gates * hidden;
    for (int64_t i = 0; i < count; ++i)
        x[i] += r[i];
    if (node.cell == Cell::Lstm)
        return lstmStep(node, d, hidden, x, h, c);
    activate(node, d.activations[0], x, hidden);
    std::copy_n(x, hidden, h);
}

template void addRecurrent(const float*, const float*, float*, int64_t, int64_t, int64_t);
template void addRecurrent(const double*, const double*, double*, int64_t, int64_t, int64_t);
template void cellStep(const RecurrentNode&, const Direction<float>&, int64_t, float*, const float*, float*,
                       float*);
template void cellStep(const RecurrentNode&, const Direction<double>&, int64_t, double*, const double*,
                       double*, double*);

} // namespace qscope::ops
