// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bad_arrays.h"

#include <QDataStream>
#include <QIODevice>

#include <zlib.h>

namespace arrays {

QByteArray npy(const QByteArray& descr, const QByteArray& shape, const QByteArray& body)
{
    QByteArray header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    header = header.leftJustified(117, ' ') + '\n';
    QByteArray start("\x93NUMPY\x01\x00", 8);
    start += static_cast<char>(header.size());
    start += '\0';
    return start + header + body;
}

QByteArray pickled()
{
    return npy("|O", "(1,)", QByteArray("\x80\x03]q\x00K\x01\x61.", 8));
}

QByteArray zip(const QByteArray& name, const QByteArray& body)
{
    const auto size = static_cast<quint32>(body.size());
    const auto nameSize = static_cast<quint16>(name.size());
    const auto crc = static_cast<quint32>(crc32(0, reinterpret_cast<const Bytef*>(body.data()), size));
    QByteArray archive;
    QDataStream out(&archive, QIODevice::WriteOnly);
    out.setByteOrder(QDataStream::LittleEndian);
    const auto common = [&] { // what both headers say of the entry, from "version needed" to "extra length"
        out << quint16(20) << quint16(0) << quint16(0) << quint16(0) << quint16(0x21) << crc << size << size << nameSize
            << quint16(0);
    };
    out << quint32(0x04034b50);
    common();
    out.writeRawData(name.data(), nameSize);
    out.writeRawData(body.data(), static_cast<int>(size));
    const auto directory = static_cast<quint32>(archive.size());
    out << quint32(0x02014b50) << quint16(20);
    common();
    out << quint16(0) << quint16(0) << quint16(0) << quint32(0) << quint32(0);
    out.writeRawData(name.data(), nameSize);
    const auto directorySize = static_cast<quint32>(archive.size()) - directory;
    out << quint32(0x06054b50) << quint16(0) << quint16(0) << quint16(1) << quint16(1) << directorySize << directory
        << quint16(0);
    return archive;
}

} // namespace arrays
