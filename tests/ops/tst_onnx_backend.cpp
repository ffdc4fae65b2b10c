// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cmath>
#include <cstdio>
#include <set>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "core/onnx/reader.h"
#include "core/onnx/tensor_proto.h"
#include "core/run/instance.h"
#include "tests/ops/coverage_table.h"

using namespace qscope;
using qscope::test::CoverageTable;

namespace {

const QString DataPath = QStringLiteral("/usr/share/libonnx-testdata/data/");
const char* const Suites[] = {"node", "pytorch-converted", "pytorch-operator", "simple"};

enum class Outcome { Passed, Failed, UnknownOperator };

struct Verdict {
    Outcome outcome = Outcome::Passed;
    std::string reason;
    std::set<std::string> operators = {}; ///< of the default domain
};

Verdict failed(const std::string& reason) { return {Outcome::Failed, reason}; }

/// The suite's files hold bfloat16 numbers as uint16; the graph says what they are.
Tensor asDeclared(Tensor tensor, const Value& value)
{
    if (tensor.absent() || tensor.type() != DType::UInt16 || !value.typeKnown || value.type != DType::Float32)
        return tensor;
    Tensor wide(DType::Float32, tensor.shape());
    for (int64_t i = 0; i < tensor.size(); ++i)
        wide.data<float>()[i] = std::bit_cast<float>(uint32_t(tensor.data<uint16_t>()[i]) << 16);
    return wide;
}

Result<Tensor> readTensor(const QString& path, const Value& value)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::FileNotFound, "no such file", path.toStdString()};
    const QByteArray bytes = file.readAll();
    const auto span = std::as_bytes(std::span(bytes.constData(), static_cast<size_t>(bytes.size())));
    QS_ASSIGN(Tensor tensor, onnxio::parseValueProto(span, value.kind, path.toStdString()));
    return asDeclared(std::move(tensor), value);
}

/// The rule of ONNX's own runner: integers exactly, floats within 1e-3 relative plus 1e-5.
std::string difference(const Tensor& got, const Tensor& wanted)
{
    if (got.absent())
        return "was not computed";
    if (got.isNothing() != wanted.isNothing() || got.isSequence() != wanted.isSequence())
        return "is of another kind";
    if (got.isSequence()) {
        std::string text = got.elements().size() == wanted.elements().size() ? "" : "has another length";
        for (size_t i = 0; i < wanted.elements().size() && text.empty(); ++i)
            text = difference(got.elements()[i], wanted.elements()[i]);
        return text;
    }
    if (got.type() != wanted.type())
        return "is " + std::string(dtypeName(got.type())) + ", not " + std::string(dtypeName(wanted.type()));
    if (got.shape() != wanted.shape())
        return "has shape " + shapeText(got.shape()) + ", not " + shapeText(wanted.shape());
    if (!isFloating(got.type()))
        return toInts(got) == toInts(wanted) ? "" : "differs";
    const std::vector<double> a = toDoubles(got);
    const std::vector<double> b = toDoubles(wanted);
    for (size_t i = 0; i < a.size(); ++i) {
        const bool same = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]));
        if (!same && !(std::fabs(a[i] - b[i]) <= 1e-5 + 1e-3 * std::fabs(b[i])))
            return "element " + std::to_string(i) + " is " + std::to_string(a[i]) + ", not " + std::to_string(b[i]);
    }
    return "";
}

Verdict compareOutputs(const Graph& graph, const run::Values& values, const QString& data)
{
    for (size_t i = 0; i < graph.outputs.size(); ++i) {
        const auto wanted = readTensor(QStringLiteral("%1/output_%2.pb").arg(data).arg(i),
                                       graph.value(graph.outputs[i]));
        if (!wanted)
            return failed(wanted.error().text());
        const std::string text = difference(values[graph.outputs[i].index()], *wanted);
        if (!text.empty())
            return failed("output " + std::to_string(i) + " " + text);
    }
    return {};
}

Verdict runGraph(const std::shared_ptr<Graph>& graph, const QString& folder)
{
    if (!run::unknownOperators(*graph).empty())
        return {Outcome::UnknownOperator, run::unknownOperators(*graph).front()};
    if (const Status folded = run::foldConstants(*graph); !folded)
        return failed(folded.error().text());
    auto instance = run::Instance::create(graph, 2);
    if (!instance)
        return failed(instance.error().text());
    const QString data = folder + QStringLiteral("/test_data_set_0");
    std::vector<Tensor> inputs;
    for (size_t i = 0; i < graph->inputs.size(); ++i) {
        const auto tensor = readTensor(QStringLiteral("%1/input_%2.pb").arg(data).arg(i),
                                       graph->value(graph->inputs[i]));
        if (!tensor)
            return failed(tensor.error().text());
        inputs.push_back(*tensor);
    }
    const auto values = (*instance)->run(inputs);
    return values ? compareOutputs(*graph, *values, data) : failed(values.error().text());
}

Verdict runCase(const QString& folder)
{
    const auto model = onnxio::readModel((folder + QStringLiteral("/model.onnx")).toStdString());
    if (!model)
        return failed(model.error().text());
    Verdict verdict = runGraph(std::make_shared<Graph>(model->graph), folder);
    for (const Node& node : model->graph.nodes) {
        if (node.domain.empty())
            verdict.operators.insert(node.op);
    }
    return verdict;
}

