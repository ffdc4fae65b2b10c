// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "views/models/notice.h"

class QToolButton;

namespace qscope::views {
class MessagesPanel;
}

namespace qscope::app {

class MessageBar;

/// Everything a person is told goes over this desk: the newest to the bar above the panels, all of it to the
/// panel of messages, and how many were not seen yet to a button in the status bar. Nothing here waits for an
/// answer.
class MessageDesk : public QObject {
    Q_OBJECT

public:
    explicit MessageDesk(views::MessagesPanel& panel, QObject* parent = nullptr);

    MessageBar& bar() const { return *m_bar; }
    QToolButton& counter() const { return *m_counter; }
    void tell(views::NoticeKind kind, const views::Notice& notice);
    /// Tells what the signals `failed`, `warned` and `noted` of `source` say, as far as it has them.
    template <class Source>
    void listenTo(const Source& source)
    {
        if constexpr (requires { &Source::failed; })
            connect(&source, &Source::failed, this,
                    [this](const views::Notice& n) { tell(views::NoticeKind::Error, n); });
        if constexpr (requires { &Source::warned; })
            connect(&source, &Source::warned, this,
                    [this](const views::Notice& n) { tell(views::NoticeKind::Warning, n); });
        if constexpr (requires { &Source::noted; })
            connect(&source, &Source::noted, this,
                    [this](const views::Notice& n) { tell(views::NoticeKind::Note, n); });
    }
    void retranslate();

signals:
    /// The person wants to see the panel.
    void panelRequested();

private:
    void showCount();

    views::MessagesPanel& m_panel;
    MessageBar* m_bar;
    QToolButton* m_counter;
};

} // namespace qscope::app
