// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/search/cures.h"
#include "plugins/api/method.h"
#include "plugins/registry/registry.h"

namespace qscope::plugins {

/// Adds to the cures of a layer what equalization with its neighbours gains: cross-layer equalization with the layers it shares
/// channels with alone, SmoothQuant of the normalization it reads. Each rewrites the model around this layer and nothing else;
/// the rewritten model is calibrated on the same samples and compared with the float outputs of the model as it is, so the
/// gain means what it means for the other cures. What cannot be done goes to `table.missing` with the reason.
/// `input`: the model, its calibration, `table.config` and the data; its values are not read. `leaveOut`: samples the
/// calibration has passed over.
/// **Errors** those of the passes over the data; Cancelled. **Cost** two passes, and per method opening the rewritten model, its
/// calibration and a pass. **Memory** see rewrite::RewritingGain.
Status addEqualization(search::CureTable& table, Registry& registry, const MethodInput& input,
                       const analysis::SampleSet& leaveOut, const RunControl& control);

/// The values a cure's method is run with. **Errors** those of the registry and of ParameterValues::set.
Result<ParameterValues> valuesOf(const search::CureMethod& cure, Registry& registry);

/// The model that a cure makes. **Errors** those of the method.
Result<MethodResult> runCure(const search::CureMethod& cure, Registry& registry, MethodInput input, const RunControl& control);

} // namespace qscope::plugins
