// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QTemporaryDir>

#include "core/io/atomic_file.h"
#include "core/quant/config.h"

using namespace qscope;
using namespace qscope::quant;

namespace {

Layer layer(const char* name, const char* op, const char* block)
{
    Layer result;
    result.name = name;
    result.op = op;
    result.block = block;
    return result;
}

const std::vector<Layer> Layers = {
    layer("/patch/Conv", "Conv", ""),
    layer("/blocks.0/attn/qkv/MatMul", "MatMul", "blocks.0"),
    layer("/blocks.0/mlp/fc1/MatMul", "MatMul", "blocks.0"),
    layer("/blocks.1/mlp/fc1/MatMul", "MatMul", "blocks.1"),
    layer("head", "Gemm", ""),
};

Rule floatRule(MatchKind kind, const char* text, bool isFloat = true)
{
    Rule rule;
    rule.match = {kind, text};
    rule.isFloat = isFloat;
    return rule;
}

std::vector<bool> floats(const Config& config)
{
    const auto specs = resolve(config, Layers);
    std::vector<bool> result;
    if (specs.ok())
        for (const LayerSpec& spec : *specs)
            result.push_back(spec.isFloat);
    return result;
}

QString errorOf(const char* json)
{
    const auto config = configFromJson(json, "config.json");
    return config.ok() ? QString() : QString::fromStdString(config.error().text());
}

QString errorOf(const Config& config)
{
    const auto specs = resolve(config, Layers);
    return specs.ok() ? QString() : QString::fromStdString(specs.error().text());
}

const char ReadmeForm[] = R"({"version": 1,
 "default": {"weights": {"bits": 8, "symmetric": true, "granularity": "per-channel", "calibrator": "max"},
             "activations": {"bits": 8, "symmetric": false, "granularity": "per-tensor", "calibrator": "percentile", "percentile": 99.99}},
 "rules": [{"match": {"regex": "blocks\\.1\\..*"}, "float": true},
           {"match": {"op": "Conv"}, "weights": {"bits": 4, "calibrator": "mse"}}]})";

} // namespace

class TestConfig : public QObject {
    Q_OBJECT

private slots:
    void readsTheReadmeForm();
    void writesWhatItReads();
    void writesThisText();
    void everyKeyIsReadAndWritten();
    void configsOfTheFirstVersionStayAsTheyWere();
    void rulesPatchEveryField();
    void refusesCombinations_data();
    void refusesCombinations();
    void refusesBadDocuments_data();
    void refusesBadDocuments();
    void matches_data();
    void matches();
    void laterRulesOverrideOnlyWhatTheyName();
    void refusesUnusableConfigs_data();
    void refusesUnusableConfigs();
    void togglingTwiceGivesTheConfigBack();
    void togglingOverridesAnEarlierRule();
    void togglingChangesNothingWhenItIsSo();
    void togglingReusesTheNameRule();
    void readsAndWritesFiles();
    void inputsOfTheirOwn();
    void laterRulesOverrideInputsToo();
    void refusesInputsThatAreNotThere();
};

/// A product of two activations, and a layer with weights on the right.
std::vector<Layer> withProduct()
{
    std::vector<Layer> layers{layer("mix", "MatMul", ""), layer("fc", "MatMul", "")};
    layers[0].activationInputs = {0, 1};
    layers[1].activationInputs = {0};
    return layers;
}

void TestConfig::inputsOfTheirOwn()
{
    const auto config = configFromJson(R"({"version":1,"rules":[{"match":{"op":"MatMul"},"activations":{"bits":6},
        "inputs":{"1":{"bits":4,"kind":"log-sqrt2"}}}]})", "config.json");
    QVERIFY2(config.ok(), config.ok() ? "" : config.error().text().c_str());
    const auto specs = resolve(*config, withProduct());
    QVERIFY(specs.ok());
    QCOMPARE((*specs)[0].activation(0).bits, 6);
    QCOMPARE((*specs)[0].activation(1).bits, 4);
    QVERIFY((*specs)[0].activation(1).kind == QuantizerKind::LogSqrt2);
    QVERIFY((*specs)[0].activation(0).kind == QuantizerKind::Uniform);
    QVERIFY((*specs)[1].inputs.empty()); // it has no input 1
    QCOMPARE((*specs)[1].activation(0).bits, 6);
    const auto again = configFromJson(configToJson(*config), "again");
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QVERIFY(*again == *config);
}

