// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>

namespace qscope::views {

/// An image as large as fits, pixel by pixel, with one spot marked; or a sentence.
class SampleCanvas final : public QWidget {
    Q_OBJECT
public:
    explicit SampleCanvas(QWidget* parent = nullptr);

    /// `spot` in fractions of the image; empty: none.
    void showImage(const QImage& image, const QRectF& spot);
    void showText(const QString& text);
    const QImage& image() const { return m_image; }
    const QString& text() const { return m_text; }
    QRectF imageRect() const; ///< in widget coordinates; empty without image
    QRectF spotRect() const;  ///< at least a few pixels wide; empty without spot

    QSize sizeHint() const override { return {180, 180}; }
    QSize minimumSizeHint() const override { return {80, 80}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_image;
    QRectF m_spot;
    QString m_text;
};

} // namespace qscope::views
