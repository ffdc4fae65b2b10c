// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QUndoCommand>

#include "core/quant/config.h"

namespace qscope::app {

/// One step there and back, whatever it is about.
class SwitchCommand : public QUndoCommand {
public:
    SwitchCommand(const QString& text, std::function<void()> there, std::function<void()> back)
        : QUndoCommand(text), m_there(std::move(there)), m_back(std::move(back))
    {
    }

    void undo() override { m_back(); }
    void redo() override { m_there(); }

private:
    std::function<void()> m_there;
    std::function<void()> m_back;
};

/// Changes that follow each other and are of the same kind become one step of undo. A kind is where a change comes
/// from: turning one spin box is one kind, and toggling layers is none.
enum class ChangeKind { Single = -1, WeightBits = 1, ActivationBits, Percentile };

/// One step from a config to another.
class ConfigCommand : public QUndoCommand {
public:
    using Apply = std::function<void(const quant::Config&)>;

    ConfigCommand(quant::Config before, quant::Config after, ChangeKind kind, const QString& text, Apply apply);

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    int id() const override { return static_cast<int>(m_kind); }
    bool mergeWith(const QUndoCommand* newer) override;

private:
    quant::Config m_before;
    quant::Config m_after;
    ChangeKind m_kind;
    Apply m_apply;
};

} // namespace qscope::app
