// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/graph/bodies.h"
#include "core/graph/layer_roles.h"
#include "core/onnx/reader.h"
#include "core/run/instance.h"

namespace fuzz {

/// Everything that opening a file does before it runs; null when it is refused.
inline std::unique_ptr<qscope::run::Instance> openModel(const uint8_t* data, size_t size)
{
    using namespace qscope;
    setMemoryLimit(int64_t(64) << 20); // so that filling it takes seconds, sanitized and on a busy machine
    auto model = onnxio::parseModel({reinterpret_cast<const char*>(data), size}, "fuzz.onnx");
    if (!model.ok())
        return nullptr;
    auto graph = std::make_shared<Graph>(std::move(model->graph));
    if (!run::unknownOperators(*graph).empty() || !run::foldConstants(*graph).ok())
        return nullptr;
    showBodies(*graph);
    (void)layerRoles(*graph, findLayers(*graph), findStructures(*graph));
    auto instance = run::Instance::create(graph, 1);
    return instance.ok() ? std::move(*instance) : nullptr;
}

} // namespace fuzz
