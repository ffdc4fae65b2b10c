// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include <QString>
#include <QWidget>

#include "app/exporter.h"
#include "app/main_window.h"

namespace qscope::app::stress {

/// Random numbers that are the same everywhere, unlike those of the distributions of the standard library.
class Dice {
public:
    explicit Dice(uint64_t seed) : m_engine(seed) {}

    /// 0 to `count` - 1; `count` must be above 0.
    int below(size_t count) { return static_cast<int>(m_engine() % count); }
    bool chance(int percent) { return below(100) < percent; }
    template <class T>
    T oneOf(const std::vector<T>& all)
    {
        return all[static_cast<size_t>(below(all.size()))];
    }

private:
    std::mt19937_64 m_engine;
};

/// Somebody who clicks on everything in a window. One call of `act` is one thing a person could do; what it
/// was comes back as text.
class Hands {
public:
    Hands(MainWindow& window, Dice& dice, QString folder);

    QString act();

private:
    using Action = QString (Hands::*)();
    struct Habit {
        int weight; ///< how often, against the others
        Action action;
    };
    static const std::vector<Habit>& habits();

    LayerId anyLayer();
    QString toggleRows();
    QString pressNumber();
    QString undo();
    QString redo();
    QString turnControl();
    QString showPanel();
    QString useLayout();
    QString switchLanguage();
    QString switchTheme();
    QString selectLayer();
    QString sortLayers();
    QString filterLayers();
    QString measure();
    QString calibrate();
    QString cancel();
    QString search();
    QString useHistory();
    QString dragRange();
    QString pokePanel();
    QString openSample();
    QString openSomething();
    QString exportSomething();
    QString useDialogs();
    QString resizeWindow();
    QString readMessages();

    MainWindow& m_window;
    Dice& m_dice;
    QString m_folder; ///< for what is written
    Exporter m_exporter;
};

} // namespace qscope::app::stress
