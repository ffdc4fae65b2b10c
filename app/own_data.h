// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "app/data_source.h"

namespace qscope::app {

/// The data opened once more by one worker thread, because a dataset is for one reader at a time.
class OwnData {
public:
    /// Opens it unless that was done before. `id`: of the session's dataset. **Errors** those of
    /// data::openDataset.
    Result<data::Dataset*> open(uint64_t id, const DataLocation& location,
                                const std::vector<data::InputSpec>& inputs)
    {
        if (m_id != id) {
            m_id = 0;
            QS_ASSIGN(m_dataset, data::openDataset(location.path.toStdString(), inputs, location.options));
            m_id = id;
        }
        return m_dataset.get();
    }

private:
    uint64_t m_id = 0;
    std::unique_ptr<data::Dataset> m_dataset;
};

} // namespace qscope::app
