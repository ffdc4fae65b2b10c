// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/kernels/dnnl_support.h"
#include "core/kernels/kernels.h"
#include "core/kernels/primitives.h"

namespace qscope::kernels {

/// A convolution 3 x 3 with stride 1, by Winograd's F(4 x 4, 3 x 3): 36 products for what the direct sum takes 144. On
/// ResNet-like layers it takes 0.3 to 0.7 of the direct kernel's time. oneDNN has it for blocks of 16 channels only, so
/// images are moved into those and back, which is 2 to 10 % of the time.
///
/// Whether a convolution is done this way depends on its shape and the machine's instruction set, never on the number of
/// threads; the bits do not depend on that either.
/// **Error bound** see Convolution. A NaN or Inf reaches all 16 results of the tiles it is read by.
/// **Source** Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2015.
/// For core/kernels only.
class Winograd {
public:
    /// Would be done this way if the machine has it.
    static bool isWanted(const ConvolutionSpec& spec, const Shape& x, const Shape& w, const Shape& y);
    /// Null when the direct sum is the better choice, or the only one.
    static std::unique_ptr<Winograd> plan(const ConvolutionSpec& spec, const Shape& x, const Shape& w, bool hasBias,
                                          const Shape& y);

    const dnnl::memory::desc& weights() const { return m_convolution.weights; }
    /// Memory for one call.
    size_t workspaceBytes() const;
    void run(const Tensor& x, const dnnl::memory& weights, const Tensor* bias, Tensor& y, void* workspace) const;

private:
    Winograd() = default;
    void runImages(float* x, const dnnl::memory& weights, const Tensor* bias, float* y, char* workspace) const;

    int64_t m_calls = 1; ///< each for the same number of images
    bool m_addsToOutput = false;
    ScratchedPrimitive m_convolution;
    dnnl::memory::desc m_src, m_dst, m_blockedSrc, m_blockedDst;
    dnnl::reorder m_intoBlocks, m_outOfBlocks, m_summandIntoBlocks;
    dnnl::primitive m_activation; ///< what the convolution cannot do itself; empty for none
};

} // namespace qscope::kernels
