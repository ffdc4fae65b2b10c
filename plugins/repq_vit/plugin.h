// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "plugins/api/method.h"

namespace qscope::repq_vit {

class RepqVitPlugin final : public QObject, public plugins::Method {
    Q_OBJECT
    Q_PLUGIN_METADATA(IID QScopeMethodIid FILE "plugin.json")
    Q_INTERFACES(qscope::plugins::Method)

public:
    std::vector<plugins::Parameter> parameters() const override;
    Status appliesTo(const analysis::Analyzer& analyzer) const override;
    Result<plugins::MethodResult> run(const plugins::MethodInput& input, const RunControl& control) override;
};

} // namespace qscope::repq_vit
