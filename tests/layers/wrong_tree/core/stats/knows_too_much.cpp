// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <onnx/onnx_pb.h>

#include <oneapi/dnnl/dnnl.hpp>

#include "views/panels/panel.h"