void TestConfig::laterRulesOverrideInputsToo()
{
    Config config;
    Rule own, all;
    own.match = all.match = {MatchKind::Name, "mix"};
    own.inputs[0].bits = 4;
    own.inputs[0].kind = QuantizerKind::Log2;
    all.activations.bits = 5;
    config.rules = {own, all};
    const auto specs = resolve(config, withProduct());
    QVERIFY(specs.ok());
    QCOMPARE((*specs)[0].activation(0).bits, 5);
    QVERIFY((*specs)[0].activation(0).kind == QuantizerKind::Log2); // what the later rule does not name stays
    QCOMPARE((*specs)[0].activation(1).bits, 5);
}

void TestConfig::refusesInputsThatAreNotThere()
{
    const auto error = [](const char* name, size_t input) {
        Config config;
        Rule rule;
        rule.match = {MatchKind::Name, name};
        rule.inputs[input].bits = 4;
        config.rules = {rule};
        const auto specs = resolve(config, withProduct());
        return specs.ok() ? QString() : QString::fromStdString(specs.error().text());
    };
    QCOMPARE(error("mix", 1), QString());
    QCOMPARE(error("mix", 2), QStringLiteral("rules[0] (name \"mix\").inputs.2: layer 'mix' quantizes no such input, only 0 and 1"));
    QCOMPARE(error("fc", 1), QStringLiteral("rules[0] (name \"fc\").inputs.1: layer 'fc' quantizes no such input, only 0"));
}

void TestConfig::readsTheReadmeForm()
{
    const auto config = configFromJson(ReadmeForm, "config.json");
    QVERIFY2(config.ok(), config.ok() ? "" : config.error().text().c_str());
    Config expected;
    expected.activations = {8, false, Granularity::PerTensor, Calibrator::Percentile, 99.99};
    expected.activations.exponent = Config{}.activations.exponent; // not named, so it stays
    expected.rules.push_back(floatRule(MatchKind::Regex, R"(blocks\.1\..*)"));
    Rule conv;
    conv.match = {MatchKind::Op, "Conv"};
    conv.weights.bits = 4;
    conv.weights.calibrator = Calibrator::Mse;
    expected.rules.push_back(conv);
    QVERIFY(*config == expected);
    QCOMPARE(floats(*config), (std::vector<bool>{false, false, false, true, false}));
}

void TestConfig::writesWhatItReads()
{
    Config config;
    config.weights = {4, false, Granularity::PerTensor, Calibrator::Entropy, 99.5};
    config.activations = {16, true, Granularity::PerTensor, Calibrator::Percentile, 100};
    Rule rule = floatRule(MatchKind::Block, "blocks.0", false);
    rule.activations = {12, true, Granularity::PerTensor, Calibrator::Max, 60.25};
    config.rules = {rule, floatRule(MatchKind::Name, "a \"quoted\" \\ name")};
    const auto again = configFromJson(configToJson(config), "again");
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QVERIFY(*again == config);
}

void TestConfig::writesThisText()
{
    Config config;
    config.rules.push_back(floatRule(MatchKind::Name, "head"));
    QCOMPARE(QString::fromStdString(configToJson(config)), QStringLiteral(R"({
  "version": 1,
  "default": {
    "weights": {"bits": 8, "symmetric": true, "granularity": "per-channel", "calibrator": "max"},
    "activations": {"bits": 8, "symmetric": false, "granularity": "per-tensor", "calibrator": "lp", "grid": "genie", "exponent": 3.0}
  },
  "rules": [
    {"match": {"name": "head"}, "float": true}
  ]
}
)"));
}

/// Every key with another value than it has by default.
const char EveryKey[] = R"({"bits": 5, "symmetric": true, "granularity": "per-channel", "calibrator": "lp",
 "percentile": 98.5, "kind": "power-of-two", "sign": "unsigned", "narrowRange": "off", "rounding": "half-away",
 "blockSize": 48, "averaging": 0.05, "entropyForm": "nvidia", "grid": "aimet", "exponent": 3.5, "gamma": 2,
 "range": [-1.5, 2], "scales": [0.5, 0.25], "zeroPoints": [3, -4]})";

