// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/config_command.h"

#include <utility>

namespace qscope::app {

ConfigCommand::ConfigCommand(quant::Config before, quant::Config after, ChangeKind kind, const QString& text, Apply apply)
    : QUndoCommand(text), m_before(std::move(before)), m_after(std::move(after)), m_kind(kind), m_apply(std::move(apply))
{
}

bool ConfigCommand::mergeWith(const QUndoCommand* newer)
{
    if (newer->id() != id())
        return false;
    const auto* other = static_cast<const ConfigCommand*>(newer);
    m_after = other->m_after;
    setObsolete(m_after == m_before);
    return true;
}

} // namespace qscope::app
