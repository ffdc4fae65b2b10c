// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "synthetic_snapshot.h"
#include "views/models/message_table_model.h"
#include "views/panels/messages_panel.h"

using namespace qscope;
using namespace qscope::views;

/// What a person is told stays readable, and leads to the layer it is about.
class TestMessages : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_snapshot = withLayers(20);
        m_log = std::make_unique<MessageTableModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_log.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }
    void cleanup()
    {
        m_tester.reset();
        m_log.reset();
    }

    void theNewestIsOnTop()
    {
        add(NoticeKind::Note, Notice("first"));
        add(NoticeKind::Error, Error{ErrorCode::FileNotFound, "there is no such file", "a.npz"});
        QCOMPARE(m_log->rowCount(), 2);
        QCOMPARE(shown(0, MessageTableModel::WhatColumn), QString("there is no such file"));
        QCOMPARE(shown(0, MessageTableModel::WhereColumn), QString("a.npz"));
        QVERIFY(shown(0, MessageTableModel::AdviceColumn).contains("path"));
        QCOMPARE(shown(1, MessageTableModel::WhatColumn), QString("first"));
        QCOMPARE(m_log->line(0).count('\t'), 3);
        QVERIFY(m_log->line(0).contains("a.npz: there is no such file"));
    }

    void theSameAgainCountsUp()
    {
        for (int i = 0; i < 3; ++i)
            add(NoticeKind::Warning, Notice("again"));
        add(NoticeKind::Error, Notice("again"));
        QCOMPARE(m_log->rowCount(), 2);
        QVERIFY(shown(1, MessageTableModel::WhatColumn).contains('3'));
    }

    void notesNeedNotBeSeen()
    {
        QSignalSpy counted(m_log.get(), &MessageTableModel::unseenChanged);
        add(NoticeKind::Note, Notice("done"));
        QCOMPARE(m_log->unseen(), 0);
        QCOMPARE(m_log->worstUnseen(), NoticeKind::Note);
        add(NoticeKind::Error, Notice("broken"));
        add(NoticeKind::Warning, Notice("careful"));
        QCOMPARE(m_log->unseen(), 2);
        QCOMPARE(m_log->worstUnseen(), NoticeKind::Error);
        m_log->markSeen();
        QCOMPARE(m_log->worstUnseen(), NoticeKind::Note);
        QCOMPARE(m_log->unseen(), 0);
        add(NoticeKind::Error, Notice("broken"));
        QCOMPARE(m_log->unseen(), 1);
        m_log->clear();
        QCOMPARE(m_log->rowCount(), 0);
        QCOMPARE(counted.back()[0].toInt(), 0);
    }

    void theOldestGo()
    {
        for (size_t i = 0; i < MessageTableModel::MostKept + 3; ++i)
            add(NoticeKind::Note, Notice(QString::number(i)));
        QCOMPARE(m_log->rowCount(), static_cast<int>(MessageTableModel::MostKept));
        QCOMPARE(shown(0, MessageTableModel::WhatColumn), QString::number(MessageTableModel::MostKept + 2));
    }

    void layersAreFoundInTexts_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<bool>("found");
        QTest::newRow("a name in quotation marks") << "layer \""
                                                   << "\" has no weight" << true;
        QTest::newRow("a name that ends a sentence") << "look at "
                                                     << "." << true;
        QTest::newRow("the name alone") << ""
                                        << "" << true;
        QTest::newRow("a longer name that begins alike") << "layer "
                                                         << "0" << false;
        QTest::newRow("a path that ends alike") << "net/"
                                                << "" << false;
    }
    void layersAreFoundInTexts()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        QFETCH(bool, found);
        const LayerId layer(19);
        const QString name = QString::fromStdString(m_snapshot->layer(layer).name);
        const LayerId named = layerNamedIn(*m_snapshot->model, before + name + after);
        QCOMPARE(named == layer, found);
    }

    void aTensorNamesTheLayerThatReadsIt()
    {
        const ValueId value = m_snapshot->output(LayerId(3));
        const QString text =
            "tensor '" + QString::fromStdString(m_snapshot->model->graph->value(value).name) + "': NaN";
        QCOMPARE(layerNamedIn(*m_snapshot->model, text), LayerId(3));
        QVERIFY(!layerNamedIn(*m_snapshot->model, "nothing of this model").valid());
    }

    void aClickLooksAtTheLayer()
    {
        Selection selection;
        MessagesPanel panel(&selection);
        panel.setSnapshot(m_snapshot);
        panel.resize(600, 300);
        panel.add(
            NoticeKind::Error,
            Notice("layer \"" + QString::fromStdString(m_snapshot->layer(LayerId(7)).name) + "\" is odd"));
        QCOMPARE(panel.log().unseen(), 1);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QCOMPARE(panel.log().unseen(), 1); // visible for a blink only, so far
        QTRY_COMPARE(panel.log().unseen(), 0);
        const QModelIndex row = panel.log().index(0, MessageTableModel::WhatColumn);
        QTest::mouseClick(panel.table().viewport(), Qt::LeftButton, {},
                          panel.table().visualRect(row).center());
        QCOMPARE(selection.layer(), LayerId(7));
        selection.clear();
        panel.setSnapshot(withLayers(30)); // another model: its layers are others
        QTest::mouseClick(panel.table().viewport(), Qt::LeftButton, {},
                          panel.table().visualRect(row).center());
        QVERIFY(!selection.layer().valid());
    }

    void enterDoesWhatIsOffered()
    {
        Selection selection;
        MessagesPanel panel(&selection);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        int done = 0;
        Notice notice("something can be done");
        notice.actionText = "Do it";
        notice.action = [&] {
            ++done;
            panel.clear();
        };
        panel.add(NoticeKind::Warning, notice);
        panel.table().setFocus();
        panel.table().setCurrentIndex(panel.log().index(0, 0));
        QTest::keyClick(&panel.table(), Qt::Key_Return);
        QCOMPARE(done, 1);
        QCOMPARE(panel.log().rowCount(), 0);
    }

    void textIsCopied()
    {
        Selection selection;
        MessagesPanel panel(&selection);
        panel.add(NoticeKind::Error, Notice("one"));
        panel.add(NoticeKind::Error, Notice("two"));
        panel.copy();
        QCOMPARE(QGuiApplication::clipboard()->text().count('\n'), 1);
        panel.table().selectRow(1);
        panel.copy();
        QVERIFY(QGuiApplication::clipboard()->text().endsWith("one"));
    }

private:
    void add(NoticeKind kind, const Notice& notice)
    {
        m_log->add(kind, notice, m_snapshot->model, QDateTime::currentDateTime());
    }
    static std::shared_ptr<Snapshot> withLayers(int count)
    {
        synthetic::Options options;
        options.layers = count;
        return synthetic::snapshot(options);
    }
    QString shown(int row, int column) { return m_log->index(row, column).data().toString(); }

    std::shared_ptr<Snapshot> m_snapshot;
    std::unique_ptr<MessageTableModel> m_log;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_MAIN(TestMessages)
#include "tst_messages.moc"
