// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace qscope::views {

/// How values become plot coordinates. Symlog is linear near zero and logarithmic beyond `threshold`, for
/// both signs: y = sign(x) log10(1 + |x| / threshold).
class ValueScale {
public:
    static ValueScale linear() { return {}; }
    static ValueScale symlog(double threshold);
    /// Threshold for data whose typical large magnitude is `large`: `decades` below it, a power of ten.
    static ValueScale symlogFor(double large, int decades = 2);

    bool isLinear() const { return m_threshold <= 0; }
    double threshold() const { return m_threshold; }
    double toCoord(double value) const;
    double toValue(double coord) const;

private:
    double m_threshold = 0;
};

/// Ticks at round values of a ValueScale: 0, +-1, +-2, +-5 times powers of ten, as many as there is room for.
class ValueTicker final : public QCPAxisTicker {
public:
    explicit ValueTicker(ValueScale scale) : m_scale(scale) {}

    /// Between two ticks, as a share of the axis: what a label takes.
    void setLeastGap(double share) { m_leastGap = share; }

protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) final;
    QVector<double> createSubTickVector(int subTickCount, const QVector<double>& ticks) final;
    int getSubTickCount(double tickStep) final;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) final;

private:
    ValueScale m_scale;
    double m_leastGap = 0;
    QVector<double> m_decades; ///< powers of ten on a logarithmic scale, with a label or without
};

/// For a logarithmic axis: round values, written out where they are short.
class LogTicker final : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) final;
    int getSubTickCount(double tickStep) final;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) final;
};

/// Ticks at whole numbers only, for axes that count layers or channels; what lies at 0 is called `first`.
class IndexTicker final : public QCPAxisTicker {
public:
    explicit IndexTicker(int first = 0) : m_first(first) { setTickOrigin(-first); }

protected:
    double getTickStep(const QCPRange& range) final;
    int getSubTickCount(double tickStep) final;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) final;

private:
    int m_first;
};

/// Ticks of an axis that shows log2 of a quantity: "2⁻⁸".
class PowerOfTwoTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) final;
    int getSubTickCount(double tickStep) final;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) final;
};

} // namespace qscope::views
