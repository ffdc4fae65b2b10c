// SPDX-FileCopyrightText: 2026 The Quantoscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/about.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLabel>
#include <QMessageBox>
#include <QScreen>

namespace qscope::app {

namespace {

QString libraries()
{
    struct Library {
        const char* name;
        const char* licence;
    };
    constexpr Library All[] = {
        {"Qt 6", "LGPL-3.0"},          {"QCustomPlot", "GPL-3.0-or-later"}, {"oneDNN", "Apache-2.0"},
        {"ONNX", "Apache-2.0"},        {"Protocol Buffers", "BSD-3-Clause"}, {"Eigen", "MPL-2.0"},
        {"nlohmann/json", "MIT"},      {"libzip", "BSD-3-Clause"},          {"zlib", "Zlib"},
        {"stb_image", "MIT"},          {"CLI11", "BSD-3-Clause"},
    };
    QString rows;
    for (const Library& library : All)
        rows += QString("<tr><td>%1</td><td>&nbsp;&nbsp;%2</td></tr>").arg(library.name, library.licence);
    return "<table>" + rows + "</table>";
}

} // namespace

void showAbout(QWidget* parent)
{
    const QString text =
        "<h3>Quantoscope " + QCoreApplication::applicationVersion() + "</h3><p>" +
        QCoreApplication::translate("About", "Look inside a neural network while it is quantized.") + "</p><p>" +
        QCoreApplication::translate("About", "Free software under the GNU General Public License, version 3 or later; it comes without any warranty.") +
        "</p><p>" + QCoreApplication::translate("About", "Built on:") + "</p>" + libraries() + "<p>" +
        QCoreApplication::translate("About", "The sample data is Fashion-MNIST by Zalando SE (MIT).") + "</p>";
    QMessageBox box(parent);
    box.setWindowTitle(QCoreApplication::translate("About", "About Quantoscope"));
    box.setTextFormat(Qt::RichText);
    box.setText(text);
    if (auto* label = box.findChild<QLabel*>(QStringLiteral("qt_msgbox_label"))) // else as narrow as it can be
        label->setMinimumWidth(std::min(box.fontMetrics().averageCharWidth() * 64,
                                        box.screen()->availableSize().width() * 2 / 3));
    box.setIconPixmap(parent ? parent->windowIcon().pixmap(64, 64) : QPixmap());
    box.exec();
}

} // namespace qscope::app
