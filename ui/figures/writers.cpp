// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/writers.h"

#include <QBuffer>
#include <QImage>
#include <QMarginsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <cmath>

#include "core/types/error.h"

namespace cleave::ui {
namespace {

constexpr double kMmPerInch = 25.4;

double points(double mm) {
  return mm / kMmPerInch * 72;
}

QSizeF pointSize(const Figure& figure) {
  return {points(figure.widthMm), static_cast<double>(figure.heightPoints)};
}

double heightMm(const Figure& figure) {
  return figure.heightPoints / 72.0 * kMmPerInch;
}

/// Qt rounds the page to whole points, 0.1 mm off for two columns: write the exact width over it, digit for digit, so
/// that the file's offsets stay right.
void setExactWidth(QByteArray& pdf, double width) {
  const QByteArray rounded = "/MediaBox [0 0 " + QByteArray::number(std::lround(width)) + ".000000 ";
  const QByteArray exact = "/MediaBox [0 0 " + QByteArray::number(width, 'f', 6) + " ";
  const qsizetype at = pdf.indexOf(rounded);
  if (at >= 0 && exact.size() == rounded.size()) pdf.replace(at, rounded.size(), exact);
}

}  // namespace

void writeBytes(const QByteArray& bytes, const QString& path) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
    throw Error("Cannot write " + path.toStdString() + " (" + file.errorString().toStdString() +
                "): check permissions and free disk space.");
  }
}

QByteArray pdfBytes(const Figure& figure, const QString& title) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QSizeF(std::round(points(figure.widthMm)), figure.heightPoints), QPageSize::Point, {},
                                 QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setResolution(1200);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Cleave " CLEAVE_VERSION));
    QPainter painter(&writer);
    Canvas canvas(painter, 1200.0 / 72, pointSize(figure));
    figure.draw(canvas);
  }
  setExactWidth(bytes, points(figure.widthMm));
  return bytes;
}

void writePdf(const Figure& figure, const QString& title, const QString& path) {
  writeBytes(pdfBytes(figure, title), path);
}

QByteArray svgBytes(const Figure& figure, const QString& title) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);  // with its default, 72, text shrinks
    const QSizeF pixels = pointSize(figure) * 96 / 72;
    generator.setSize(QSize(static_cast<int>(std::ceil(pixels.width())), static_cast<int>(std::ceil(pixels.height()))));
    generator.setViewBox(QRectF(QPointF(0, 0), pixels));
    generator.setTitle(title);
    generator.setDescription(QStringLiteral("Cleave " CLEAVE_VERSION));
    QPainter painter(&generator);
    Canvas canvas(painter, 96.0 / 72, pointSize(figure));
    figure.draw(canvas);
  }
  // The generator's size is whole pixels; a paper's column is not.
  const qsizetype at = bytes.indexOf("<svg width=\"");
  const qsizetype end = bytes.indexOf("viewBox", at);
  if (at >= 0 && end > at) {
    bytes.replace(at, end - at,
                  "<svg width=\"" + QByteArray::number(figure.widthMm) + "mm\" height=\"" +
                      QByteArray::number(heightMm(figure)) + "mm\"\n ");
  }
  return bytes;
}

void writeSvg(const Figure& figure, const QString& title, const QString& path) {
  writeBytes(svgBytes(figure, title), path);
}

void writePng(const Figure& figure, const QString& path) {
  constexpr double dpi = 300;
  QImage image(static_cast<int>(std::lround(figure.widthMm / kMmPerInch * dpi)),
               static_cast<int>(std::lround(figure.heightPoints / 72.0 * dpi)), QImage::Format_RGB32);
  image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / kMmPerInch * 1000)));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  image.fill(Qt::white);
  {
    QPainter painter(&image);
    Canvas canvas(painter, dpi / 72, pointSize(figure));
    figure.draw(canvas);
  }
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  writeBytes(bytes, path);
}

}  // namespace cleave::ui
