// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/figures/figure.h"

namespace cleave::ui {

QByteArray pdfBytes(const Figure& figure, const QString& title);
QByteArray svgBytes(const Figure& figure, const QString& title);

/// Each writes a whole file or throws cleave::Error with one sentence.
void writePdf(const Figure& figure, const QString& title, const QString& path);
void writeSvg(const Figure& figure, const QString& title, const QString& path);
void writePng(const Figure& figure, const QString& path);
void writeBytes(const QByteArray& bytes, const QString& path);

}  // namespace cleave::ui
