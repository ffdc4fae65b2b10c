// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/whole_steps.h"

#include <qcustomplot.h>

namespace qscope::views {

void setWholeSteps(QCPGraph& graph, QVector<double> keys, QVector<double> values)
{
    if (!keys.isEmpty() && keys.size() == values.size()) {
        const double step = keys.size() > 1 ? keys[1] - keys[0] : 1;
        keys.prepend(keys.first() - step);
        keys.append(keys.last() + step);
        values.prepend(values.first());
        values.append(values.last());
    }
    graph.setData(keys, values, true);
}

} // namespace qscope::views
