// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QDirIterator>
#include <QDockWidget>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>
#include <QTextBrowser>

#include "app/actions.h"
#include "app/guide.h"
#include "app/main_window.h"
#include "app/workbench.h"
#include "views/panels/panel.h"

using namespace qscope::app;

/// The pages hang together, and F1 finds the right one.
class TestGuide : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void everyPageIsThereInBothLanguages()
    {
        const auto names = [](const QString& language) {
            return QDir(":/guide/" + language).entryList({"*.md"}, QDir::Files, QDir::Name);
        };
        QVERIFY(names("en").size() > 10);
        QCOMPARE(names("ko"), names("en"));
    }

    void linksAndPicturesExist_data()
    {
        QTest::addColumn<QString>("path");
        QDirIterator it(":/guide", {"*.md"}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = it.next();
            QTest::newRow(qPrintable(path)) << path;
        }
    }
    void linksAndPicturesExist()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(text.startsWith("# "));
        static const QRegularExpression target("\\]\\(([^)]+)\\)");
        for (auto links = target.globalMatch(text); links.hasNext();) {
            const QString link = links.next().captured(1);
            QVERIFY2(QFile::exists(QDir::cleanPath(QFileInfo(path).path() + '/' + link)), qPrintable(link));
        }
    }

    void everyPanelHasAPage()
    {
        MainWindow window;
        QVERIFY(!window.workbench().docks().isEmpty());
        for (const QDockWidget* dock : window.workbench().docks()) {
            const QString page = Guide::pageFor(dock->widget());
            QCOMPARE(page, dock->objectName());
            QVERIFY2(QFile::exists(Guide::pathOf(page, "en")), qPrintable(page));
        }
        QCOMPARE(Guide::pageFor(window.workbench().centre()), QString("ranges"));
        QCOMPARE(Guide::pageFor(&window), QString("index"));
        QCOMPARE(Guide::pageFor(nullptr), QString("index"));
        QCOMPARE(Guide::pageFor(window.findChild<QSpinBox*>("weightBits")), QString("quantizers"));
    }

    void theActionOpensOneGuide()
    {
        MainWindow window;
        window.show();
        window.actionSet()[Act::Guide]->trigger();
        const auto guides = window.findChildren<Guide*>();
        QCOMPARE(guides.size(), 1);
        QVERIFY(guides.front()->isVisible());
        QCOMPARE(guides.front()->page(), QString("index"));
        QVERIFY(guides.front()->browser().toPlainText().contains("Quantoscope"));
        window.actionSet()[Act::Guide]->trigger();
        QCOMPARE(window.findChildren<Guide*>().size(), 1);
    }

    void pagesFollowTheLanguage()
    {
        MainWindow window;
        window.language().use("en");
        Guide guide(&window);
        guide.open("ranges");
        QVERIFY(guide.browser().toPlainText().contains("Ranges over depth"));
        window.language().use("ko");
        QCoreApplication::sendPostedEvents();
        QCOMPARE(guide.page(), QString("ranges"));
        QVERIFY(guide.browser().toPlainText().contains(QString::fromUtf8("깊이별 범위")));
        window.language().use("en");
        guide.open("no such page");
        QCOMPARE(guide.page(), QString("index"));
    }

    void picturesAreAsWideAsTheText()
    {
        Guide guide;
        guide.open("ranges");
        const QVariant resource = guide.browser().loadResource(QTextDocument::ImageResource,
                                                               QUrl("qrc:/guide/en/pictures/ranges.png"));
        const auto picture = resource.value<QImage>();
        QVERIFY(!picture.isNull());
        QVERIFY(picture.width() / picture.devicePixelRatio() < 640);
    }

    void picturesAreOfTheTheme()
    {
        const auto corner = [](const QPalette& palette) {
            Guide guide;
            guide.setPalette(palette);
            guide.open("ranges");
            const QVariant picture = guide.browser().loadResource(QTextDocument::ImageResource,
                                                                  QUrl("qrc:/guide/en/pictures/ranges.png"));
            return picture.value<QImage>().pixelColor(2, 2).lightness();
        };
        QVERIFY(corner(QPalette(Qt::white)) > 200);
        QVERIFY(corner(QPalette(QColor(0x20, 0x20, 0x20))) < 80);
    }
};

QTEST_MAIN(TestGuide)
#include "tst_guide.moc"
