// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QJsonArray>
#include <QJsonObject>

#include "cli_process.h"

class TestCliInspect : public QObject {
    Q_OBJECT

private slots:
    void theVitIsRecognised()
    {
        const CliResult result = runCli({"inspect", sample("vit_fashion.onnx"), "--json"});
        QCOMPARE(result.exitCode, 0);
        const QJsonObject json = result.json();
        QCOMPARE(json["layers"].toArray().size(), 38);
        QCOMPARE(json["operators"].toObject()["Softmax"].toInt(), 6);
        std::map<QString, int> kinds;
        QStringList attentionNodes;
        for (const QJsonValue& s : json["structures"].toArray()) {
            ++kinds[s["kind"].toString()];
            if (s["kind"] == "Attention" && attentionNodes.isEmpty()) {
                for (const QJsonValue& node : s["nodes"].toArray())
                    attentionNodes << node.toString();
                QCOMPARE(s["probabilities"].toString(), "/blocks.0/attn/softmax/Softmax_output_0");
            }
        }
        QCOMPARE(kinds["Attention"], 6);
        QCOMPARE(kinds["LayerNorm"], 13);
        QCOMPARE(kinds["Gelu"], 6);
        QCOMPARE(kinds["ResidualAdd"], 12);
        QVERIFY(attentionNodes.contains("/blocks.0/attn/softmax/Softmax"));
    }

    void theTextNamesWhatIsThere()
    {
        const CliResult result = runCli({"inspect", sample("resnet_fashion.onnx")});
        QCOMPARE(result.exitCode, 0);
        for (const char* line : {"input   image  float32[", "layers  16 with", "x Conv", "x ResidualAdd", "opset   "})
            QVERIFY2(result.out.contains(line), qPrintable(result.text()));
    }

    void aMissingFileIsNamed()
    {
        const CliResult result = runCli({"inspect", "nowhere.onnx"});
        QCOMPARE(result.exitCode, 1);
        QVERIFY(result.err.contains("nowhere.onnx"));
    }
};

QTEST_GUILESS_MAIN(TestCliInspect)
#include "tst_cli_inspect.moc"
