// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "app/data_dialog.h"

using namespace qscope;
using namespace qscope::app;

class TestDataDialog : public QObject {
    Q_OBJECT

private slots:
    void imageNetIsProposedForColour();
    void greyIsProposedForOneChannel();
    void presetsAreExact();
    void wrongNumbersCannotBeAccepted();
    void numbers_data();
    void numbers();
};

void TestDataDialog::imageNetIsProposedForColour()
{
    const DataDialog dialog("photos", {{"image", DType::Float32, {-1, 3, 224, 224}, true}});
    const data::OpenOptions options = dialog.options();
    QCOMPARE(options.image.mean, (std::vector<float>{0.485F, 0.456F, 0.406F}));
    QCOMPARE(options.image.std, (std::vector<float>{0.229F, 0.224F, 0.225F}));
    QCOMPARE(options.image.order, data::ColourOrder::Rgb);
    QCOMPARE(options.image.resize, data::Resize::ShorterSide);
    QVERIFY(options.limit && *options.limit == 256);
}

void TestDataDialog::greyIsProposedForOneChannel()
{
    const DataDialog dialog("digits", {{"image", DType::Float32, {-1, 1, 28, 28}, true}});
    QCOMPARE(dialog.options().image.order, data::ColourOrder::Gray);
    QCOMPARE(dialog.options().image.mean, std::vector<float>{0.F});
}

void TestDataDialog::presetsAreExact()
{
    QCOMPARE(DataDialog::preset(2)->scale, 1.F / 255.F);
    QCOMPARE(DataDialog::preset(1)->order, data::ColourOrder::Bgr);
    QCOMPARE(DataDialog::preset(1)->scale, 1.F);
    QVERIFY(!DataDialog::preset(5));
    QVERIFY(!DataDialog::preset(-1));
    const DataDialog dialog("photos", {});
    QCOMPARE(dialog.options().image.scale, 1.F / 255.F); // the box alone would have rounded it
}

void TestDataDialog::wrongNumbersCannotBeAccepted()
{
    DataDialog dialog("photos", {});
    auto* open = dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Open);
    QVERIFY(open->isEnabled());
    const auto edits = dialog.findChildren<QLineEdit*>();
    const auto mean = std::find_if(edits.begin(), edits.end(), [](QLineEdit* e) { return e->text().startsWith("0.485"); });
    QVERIFY(mean != edits.end());
    (*mean)->setText("0.5, nonsense");
    QVERIFY(!open->isEnabled());
    (*mean)->setText("0.5");
    QVERIFY(open->isEnabled());
}

void TestDataDialog::numbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<float>>("expected");
    QTest::newRow("commas") << "0.5,1,2" << QList<float>{0.5F, 1.F, 2.F};
    QTest::newRow("spaces and semicolons") << " 0.5 ; 1e-3 " << QList<float>{0.5F, 1e-3F};
    QTest::newRow("nothing is no list") << "" << QList<float>();
    QTest::newRow("a word is no list") << "1, two" << QList<float>();
}

void TestDataDialog::numbers()
{
    QFETCH(QString, text);
    QFETCH(QList<float>, expected);
    const auto parsed = DataDialog::parseNumbers(text).value_or(std::vector<float>());
    QCOMPARE(QList<float>(parsed.begin(), parsed.end()), expected);
}

QTEST_MAIN(TestDataDialog)
#include "tst_data_dialog.moc"