QuantizerSpec everythingElse()
{
    QuantizerSpec s{5, true, Granularity::PerChannel, Calibrator::Lp, 98.5};
    s.kind = QuantizerKind::PowerOfTwo;
    s.sign = Signedness::Unsigned;
    s.narrowRange = NarrowRange::Off;
    s.rounding = Rounding::HalfAway;
    s.blockSize = 48;
    s.averaging = 0.05;
    s.entropyForm = EntropyForm::Nvidia;
    s.grid = SearchGrid::Aimet;
    s.exponent = 3.5;
    s.gamma = 2;
    s.range = {-1.5, 2};
    s.scales = {0.5, 0.25};
    s.zeroPoints = {3, -4};
    return s;
}

void TestConfig::everyKeyIsReadAndWritten()
{
    const std::string text = std::string(R"({"version":1,"default":{"weights":)") + EveryKey + R"(,"activations":)" + EveryKey +
                             R"(},"rules":[{"match":{"op":"Conv"},"weights":)" + EveryKey + "}]}";
    const auto config = configFromJson(text, "config.json");
    QVERIFY2(config.ok(), config.ok() ? "" : config.error().text().c_str());
    QVERIFY(config->weights == everythingElse());
    QVERIFY(config->activations == everythingElse());
    const auto again = configFromJson(configToJson(*config), "again");
    QVERIFY2(again.ok(), again.ok() ? "" : again.error().text().c_str());
    QVERIFY(*again == *config);
}

void TestConfig::configsOfTheFirstVersionStayAsTheyWere()
{
    const auto config = configFromJson(ReadmeForm, "config.json");
    QVERIFY(config.ok());
    QuantizerSpec before{8, false, Granularity::PerTensor, Calibrator::Percentile, 99.99};
    QVERIFY(canonical(config->activations) == canonical(before));
    before = {8, true, Granularity::PerChannel, Calibrator::Max, 99.99};
    QVERIFY(canonical(config->weights) == canonical(before));
}

void TestConfig::rulesPatchEveryField()
{
    const std::string text =
        std::string(R"({"version":1,"rules":[{"match":{"op":"Conv"},"weights":)") + EveryKey + R"(,"activations":)" + EveryKey + "}]}";
    const auto config = configFromJson(text, "config.json");
    QVERIFY(config.ok());
    const auto specs = resolve(*config, Layers);
    QVERIFY(specs.ok());
    QVERIFY((*specs)[0].weights == everythingElse());
    QVERIFY((*specs)[0].activations == everythingElse());
    QVERIFY((*specs)[1].weights == Config{}.weights);
}

void TestConfig::refusesCombinations_data()
{
    QTest::addColumn<QString>("weights");
    QTest::addColumn<QString>("activations");
    QTest::addColumn<QString>("message");
    QTest::newRow("a codebook of too many bits")
        << R"({"kind":"codebook","bits":9})" << "{}" << "weights of layer '/patch/Conv': a codebook has 2 to 8 bits, not 9";
    QTest::newRow("a codebook per block")
        << R"({"kind":"codebook","granularity":"per-block"})" << "{}"
        << "weights of layer '/patch/Conv': a codebook is per-tensor or per-channel, it would be larger than its block";
    QTest::newRow("a codebook per channel of activations")
        << "{}" << R"({"kind":"codebook","granularity":"per-channel"})"
        << "activations of layer '/patch/Conv': activations can have a codebook per tensor only";
    QTest::newRow("a manual range that is not given")
        << "{}" << R"({"calibrator":"manual"})" << "activations of layer '/patch/Conv': the calibrator manual needs a range";
    const auto given = [](const char* name, const char* activations, const char* message) {
        QTest::newRow(name) << "{}" << QString(R"({"calibrator":"given",%1})").arg(activations)
                            << (*message == 0 ? QString() : QString("activations of layer '/patch/Conv': ") + message);
    };
    given("scales that are not given", R"("bits":4)", "the calibrator given needs scales");
    given("two scales for a tensor", R"("scales":[1,2])", "a quantizer per tensor takes one scale, not 2");
    given("more zero points than scales", R"("scales":[1],"zeroPoints":[0,1])", "there are 1 scales and 2 zero points");
    given("a zero point that symmetry forbids", R"("scales":[1],"zeroPoints":[3],"symmetric":true)",
          "a symmetric quantizer and one that is not evenly spaced have no zero point");
    given("a zero point of a log kind", R"("scales":[1],"zeroPoints":[3],"kind":"log2")",
          "a symmetric quantizer and one that is not evenly spaced have no zero point");
    given("fractions per channel", R"("scales":[1],"zeroPoints":[0.5],"granularity":"per-channel")",
          "zero points per channel are whole numbers, not 0.5");
    given("a codebook", R"("scales":[1],"kind":"codebook")", "a codebook has no scale that could be given");
    given("a zero point outside the codes", R"("scales":[0.5],"zeroPoints":[22],"bits":4)", "");
    given("a zero point that is not whole", R"("scales":[0.5],"zeroPoints":[10.125])", "");
    QTest::newRow("weights with given scales") << R"({"calibrator":"given","scales":[1]})" << "{}"
        << "weights of layer '/patch/Conv': the calibrator given is for activations, weights have their own scales";
    QTest::newRow("codebooks of both") << R"({"kind":"codebook","bits":4})" << R"({"kind":"codebook","bits":8})" << "";
    QTest::newRow("channels of activations") << "{}" << R"({"granularity":"per-channel"})" << "";
    QTest::newRow("blocks of weights") << R"({"granularity":"per-block","blockSize":256})" << "{}" << "";
}

