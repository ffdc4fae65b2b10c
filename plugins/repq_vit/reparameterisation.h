// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/quant/quantizer.h"
#include "core/rewrite/normalization_site.h"

/// The arithmetic of scale reparameterisation: channels with a quantizer each become channels that share one, because what
/// tells them apart moves into the normalization before and the weights behind.
/// **Source** Li et al., RepQ-ViT, ICCV 2023, eq. 15-17, and its released code.
namespace qscope::repq_vit {

/// Scale and zero point of every channel.
struct ChannelGrid {
    std::vector<double> scale;
    std::vector<double> zeroPoint;
};
ChannelGrid channelGridOf(const quant::QuantParams& params);

/// The quantizer they share afterwards.
struct SharedGrid {
    double scale = 1; ///< mean of the scales, rounded to float32
    double zeroPoint = 0;
};

/// Means over the channels. With `wholeZeroPoint` the mean zero point is rounded (half to even): then the shared codes are
/// those of the channels, one for one. Without, it is as in the released code: a grid shifted by a fraction of a step, on
/// which real zero is no code.
SharedGrid sharedGrid(const ChannelGrid& channels, bool wholeZeroPoint);

/// What the normalization has to do to its channels: r_c = s_c / s~, b_c = s~ (z~ - z_c).
rewrite::ChannelMap channelMap(const ChannelGrid& channels, const SharedGrid& shared);

} // namespace qscope::repq_vit
