// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>
#include <QTableView>
#include <QTest>

#include "app/actions.h"
#include "app/guide.h"
#include "app/main_window.h"
#include "app/method_commands.h"
#include "app/session.h"
#include "app/study_commands.h"
#include "app/workbench.h"
#include "tests/support/window_program.h"
#include "views/panels/comparison_dialog.h"
#include "views/panels/history_panel.h"
#include "views/plots/plot.h"

using namespace qscope;
using namespace qscope::app;

namespace {

const QString Samples = QSCOPE_SAMPLES;

/// What a person can read of a widget, without its children.
QStringList ownTexts(const QWidget& widget)
{
    QStringList texts{widget.windowTitle(), widget.toolTip(), widget.accessibleName()};
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        texts << label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        texts << button->text();
    if (const auto* group = qobject_cast<const QGroupBox*>(&widget))
        texts << group->title();
    if (const auto* menu = qobject_cast<const QMenu*>(&widget))
        texts << menu->title();
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
        texts << line->placeholderText();
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget))
        for (int i = 0; i < tabs->count(); ++i)
            texts << tabs->tabText(i);
    if (const auto* box = qobject_cast<const QComboBox*>(&widget))
        for (int i = 0; i < box->count(); ++i)
            texts << box->itemText(i);
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view && view->model())
        for (int c = 0; c < view->model()->columnCount(); ++c)
            texts << view->model()->headerData(c, Qt::Horizontal).toString();
    if (const auto* plot = qobject_cast<const QCustomPlot*>(&widget))
        for (const QCPAxisRect* rect : plot->axisRects())
            for (const QCPAxis* axis : rect->axes())
                texts << axis->label();
    for (const QAction* action : widget.actions())
        texts << action->text() << action->toolTip();
    return texts;
}

/// What can be seen now, and what stands in menus.
void addTexts(QSet<QString>& to)
{
    for (const QWidget* window : QApplication::topLevelWidgets()) {
        QList<const QWidget*> widgets{window};
        for (const QWidget* child : window->findChildren<QWidget*>())
            widgets << child;
        for (const QWidget* widget : widgets)
            if (widget->isVisible() || qobject_cast<const QMenu*>(widget))
                for (const QString& text : ownTexts(*widget))
                    to.insert(text);
    }
}

/// All that the program shows, one dock after the other in front, with a zero for every number.
QStringList textsOfAll(MainWindow& main)
{
    static const QRegularExpression number(QStringLiteral("[0-9][0-9.,]*"));
    QSet<QString> found;
    for (QDockWidget* dock : main.findChildren<QDockWidget*>()) {
        dock->show();
        dock->raise();
        QApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        addTexts(found);
    }
    QStringList texts(found.begin(), found.end());
    for (QString& text : texts)
        text.replace(number, QStringLiteral("0"));
    texts.removeAll(QString());
    texts.removeDuplicates();
    texts.sort();
    return texts;
}

} // namespace

class TestLanguage : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { test::useEmptySettings("tst_language"); }
    void switchingLeavesNothingInTheOtherLanguage();

private:
    bool open();
    std::unique_ptr<MainWindow> m_window;
};

/// A window with everything up that stays open beside it.
bool TestLanguage::open()
{
    m_window->show();
    Session& session = m_window->session();
    session.prices().setTimesByItself(false);
    DataLocation data;
    data.path = Samples + "/fashion_calibration.npz";
    data.options.limit = 8;
    session.openModel(Samples + "/vit_fashion.onnx");
    session.openData(data);
    const auto settled = [&] {
        return QTest::qWaitFor([&] { return session.idle(); }, 120'000) && session.snapshot()->current;
    };
    if (!settled())
        return false;
    session.toggleFloat({LayerId(1)}, true);
    if (!settled())
        return false;
    m_window->methods().showDialog();
    m_window->study().showDialog();
    auto& history = m_window->workbench().history();
    history.findChild<QTableView*>()->selectAll();
    if (!history.compareSelected())
        return false;
    Guide::showIn(m_window.get());
    QApplication::processEvents();
    return true;
}

/// A window that was switched reads like one that began in that language.
void TestLanguage::switchingLeavesNothingInTheOtherLanguage()
{
    m_window = std::make_unique<MainWindow>();
    QVERIFY(open());
    const QStringList english = textsOfAll(*m_window);
    m_window->language().use("ko");
    const QStringList switched = textsOfAll(*m_window);
    m_window.reset();

    m_window = std::make_unique<MainWindow>();
    m_window->language().use("ko");
    QVERIFY(open());
    const QStringList korean = textsOfAll(*m_window);
    m_window->language().use("en");
    const QStringList back = textsOfAll(*m_window);
    m_window.reset();

    QVERIFY(english.size() > 200);
    // What only the one language has, and what stood there before and after.
    const auto stayed = [](QStringList before, const QStringList& after, const QStringList& wanted) {
        before.removeIf([&](const QString& text) { return !after.contains(text) || wanted.contains(text); });
        return before;
    };
    const QStringList stayedEnglish = stayed(english, switched, korean),
                      stayedKorean = stayed(korean, back, english);
    QVERIFY2(stayedEnglish.isEmpty(), qPrintable(stayedEnglish.join('\n')));
    QVERIFY2(stayedKorean.isEmpty(), qPrintable(stayedKorean.join('\n')));
}

QTEST_MAIN(TestLanguage)
#include "tst_language.moc"
