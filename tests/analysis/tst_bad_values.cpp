// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <limits>

#include "core/analysis/analyzer.h"
#include "core/data/npy.h"
#include "tests/support/model_builder.h"

using namespace qscope;
using test::ModelBuilder;

class TestBadValues : public QObject {
    Q_OBJECT

private slots:
    void firstAppearance_data()
    {
        QTest::addColumn<int>("badSample");
        QTest::addColumn<float>("value");
        QTest::addColumn<QString>("warning");
        const float inf = std::numeric_limits<float>::infinity();
        QTest::newRow("only positive numbers") << 0 << 4.0F << QString();
        QTest::newRow("the logarithm of 0 in sample 11")
            << 11 << 0.0F << "NaN or Inf first appear in tensor 'l' of node 'log' (Log), in sample 11: 0 NaN, 1 Inf";
        QTest::newRow("the logarithm of -1 in the first sample")
            << 0 << -1.0F << "NaN or Inf first appear in tensor 'l' of node 'log' (Log), in sample 0: 1 NaN, 0 Inf";
        QTest::newRow("infinity in the data")
            << 20 << inf << "NaN or Inf first appear in tensor 'x' of the data, in sample 20: 0 NaN, 1 Inf";
    }
    void firstAppearance()
    {
        QFETCH(int, badSample);
        QFETCH(float, value);
        QFETCH(QString, warning);
        const std::string model = m_folder.filePath("log.onnx").toStdString();
        ModelBuilder b;
        b.input("x", {ModelBuilder::Any, 4}).node("Exp", {"l"}, {"e"}, "second").node("Log", {"x"}, {"l"}, "log");
        b.node("Sub", {"l", "e"}, {"y"}, "third").output("y");
        b.write(model);
        Tensor x = Tensor::of<float>({21, 4}, std::vector<float>(84, 2.0F));
        x.data<float>()[badSample * 4 + 1] = value;
        const std::string data = m_folder.filePath("x.npy").toStdString();
        const auto bytes = data::formatNpy(x);
        std::ofstream(data, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));

        for (const int threads : {1, 2}) {
            const auto analyzer = analysis::Analyzer::open(model, {threads});
            QVERIFY2(analyzer.ok(), analyzer.ok() ? "" : analyzer.error().text().c_str());
            auto dataset = data::openDataset(data, (*analyzer)->inputSpecs());
            QVERIFY2(dataset.ok(), dataset.ok() ? "" : dataset.error().text().c_str());
            const auto result = (*analyzer)->calibrate(**dataset, {});
            QVERIFY2(result.ok(), result.ok() ? "" : result.error().text().c_str());
            const auto& warnings = (*result)->warnings;
            QCOMPARE(warnings.size(), size_t(warning.isEmpty() ? 0 : 1));
            if (!warnings.empty())
                QCOMPARE(QString::fromStdString(warnings.front()), warning);
        }
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestBadValues)
#include "tst_bad_values.moc"
