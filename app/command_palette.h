// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "views/models/command_model.h"

class QLabel;
class QLineEdit;
class QListView;

namespace qscope::app {

/// A list of everything that can be done, with its keys: a person types some letters of it and presses Return.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    explicit CommandPalette(std::vector<views::Command> commands, QWidget* parent);

    views::CommandModel& model() { return *m_model; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void chooseFirst();
    void step(int by);
    void runCurrent();

    QLineEdit* m_typed;
    QListView* m_list;
    QLabel* m_nothing; ///< over the list where it is empty
    views::CommandModel* m_model;
};

} // namespace qscope::app
