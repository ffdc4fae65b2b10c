// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/samples.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace qscope::app {

QString samplesFolder()
{
    const QDir program(QCoreApplication::applicationDirPath());
    for (const QString& folder : {program.filePath("../share/quantoscope/samples"), QString(QSCOPE_SOURCE_SAMPLES)})
        if (QFileInfo(folder).isDir())
            return QDir::cleanPath(folder);
    return {};
}

QList<Sample> bundledSamples()
{
    const QString folder = samplesFolder();
    if (folder.isEmpty())
        return {};
    const QDir dir(folder);
    const QString data = dir.filePath("fashion_calibration.npz");
    const QString labels = dir.filePath("fashion_calibration_labels.npy");
    const QList<Sample> known{
        {QCoreApplication::translate("Samples", "Vision transformer, Fashion-MNIST"),
         QCoreApplication::translate("Samples", "After LayerNorm one channel is 20 times as wide as the median one; most of what softmax gives is smaller than an 8-bit step"),
         dir.filePath("vit_fashion.onnx"), data, labels},
        {QCoreApplication::translate("Samples", "ResNet, Fashion-MNIST"),
         QCoreApplication::translate("Samples", "Convolutions with BatchNorm: 8 bits change none of 256 answers; at 4 bits the first layer loses more than any other"),
         dir.filePath("resnet_fashion.onnx"), data, labels},
    };
    QList<Sample> present;
    for (const Sample& sample : known)
        if (QFileInfo::exists(sample.modelPath) && QFileInfo::exists(sample.dataPath))
            present.append(sample);
    return present;
}

} // namespace qscope::app
