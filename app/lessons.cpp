// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/lessons.h"

#include <QCoreApplication>

namespace qscope::app {

namespace {

struct LessonText {
    Q_DECLARE_TR_FUNCTIONS(Lessons)
};

} // namespace

QList<Lesson> lessons()
{
    return {
        {"channels", LessonText::tr("Channels after LayerNorm"),
         LessonText::tr("One channel is more than 20 times as wide as the median one"), "vit_fashion",
         "/blocks.4/mlp/fc1/MatMul", "channels", "lesson-channels"},
        {"softmax", LessonText::tr("A softmax crowded near zero"),
         LessonText::tr("Seven of ten probabilities are smaller than one step of 8 bits"), "vit_fashion",
         "/blocks.3/attn/context/MatMul", "softmax", "lesson-softmax"},
        {"outlier", LessonText::tr("One layer spoils 4 bits"),
         LessonText::tr("Quantized alone, the first layer loses 5 dB more than any other"), "resnet_fashion",
         "/conv1/Conv", "sensitivity", "lesson-outlier", 4, true},
        {"clipping", LessonText::tr("Clipping against rounding"),
         LessonText::tr("Drag the clip lines: one error falls while the other grows"), "vit_fashion",
         "/blocks.0/mlp/fc2/MatMul", "histogram", "lesson-clipping", 4},
    };
}

} // namespace qscope::app