void TestConfig::refusesCombinations()
{
    QFETCH(QString, weights);
    QFETCH(QString, activations);
    QFETCH(QString, message);
    const auto config = configFromJson((R"({"version":1,"rules":[{"match":{"op":"Conv"},"weights":)" + weights +
                                        R"(,"activations":)" + activations + "}]}").toStdString(), "config.json");
    QVERIFY2(config.ok(), config.ok() ? "" : config.error().text().c_str());
    QCOMPARE(errorOf(*config), message);
}

void TestConfig::refusesBadDocuments_data()
{
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const char* json, const char* message) {
        QTest::newRow(name) << QString(json) << QString("config.json: ") + message;
    };
    row("an unknown key in a rule",
        R"({"version":1,"rules":[{"match":{"op":"Conv"}},{"match":{"op":"Conv"},"weights":{"bitz":4}}]})",
        "rules[1].weights.bitz: unknown key");
    row("an unknown key at the top", R"({"version":1,"rule":[]})", "rule: unknown key");
    row("an unknown key in the defaults", R"({"version":1,"default":{"bias":{}}})",
        "default.bias: unknown key");
    row("an unknown key in match", R"({"version":1,"rules":[{"match":{"op":"Conv","index":1}}]})",
        "rules[0].match.index: unknown key");
    row("no version", R"({})", "version: is missing");
    row("another version", R"({"version":2})", "version: 2 is unknown, this program reads version 1");
    row("a version that is a text", R"({"version":"1"})", "version: must be a whole number, is a text");
    row("a list instead of an object", "[]", "must be an object, is a list");
    row("bits that are fractional", R"({"version":1,"default":{"weights":{"bits":7.5}}})",
        "default.weights.bits: must be a whole number, is 7.5");
    row("one bit", R"({"version":1,"default":{"weights":{"bits":1}}})",
        "default.weights.bits: 1 is outside 2 to 16");
    row("seventeen bits", R"({"version":1,"default":{"weights":{"bits":17}}})",
        "default.weights.bits: 17 is outside 2 to 16");
    row("bits beyond 64-bit integers", R"({"version":1,"default":{"weights":{"bits":18446744073709551615}}})",
        "default.weights.bits: must be a whole number, is 18446744073709551615");
    row("a percentile of 50",
        R"({"version":1,"rules":[{"match":{"op":"Conv"},"activations":{"percentile":50}}]})",
        "rules[0].activations.percentile: 50 is outside (50, 100]");
    row("a percentile above 100", R"({"version":1,"default":{"activations":{"percentile":100.5}}})",
        "default.activations.percentile: 100.5 is outside (50, 100]");
    row("blocks of activations", R"({"version":1,"default":{"activations":{"granularity":"per-block"}}})",
        "default.activations.granularity: activations have no blocks, they can be per-tensor or per-channel");
    row("a block that is too small", R"({"version":1,"default":{"weights":{"blockSize":8}}})",
        "default.weights.blockSize: 8 is outside 16 to 256");
    row("a block that is too large", R"({"version":1,"rules":[{"match":{"op":"Conv"},"weights":{"blockSize":257}}]})",
        "rules[0].weights.blockSize: 257 is outside 16 to 256");
    row("an averaging of 0", R"({"version":1,"default":{"activations":{"averaging":0}}})",
        "default.activations.averaging: 0 is outside (0, 1]");
    row("an exponent above 8", R"({"version":1,"default":{"activations":{"exponent":9}}})",
        "default.activations.exponent: 9 is outside 0.5 to 8");
    row("a negative gamma", R"({"version":1,"default":{"activations":{"gamma":-1}}})",
        "default.activations.gamma: -1 is outside 0.01 to 1000");
    row("a range from high to low", R"({"version":1,"default":{"activations":{"range":[2,1]}}})",
        "default.activations.range: [2, 1] is no range: two finite numbers, the smaller first");
    row("a range of one number", R"({"version":1,"default":{"activations":{"range":[2]}}})",
        "default.activations.range: takes two numbers, has 1");
    row("a range that is a number", R"({"version":1,"default":{"activations":{"range":2}}})",
        "default.activations.range: must be a list of numbers");
    row("a scale of 0", R"({"version":1,"default":{"activations":{"scales":[0]}}})",
        "default.activations.scales: 0 is no scale: a number above 0 that float32 holds");
    row("a zero point far away", R"({"version":1,"default":{"activations":{"zeroPoints":[1e7]}}})",
        "default.activations.zeroPoints: 1e+07 is outside -1.04858e+06 to 1.04858e+06");
    row("an input that is no number", R"({"version":1,"rules":[{"match":{"op":"MatMul"},"inputs":{"first":{}}}]})",
        "rules[0].inputs.first: is no number of an input: 0, 1, ...");
    row("an unknown key of an input", R"({"version":1,"rules":[{"match":{"op":"MatMul"},"inputs":{"1":{"bitz":4}}}]})",
        "rules[0].inputs.1.bitz: unknown key");
    row("bits of an input", R"({"version":1,"rules":[{"match":{"op":"MatMul"},"inputs":{"1":{"bits":1}}}]})",
        "rules[0].inputs.1.bits: 1 is outside 2 to 16");
    row("an unknown kind", R"({"version":1,"default":{"weights":{"kind":"log"}}})",
        "default.weights.kind: \"log\" is none of uniform, power-of-two, log2, log-sqrt2, twin-range, fp8-e4m3, fp8-e5m2 and codebook");
    row("an unknown sign", R"({"version":1,"default":{"weights":{"sign":"yes"}}})",
        "default.weights.sign: \"yes\" is none of auto, signed and unsigned");
    row("a narrow range that is true", R"({"version":1,"default":{"weights":{"narrowRange":true}}})",
        "default.weights.narrowRange: must be a text, is true or false");
    row("an unknown rounding", R"({"version":1,"default":{"weights":{"rounding":"up"}}})",
        "default.weights.rounding: \"up\" is none of half-even and half-away");
    row("an unknown grid", R"({"version":1,"default":{"weights":{"grid":"qdrop"}}})",
        "default.weights.grid: \"qdrop\" is none of brecq, genie and aimet");
    row("an unknown entropy form", R"({"version":1,"default":{"weights":{"entropyForm":"tensorrt"}}})",
        "default.weights.entropyForm: \"tensorrt\" is none of auto, nvidia and onnxruntime");
    row("an unknown calibrator", R"({"version":1,"default":{"weights":{"calibrator":"kl"}}})",
        "default.weights.calibrator: \"kl\" is none of max, moving-average, percentile, entropy, mse, lp, sqnr, "
        "quantile, manual and given");
    row("an unknown granularity", R"({"version":1,"default":{"weights":{"granularity":"channel"}}})",
        "default.weights.granularity: \"channel\" is none of per-tensor, per-channel and per-block");
    row("symmetric as a number", R"({"version":1,"default":{"weights":{"symmetric":1}}})",
        "default.weights.symmetric: must be true or false, is a number");
    row("a rule without match", R"({"version":1,"rules":[{"float":true}]})", "rules[0].match: is missing");
    row("a match of two kinds", R"({"version":1,"rules":[{"match":{"op":"Conv","name":"a"}}]})",
        "rules[0].match: takes exactly one of name, regex, op and block, has 2");
    row("an empty match", R"({"version":1,"rules":[{"match":{}}]})",
        "rules[0].match: takes exactly one of name, regex, op and block, has 0");
    row("a match that is a text", R"({"version":1,"rules":[{"match":"Conv"}]})",
        "rules[0].match: must be an object, is a text");
    row("rules that are an object", R"({"version":1,"rules":{}})", "rules: must be a list, is an object");
    row("a key that occurs twice", R"({"version":1,"version":1})",
        "the key \"version\" occurs twice in one object");
}

