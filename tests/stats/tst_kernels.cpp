// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "core/stats/instruction_sets.h"

using namespace qscope::stats::kernels;

namespace {

/// Everything a set finds out about a matrix.
struct Found {
    Figures figures;
    std::vector<float> lo, hi;
    std::vector<double> sum, sumSq, entropies;
    std::vector<uint64_t> counts;   ///< per place; the crowded ones together
    uint64_t belowStep = 0;
    size_t foundAt = 0;

    bool operator==(const Found& o) const
    {
        const Extremes &a = figures.extremes, &b = o.figures.extremes;
        const bool whole = a.finite == b.finite && counts == o.counts && belowStep == o.belowStep;
        return whole && (!a.finite || (a.lo == b.lo && a.hi == b.hi && figures.moments.sum == o.figures.moments.sum
                                       && figures.moments.sumSq == o.figures.moments.sumSq && lo == o.lo && hi == o.hi
                                       && sum == o.sum && sumSq == o.sumSq && entropies == o.entropies
                                       && foundAt == o.foundAt));
    }
};

Found examine(const InstructionSet& set, const std::vector<float>& x, size_t rows, bool ofColumns, const BinGrid& grid,
              bool octaves)
{
    const size_t length = x.size() / rows, cells = ofColumns ? length : rows;
    Found f;
    f.lo.resize(cells);
    f.hi.resize(cells);
    f.sum.resize(cells);
    f.sumSq.resize(cells);
    BinQueue queue;
    Tally tally{grid, nullptr, &queue, octaves};
    std::vector<uint16_t> table(Tally::Copies * tally.places());
    tally.table = table.data();
    std::fill_n(queue.places, BinQueue::Behind, uint16_t(0));
    queue.end = BinQueue::Behind;
    const Cells into{f.lo.data(), f.hi.data(), f.sum.data(), f.sumSq.data()};
    f.figures = (ofColumns ? set.columnFigures : set.rowFigures)(x.data(), rows, length, into, &tally);
    tally.settle();
    f.counts.resize(tally.places());
    set.takePairs(table.data() + Tally::Copies, tally.places() - 1, f.counts.data() + 1); // place 0 nobody reads
    f.counts[tally.asidePlace()] = 0;
    const auto crowded = f.counts.begin() + static_cast<ptrdiff_t>(tally.crowdedPlace());
    const uint64_t inZeroBin = std::accumulate(crowded, f.counts.end(), uint64_t(0));
    std::fill(crowded, f.counts.end(), 0);
    *crowded = inZeroBin;
    f.belowStep = tally.belowStep;
    f.entropies.resize(rows);
    set.entropyBits(x.data(), rows, length, f.entropies.data());
    f.foundAt = set.findValue(x.data(), x.size(), f.figures.extremes.hi);
    return f;
}

std::vector<float> values(size_t n, float mean, float std, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(mean, std);
    std::vector<float> x(n);
    std::generate(x.begin(), x.end(), [&] { return normal(random); });
    return x;
}

} // namespace

class TestKernels : public QObject {
    Q_OBJECT
private slots:
    void everyInstructionSetGivesTheSameBits_data();
    void everyInstructionSetGivesTheSameBits();
    void countsEqualTheDefinition_data() { everyInstructionSetGivesTheSameBits_data(); }
    void countsEqualTheDefinition();
};

void TestKernels::everyInstructionSetGivesTheSameBits_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    for (const auto& [rows, columns] : {std::pair(1, 1), {1, 7}, {3, 8}, {5, 15}, {2, 64}, {49, 96}, {49, 49}, {33, 3},
                                        {17, 15}, {100, 24}, {6, 1000}, {1, 5000}, {5000, 1}, {64, 37}})
        QTest::addRow("%d rows of %d", rows, columns) << rows << columns;
}

void TestKernels::everyInstructionSetGivesTheSameBits()
{
    QFETCH(int, rows);
    QFETCH(int, columns);
    const auto n = static_cast<size_t>(rows) * static_cast<size_t>(columns);
    const BinGrid narrow{256, -700, 1500, false}, coarse{0.25F, -3, 40, true}, beyondZero{256, 10, 900, false};
    auto withBad = values(n, 0, 2, 4);
    withBad[n / 2] = std::numeric_limits<float>::quiet_NaN();
    withBad[n / 3] = -std::numeric_limits<float>::infinity();
    auto probabilities = values(n, -4, 3, 5);
    std::transform(probabilities.begin(), probabilities.end(), probabilities.begin(), [](float v) { return std::min(std::exp(v), 1.F); });
    probabilities[n / 2] = 0;
    const std::vector<std::vector<float>> data{values(n, 0.1F, 2, 1), values(n, 0, 1e-40F, 2), values(n, 1e20F, 1e30F, 3),
                                               withBad, probabilities};
    for (const auto& x : data) {
        for (const BinGrid& grid : {narrow, coarse, beyondZero}) {
            for (const bool ofColumns : {false, true}) {
                for (const bool octaves : {false, true}) {
                    const Found expected = examine(plainSet, x, static_cast<size_t>(rows), ofColumns, grid, octaves);
                    for (const InstructionSet* set : availableSets())
                        QVERIFY2(examine(*set, x, static_cast<size_t>(rows), ofColumns, grid, octaves) == expected,
                                 set->name);
                }
            }
        }
    }
}

void TestKernels::countsEqualTheDefinition()
{
    QFETCH(int, rows);
    QFETCH(int, columns);
    const auto n = static_cast<size_t>(rows) * static_cast<size_t>(columns);
    const BinGrid grid{64, -100, 180, false};
    const auto x = values(n, 0.1F, 1, 1);
    std::vector<uint64_t> expected(static_cast<size_t>(grid.bins));
    for (const float v : x) {
        const double bin = std::floor(static_cast<double>(v) * 64) + 100;
        if (bin >= 0 && bin < grid.bins)
            ++expected[static_cast<size_t>(bin)];
    }
    for (const InstructionSet* set : availableSets()) {
        for (const bool ofColumns : {false, true}) {
            Found f = examine(*set, x, static_cast<size_t>(rows), ofColumns, grid, false);
            f.counts[1 + 100] += f.counts[1 + static_cast<size_t>(grid.bins) + 1]; // the crowded ones
            QVERIFY2(std::equal(expected.begin(), expected.end(), f.counts.begin() + 1), set->name);
        }
    }
}

QTEST_GUILESS_MAIN(TestKernels)
#include "tst_kernels.moc"
