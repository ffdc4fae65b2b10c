// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/data/npy.h"

/// The golden figures of a file in tests/data/golden; infinite ones are read as 1e300.
inline QJsonObject goldenJson(const QString& name)
{
    QFile file(QStringLiteral(QSCOPE_TEST_DATA "/golden/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll().replace("Infinity", "1e300")).object();
}

inline std::vector<double> numbers(const QJsonValue& value)
{
    if (!value.isArray())
        return {value.toDouble()};
    std::vector<double> result;
    for (const QJsonValue& v : value.toArray())
        result.push_back(v.toDouble());
    return result;
}

inline std::map<std::string, qscope::Tensor> goldenArrays(const char* name)
{
    std::map<std::string, qscope::Tensor> result;
    auto arrays = qscope::data::readNpz(std::string(QSCOPE_TEST_DATA "/golden/") + name);
    if (arrays.ok())
        for (const qscope::NamedTensor& a : *arrays)
            result[a.name] = a.tensor;
    return result;
}
