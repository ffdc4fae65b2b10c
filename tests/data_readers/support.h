// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/data/npy.h"
#include "core/tensor/tensor.h"

/// Fixtures for the reader tests: files made of literals, and results as text.
namespace support {

using Bytes = std::vector<std::byte>;

inline Bytes bytesOf(const std::string& text)
{
    Bytes bytes(text.size());
    if (!text.empty())
        std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

inline std::string textOf(const Bytes& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A folder that vanishes with the test.
class Folder {
public:
    std::string path(const std::string& name) const
    {
        return m_dir.filePath(QString::fromStdString(name)).toStdString();
    }
    std::string path() const { return m_dir.path().toStdString(); }

    /// Writes a file (making its folders) and returns its path.
    std::string write(const std::string& name, const std::string& content) const
    {
        const QString file = m_dir.filePath(QString::fromStdString(name));
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly)
            || out.write(content.data(), static_cast<qint64>(content.size()))
                   != static_cast<qint64>(content.size()))
            qFatal("cannot write a fixture");
        return file.toStdString();
    }
    std::string read(const std::string& name) const
    {
        QFile in(m_dir.filePath(QString::fromStdString(name)));
        return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
    }

private:
    QTemporaryDir m_dir;
};

/// "float32 [2, 3]: 1 2 3 4 5 6"
inline std::string summary(const qscope::Tensor& tensor)
{
    if (tensor.absent())
        return "absent";
    std::string text =
        std::string(qscope::dtypeName(tensor.type())) + " " + qscope::shapeText(tensor.shape()) + ":";
    for (double value : qscope::toDoubles(tensor))
        text.append(1, ' ').append(QString::number(value, 'g', 7).toStdString());
    return text;
}

/// The value's summary, or "code: message" with `folder` cut out of it.
template <class T>
std::string outcome(const qscope::Result<T>& result, const std::string& folder = {})
{
    if (!result.ok()) {
        std::string text =
            std::string(qscope::errorCodeName(result.error().code)) + ": " + result.error().text();
        if (const size_t at = folder.empty() ? std::string::npos : text.find(folder + "/");
            at != std::string::npos)
            text.erase(at, folder.size() + 1);
        return text;
    }
    if constexpr (std::is_same_v<T, qscope::Tensor>)
        return summary(result.value());
    else
        return "ok";
}

/// A .npy file of version 1.0 with this header text and these raw elements.
inline std::string npy(const std::string& header, const std::string& elements)
{
    std::string text("\x93NUMPY\x01\x00", 8);
    text += static_cast<char>(header.size() & 0xFF);
    text += static_cast<char>(header.size() >> 8);
    return text + header + elements;
}

inline std::string npyHeader(const std::string& type, const std::string& shape, bool fortran = false)
{
    return "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False")
           + ", 'shape': " + shape + ", }\n";
}

/// Elements as they lie in this machine's memory.
template <class T>
std::string raw(const std::vector<T>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <class T>
qscope::Tensor tensor(qscope::Shape shape, const std::vector<T>& values)
{
    return qscope::Tensor::of<T>(std::move(shape), std::span<const T>(values));
}

/// 0, 1, 2, ... as float32
inline qscope::Tensor counting(qscope::Shape shape)
{
    qscope::Tensor result(qscope::DType::Float32, std::move(shape));
    for (int64_t i = 0; i < result.size(); ++i)
        result.data<float>()[i] = static_cast<float>(i);
    return result;
}

inline qscope::data::InputSpec input(const std::string& name, std::vector<int64_t> shape,
                                     qscope::DType type = qscope::DType::Float32)
{
    return {name, type, std::move(shape), true};
}

} // namespace support

#define COMPARE_TEXT(actual, expected)                                                                       \
    QCOMPARE(QString::fromStdString(actual), QString::fromStdString(expected))