void TestConfig::refusesBadDocuments()
{
    QFETCH(QString, json);
    QFETCH(QString, message);
    QCOMPARE(errorOf(json.toUtf8().constData()), message);
}

void TestConfig::matches_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("layers");
    const auto row = [](const char* name, MatchKind kind, const char* text, const QList<int>& layers) {
        QTest::newRow(name) << int(kind) << QString(text) << layers;
    };
    row("a name as it is", MatchKind::Name, "/patch/Conv", {0});
    row("a name without its slash", MatchKind::Name, "patch/Conv", {0});
    row("a name with a slash too many", MatchKind::Name, "/head", {4});
    row("part of a name matches nothing", MatchKind::Name, "patch", {});
    row("an expression over the whole name", MatchKind::Regex, ".*fc1.*", {2, 3});
    row("an expression must match the whole name", MatchKind::Regex, "fc1", {});
    row("an expression without the leading slash", MatchKind::Regex, R"(blocks\.0\..*|blocks\.0/.*)", {1, 2});
    row("a name with dots", MatchKind::Name, "blocks.0.attn.qkv.MatMul", {1});
    row("an expression with dots", MatchKind::Regex, R"(blocks\.0\..*)", {1, 2});
    row("an operator", MatchKind::Op, "MatMul", {1, 2, 3});
    row("operators are case-sensitive", MatchKind::Op, "matmul", {});
    row("a block", MatchKind::Block, "blocks.0", {1, 2});
    row("a block with a slash", MatchKind::Block, "/blocks.1", {3});
    row("an empty block matches nothing", MatchKind::Block, "", {});
}

