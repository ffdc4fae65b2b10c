// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <QTest>

#include "tests/ops/op_runner.h"

using namespace qscope;
using namespace qscope::test;

namespace {

struct Wanted {
    Shape shape;
    std::vector<double> values;
};

/// Adds the product of all operands' elements for every combination of all letters.
Wanted bruteForce(const std::vector<std::string>& operands, const std::string& result,
                  const std::vector<Tensor>& inputs)
{
    std::map<char, int64_t> sizes;
    for (size_t i = 0; i < operands.size(); ++i)
        for (size_t d = 0; d < operands[i].size(); ++d)
            sizes[operands[i][d]] = std::max(sizes[operands[i][d]], inputs[i].dim(d));
    Shape all;
    std::map<char, size_t> place;
    for (const auto& [letter, size] : sizes) {
        place[letter] = all.size();
        all.push_back(size);
    }
    Wanted wanted;
    for (char letter : result)
        wanted.shape.push_back(sizes[letter]);
    wanted.values.assign(static_cast<size_t>(elementCount(wanted.shape)), 0.0);
    for (const auto& index : indicesOf(all)) {
        double product = 1;
        for (size_t i = 0; i < operands.size(); ++i) {
            std::vector<int64_t> own;
            for (char letter : operands[i])
                own.push_back(index[place[letter]]);
            product *= broadcastAt(inputs[i], own);
        }
        int64_t to = 0;
        for (size_t d = 0; d < result.size(); ++d)
            to = to * wanted.shape[d] + index[place[result[d]]];
        wanted.values[static_cast<size_t>(to)] += product;
    }
    return wanted;
}

} // namespace

class TestEinsum : public QObject {
    Q_OBJECT

private slots:
    void agreesWithBruteForce_data();
    void agreesWithBruteForce();
    void ellipsesBroadcast();
    void impliedResultIsAlphabetical();
    void saysWhatIsWrong();
};

void TestEinsum::agreesWithBruteForce_data()
{
    QTest::addColumn<QString>("operands");
    QTest::addColumn<QString>("result");
    const char* const rows[][3] = {
        {"a matrix product", "ij,jk", "ik"},
        {"attention scores", "bhid,bhjd", "bhij"},
        {"an outer product", "i,j", "ij"},
        {"a sum of everything", "ijk", ""},
        {"a transposed tensor", "ijk", "kij"},
        {"a trace", "ii", ""},
        {"a diagonal", "ii", "i"},
        {"diagonals on both sides", "iij,jkk", "ik"},
        {"three operands", "ij,jk,kl", "il"},
        {"a bilinear form", "bn,anm,bm", "ba"},
        {"an element-wise product", "ij,ij", "ij"},
        {"a letter only one operand has and nobody wants", "ij,k", "i"},
        {"a letter in three operands", "ai,aj,ak", "ijk"},
    };
    for (const auto& row : rows)
        QTest::newRow(row[0]) << QString::fromLatin1(row[1]) << QString::fromLatin1(row[2]);
}

void TestEinsum::agreesWithBruteForce()
{
    QFETCH(QString, operands);
    QFETCH(QString, result);
    std::mt19937 random(8);
    std::vector<std::string> parts;
    for (const QString& part : operands.split(QLatin1Char(',')))
        parts.push_back(part.toStdString());
    const std::string equation = (operands + QStringLiteral(" -> ") + result).toStdString();
    for (DType type : {DType::Float32, DType::Float64, DType::Int32}) {
        for (int round = 0; round < 10; ++round) {
            std::map<char, int64_t> sizes;
            std::vector<Tensor> inputs;
            for (const std::string& part : parts) {
                Shape shape;
                for (char letter : part) {
                    if (sizes.find(letter) == sizes.end())
                        sizes[letter] = 1 + static_cast<int64_t>(random() % 4);
                    shape.push_back(sizes[letter]);
                }
                inputs.push_back(castTo(randomFloats(shape, random), type));
            }
            const Wanted wanted = bruteForce(parts, result.toStdString(), inputs);
            const Tensor y = runOne({"Einsum", inputs, {{"equation", equation}}});
            QCOMPARE(y.type(), type);
            QCOMPARE(differenceFrom(y, wanted.shape, wanted.values, type == DType::Float32 ? 1e-5 : 1e-12),
                     QString());
        }
    }
}

void TestEinsum::ellipsesBroadcast()
{
    std::mt19937 random(9);
    const Tensor a = randomFloats({2, 1, 3, 4}, random);
    const Tensor b = randomFloats({5, 4, 6}, random);
    const Wanted wanted = bruteForce({"xyij", "yjk"}, "xyik", {a, b});
    const Tensor y = runOne({"Einsum", {a, b}, {{"equation", std::string("...ij,...jk->...ik")}}});
    QCOMPARE(differenceFrom(y, {2, 5, 3, 6}, wanted.values, 1e-5), QString());
}

void TestEinsum::impliedResultIsAlphabetical()
{
    const Tensor x = counting({2, 3});
    QCOMPARE(runOne({"Einsum", {x}, {{"equation", std::string("ba")}}}).shape(), Shape({3, 2}));
    QCOMPARE(toDoubles(runOne({"Einsum", {x, x}, {{"equation", std::string("ij,ij")}}})),
             std::vector<double>{55});
}

void TestEinsum::saysWhatIsWrong()
{
    const auto errorOf = [](std::vector<Tensor> inputs, const char* equation) {
        std::string error;
        runOne({"Einsum", std::move(inputs), {{"equation", std::string(equation)}}}, &error);
        return QString::fromStdString(error);
    };
    const Tensor x = counting({2, 3});
    QCOMPARE(errorOf({x}, "ij,jk->ik"),
             QStringLiteral("node 'n' (Einsum): equation 'ij,jk->ik' is not one for 1 inputs"));
    QCOMPARE(errorOf({x}, "ijk->i"),
             QStringLiteral("node 'n' (Einsum): equation 'ijk->i' does not fit input 0 of shape [2, 3]"));
    QCOMPARE(errorOf({x}, "i1->i"),
             QStringLiteral("node 'n' (Einsum): equation 'i1->i' is not made of letters"));
    QCOMPARE(errorOf({x}, "ij->k"),
             QStringLiteral(
                 "node 'n' (Einsum): equation 'ij->k' has a result with a dimension that is named twice or "
                 "occurs in no input"));
    QCOMPARE(errorOf({x, x}, "ij,jk->ik"),
             QStringLiteral("node 'n' (Einsum): one dimension of the equation has the sizes 3 and 2"));
}

QTEST_GUILESS_MAIN(TestEinsum)
#include "tst_einsum.moc"