struct Exclusion {
    QRegularExpression pattern;
    bool used = false;
};

/// Lines of "pattern: reason"; a pattern is a regular expression for the whole name.
std::vector<Exclusion> readExclusions()
{
    std::vector<Exclusion> list;
    QFile file(QStringLiteral(QSCOPE_BACKEND_EXCLUSIONS));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return list;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const QString text = QString::fromUtf8(line).trimmed();
        if (!text.isEmpty() && !text.startsWith(QLatin1Char('#')))
            list.push_back({QRegularExpression(QRegularExpression::anchoredPattern(
                                text.section(QStringLiteral(": "), 0, 0))), false});
    }
    return list;
}

} // namespace

/// Adds up what the cases of all suites yield.
struct Tally {
    std::vector<Exclusion> exclusions = readExclusions();
    CoverageTable table{QStringLiteral(QSCOPE_ONNX_OPERATORS)};
    int passed = 0, excluded = 0, unknown = 0;
    QStringList wrong;

    Exclusion* exclusionOf(const QString& name)
    {
        for (Exclusion& e : exclusions) {
            if (e.pattern.match(name).hasMatch())
                return &e;
        }
        return nullptr;
    }

    void add(const QString& name, const Verdict& verdict)
    {
        const bool good = verdict.outcome == Outcome::Passed;
        Exclusion* exclusion = exclusionOf(name);
        if (exclusion)
            exclusion->used = true;
        if (good && !exclusion) {
            ++passed;
            table.addPassed(verdict.operators);
        } else if (good) {
            wrong << name + QStringLiteral(": passes, but is on the list of exclusions");
        } else if (exclusion) {
            ++excluded;
            table.addExcluded(verdict.operators);
        } else if (verdict.outcome == Outcome::UnknownOperator) {
            ++unknown;
            if (qEnvironmentVariableIsSet("QSCOPE_LIST_UNKNOWN"))
                std::printf("unknown %s: %s\n", qPrintable(name), verdict.reason.c_str());
        } else {
            wrong << name + QStringLiteral(": ") + QString::fromStdString(verdict.reason);
        }
    }
};

/// QSCOPE_COVERAGE_TABLE=path writes the table of HACKING.md there.
void writeTable(const CoverageTable& table)
{
    const QString path = qEnvironmentVariable("QSCOPE_COVERAGE_TABLE");
    QFile file(path);
    if (!path.isEmpty() && file.open(QIODevice::WriteOnly | QIODevice::Text))
        file.write(table.markdown().toUtf8());
}

/// The backend suites that come with ONNX, run through the reader and the engine.
class TestOnnxBackend : public QObject {
    Q_OBJECT

private slots:
    void everyCaseOfKnownOperatorsPassesOrHasAReason();
    void everyOperatorIsKnown();
};

/// The table as it stands in HACKING.md.
QString documentedTable()
{
    QFile file(QStringLiteral(QSCOPE_HACKING));
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        return {};
    const QString text = QString::fromUtf8(file.readAll());
    return text.section(QStringLiteral("<!-- coverage -->\n"), 1).section(QStringLiteral("<!-- end of coverage -->"), 0, 0);
}

void TestOnnxBackend::everyCaseOfKnownOperatorsPassesOrHasAReason()
{
    if (!QDir(DataPath).exists())
        QSKIP("libonnx-testdata is not installed");
    Tally tally;
    QVERIFY2(!tally.exclusions.empty(), "backend_exclusions.txt is missing");
    for (const char* suite : Suites) {
        const QDir folder(DataPath + QLatin1String(suite));
        const QStringList names = folder.entryList({QStringLiteral("test_*")}, QDir::Dirs, QDir::Name);
        QVERIFY2(!names.isEmpty(), suite);
        for (const QString& name : names)
            tally.add(name, runCase(folder.filePath(name)));
    }
    std::printf("passed %d, excluded %d, failed %d, of unknown operators %d\n", tally.passed, tally.excluded,
                static_cast<int>(tally.wrong.size()), tally.unknown);
    for (const Exclusion& e : tally.exclusions) {
        if (!e.used)
            tally.wrong << e.pattern.pattern() + QStringLiteral(": this exclusion matches no case");
    }
    for (const QString& line : tally.wrong) // one message of QVERIFY2 would be cut off
        std::printf("%s\n", qPrintable(line));
    writeTable(tally.table);
    QVERIFY2(documentedTable().trimmed() == tally.table.markdown().trimmed(),
             "the table in HACKING.md is out of date: write it anew with QSCOPE_COVERAGE_TABLE");
    QCOMPARE(tally.wrong.size(), 0);
}

/// Run or refused with a reason.
void TestOnnxBackend::everyOperatorIsKnown()
{
    QCOMPARE(CoverageTable(QStringLiteral(QSCOPE_ONNX_OPERATORS)).unknown(), QStringList());
}

QTEST_GUILESS_MAIN(TestOnnxBackend)
#include "tst_onnx_backend.moc"
