// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "plugins/api/method.h"

namespace qscope::smooth_quant {

class SmoothQuantPlugin final : public QObject, public plugins::Method {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QScopeMethodIid FILE "plugin.json")
    Q_INTERFACES(qscope::plugins::Method)

public:
    std::vector<plugins::Parameter> parameters() const override;
    Result<plugins::MethodResult> run(const plugins::MethodInput& input, const RunControl& control) override;
};

} // namespace qscope::smooth_quant