void TestConfig::matches()
{
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(QList<int>, layers);
    const auto matched = matchLayers({MatchKind(kind), text.toStdString()}, Layers);
    QVERIFY(matched.ok());
    QList<int> found;
    for (const LayerId id : *matched)
        found.push_back(id.value);
    QCOMPARE(found, layers);
}

void TestConfig::laterRulesOverrideOnlyWhatTheyName()
{
    Config config;
    Rule first;
    first.match = {MatchKind::Op, "MatMul"};
    first.weights.bits = 4;
    first.activations.bits = 6;
    Rule second;
    second.match = {MatchKind::Block, "blocks.1"};
    second.weights.bits = 5;
    config.rules = {first, second};
    const auto specs = resolve(config, Layers);
    QVERIFY(specs.ok());
    QCOMPARE((*specs)[0].weights.bits, 8);
    QCOMPARE((*specs)[1].weights.bits, 4);
    QCOMPARE((*specs)[3].weights.bits, 5);
    QCOMPARE((*specs)[3].activations.bits, 6);
    QVERIFY((*specs)[3].weights.symmetric);
}

void TestConfig::refusesUnusableConfigs_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, MatchKind kind, const char* text, const char* message) {
        QTest::newRow(name) << int(kind) << QString(text) << QString(message);
    };
    row("a name with a typing error", MatchKind::Name, "/blocks.0/atn/qkv/MatMul",
        "rules[0] (name \"/blocks.0/atn/qkv/MatMul\") matches no layer; the nearest layer name is "
        "\"/blocks.0/attn/qkv/MatMul\"");
    row("a name like nothing else", MatchKind::Name, "xyz", "rules[0] (name \"xyz\") matches no layer");
    row("an operator the model lacks", MatchKind::Op, "ConvTranspose",
        "rules[0] (op \"ConvTranspose\") matches no layer; the layers' operators are Conv, Gemm, MatMul");
    row("a block the model lacks", MatchKind::Block, "blocks.9",
        "rules[0] (block \"blocks.9\") matches no layer; the nearest block is \"blocks.0\"");
    row("an expression for part of a name", MatchKind::Regex, "qkv",
        "rules[0] (regex \"qkv\") matches no layer; it occurs inside \"/blocks.0/attn/qkv/MatMul\", but must "
        "match a "
        "whole name (try \".*qkv.*\")");
}

