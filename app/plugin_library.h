// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>

#include "plugins/registry/registry.h"

namespace qscope::app {

/// The plugins the window knows: built in, installed, and a person's own once that person has allowed them.
class PluginLibrary : public QObject {
    Q_OBJECT

public:
    explicit PluginLibrary(QObject* parent = nullptr);

    /// Never null. Another one after `changed`; whoever runs a plugin keeps the one it came from.
    const std::shared_ptr<plugins::Registry>& registry() const { return m_registry; }
    /// Off until somebody turns it on; kept in the settings.
    bool userFolderEnabled() const;
    void setUserFolderEnabled(bool on);

signals:
    void changed();

private:
    void reload();

    std::shared_ptr<plugins::Registry> m_registry;
};

} // namespace qscope::app
