// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QTextBrowser;
class QToolBar;

namespace qscope::app {

/// The user guide: a page per panel and a few more, in the window's language. A window of its own, so that it can stand
/// beside what it explains.
class Guide : public QWidget {
    Q_OBJECT

public:
    /// Set on a widget: the page that explains it and what is in it.
    static constexpr const char* PageProperty = "guidePage";

    explicit Guide(QWidget* parent = nullptr);

    /// The one guide of a window, on the page that explains what has the focus.
    static void showIn(QWidget* window);
    static void showIn(QWidget* window, const QString& page);

    /// Shows a page by its name ("ranges"); the contents when there is no such page.
    void open(const QString& page);
    QString page() const; ///< name of the page that is shown
    QTextBrowser& browser() { return *m_browser; }

    /// The page for a widget: that of its PageProperty or of the panel it is in, else the contents.
    static QString pageFor(const QWidget* widget);
    /// In the language of the window, where there is one; else in English.
    static QString pathOf(const QString& page, const QString& language);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QTextBrowser* m_browser;
    QToolBar* m_bar;
    QAction *m_home, *m_back, *m_forward, *m_larger, *m_smaller;
};

} // namespace qscope::app