void TestConfig::refusesUnusableConfigs()
{
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(QString, message);
    Config config;
    config.rules.push_back(floatRule(MatchKind(kind), text.toUtf8().constData()));
    QCOMPARE(errorOf(config), message);

    Config broken;
    broken.rules.push_back(floatRule(MatchKind::Regex, "("));
    QVERIFY(errorOf(broken).startsWith("rules[0] (regex \"(\"): the regular expression is invalid: "));
    broken.rules[0].match.text = std::string(100000, '(');
    QVERIFY(errorOf(broken).contains("longer than 1000 characters"));
    Config blocks;
    blocks.activations.granularity = Granularity::PerBlock;
    QVERIFY(errorOf(blocks).startsWith("default.activations.granularity: "));
    Config bits;
    bits.rules.push_back(floatRule(MatchKind::Op, "Conv"));
    bits.rules[0].weights.bits = 20;
    QCOMPARE(errorOf(bits), QStringLiteral("rules[0].weights.bits: 20 is outside 2 to 16"));
}

void TestConfig::togglingTwiceGivesTheConfigBack()
{
    Config config;
    Rule conv;
    conv.match = {MatchKind::Op, "Conv"};
    conv.weights.bits = 4;
    config.rules = {conv};
    const Config on = withFloat(config, Layers[0], true, Layers);
    QCOMPARE(floats(on), (std::vector<bool>{true, false, false, false, false}));
    QVERIFY(withFloat(on, Layers[0], false, Layers) == config);
}

void TestConfig::togglingOverridesAnEarlierRule()
{
    Config config;
    config.rules = {floatRule(MatchKind::Op, "MatMul")};
    const Config off = withFloat(config, Layers[2], false, Layers);
    QCOMPARE(floats(off), (std::vector<bool>{false, true, false, true, false}));
    QCOMPARE(off.rules.size(), size_t(2));
    QVERIFY(withFloat(off, Layers[2], true, Layers) == config);
}

void TestConfig::togglingChangesNothingWhenItIsSo()
{
    Config config;
    config.rules = {floatRule(MatchKind::Block, "blocks.0")};
    QVERIFY(withFloat(config, Layers[1], true, Layers) == config);
    QVERIFY(withFloat(config, Layers[4], false, Layers) == config);
    QVERIFY(withFloat(config, layer("elsewhere", "Conv", ""), true, Layers) == config);
}

void TestConfig::togglingReusesTheNameRule()
{
    Rule named = floatRule(MatchKind::Name, "head");
    named.weights.bits = 6;
    Config config;
    config.rules = {floatRule(MatchKind::Op, "Gemm"), named};
    const Config off = withFloat(config, Layers[4], false, Layers);
    QCOMPARE(off.rules.size(), size_t(2));
    QCOMPARE(off.rules[1].isFloat, std::optional<bool>(false));
    QCOMPARE(off.rules[1].weights.bits, std::optional<int>(6));
    QVERIFY(!floats(off)[4]);
}

void TestConfig::readsAndWritesFiles()
{
    QTemporaryDir dir;
    const std::string path = dir.filePath("c.json").toStdString();
    QVERIFY(!readConfig(path).ok());
    QCOMPARE(readConfig(path).error().code, ErrorCode::FileNotFound);
    Config config;
    config.activations.bits = 6;
    QVERIFY(writeConfig(config, path).ok());
    const auto again = readConfig(path);
    QVERIFY(again.ok());
    QVERIFY(*again == config);
    QVERIFY(io::writeFileAtomically(path, "{\"version\": 1,").ok());
    const auto truncated = readConfig(path);
    QVERIFY(!truncated.ok());
    QVERIFY(QString::fromStdString(truncated.error().text())
                .startsWith(QString::fromStdString(path) + ": not valid JSON, parse error at line 1"));
}

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
