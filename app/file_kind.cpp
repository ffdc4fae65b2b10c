// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/file_kind.h"

#include <QDir>
#include <QFileInfo>

namespace qscope::app {

namespace {

bool holdsImages(const QDir& folder)
{
    static const QStringList patterns{"*.png", "*.jpg", "*.jpeg", "*.PNG", "*.JPG", "*.JPEG"};
    return !folder.entryList(patterns, QDir::Files).isEmpty();
}

FileKind folderKind(const QString& path)
{
    const QDir folder(path);
    if (!folder.entryList({"test_data_set_*"}, QDir::Dirs).isEmpty() || folder.exists("input_0.pb"))
        return FileKind::Data;
    if (holdsImages(folder))
        return FileKind::ImageFolder;
    const QStringList children = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    const bool perClass = std::any_of(children.begin(), children.end(),
                                      [&](const QString& child) { return holdsImages(QDir(folder.filePath(child))); });
    return perClass ? FileKind::ImageFolder : FileKind::Unknown;
}

} // namespace

FileKind fileKind(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return folderKind(path);
    const QString name = info.fileName().toLower();
    if (name.endsWith(".onnx"))
        return FileKind::Model;
    if (name.endsWith(".qsession"))
        return FileKind::Session;
    if (name.endsWith(".qcal"))
        return FileKind::Calibration;
    if (name.endsWith(".json"))
        return FileKind::Config;
    if (name.endsWith(".txt"))
        return FileKind::Labels;
    const bool array = name.endsWith(".npz") || name.endsWith(".npy") || name.endsWith(".gz") || name.contains("ubyte");
    if (!array)
        return FileKind::Unknown;
    return name.contains("labels") ? FileKind::Labels : FileKind::Data;
}

QString labelsBeside(const QString& dataPath)
{
    const QFileInfo info(dataPath);
    if (info.isDir())
        return {};
    for (const char* ending : {"_labels.npy", "_labels.txt"}) {
        const QString candidate = info.dir().filePath(info.completeBaseName() + ending);
        if (QFileInfo::exists(candidate))
            return candidate;
    }
    return {};
}

} // namespace qscope::app
