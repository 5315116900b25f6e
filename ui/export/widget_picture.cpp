// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets as they look, in files.
#include <QBuffer>
#include <QFileInfo>
#include <QPainter>
#include <QPointer>
#include <QWidget>
#include <algorithm>

#include "core/types/error.h"
#include "ui/charts/chart_menu.h"
#include "ui/export/saveable.h"
#include "ui/figures/writers.h"
#include "ui/theme/colours.h"

namespace cleave::ui {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;

/// The widget drawn, not photographed: texts stay texts.
Figure drawn(QWidget& widget) {
  Figure figure;
  figure.widthMm = kTwoColumnsMm;
  const double scale = kTwoColumnsMm * kPointsPerMm / widget.width();  // points a pixel
  figure.heightPoints = std::max(1, qRound(widget.height() * scale));
  figure.draw = [&widget, scale](Canvas& canvas) {
    QPainter& painter = canvas.painter();
    painter.fillRect(QRectF(QPointF(0, 0), canvas.size() * canvas.unitsPerPoint()), coloursOf(widget).panel);
    painter.save();
    painter.scale(scale * canvas.unitsPerPoint(), scale * canvas.unitsPerPoint());
    widget.render(&painter, {}, {}, QWidget::DrawChildren);
    painter.restore();
  };
  return figure;
}

SaveJob jobOf(QWidget& widget, const QString& title, const QString& path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  if (widget.size().isEmpty()) throw Error("There is no image to save: open the panel first.");
  if (ending == QStringLiteral("png")) {
    return [image = pictureOf(widget), path] {
      QByteArray bytes;
      QBuffer buffer(&bytes);
      buffer.open(QIODevice::WriteOnly);
      image.save(&buffer, "PNG");
      writeBytes(bytes, path);
    };
  }
  // Widgets are painted here, on their own thread.
  QByteArray bytes;
  if (ending == QStringLiteral("pdf")) {
    bytes = pdfBytes(drawn(widget), title);
  } else if (ending == QStringLiteral("svg")) {
    bytes = svgBytes(drawn(widget), title);
  } else {
    throw Error("Cannot save " + path.toStdString() + ": the name must end in .png, .pdf or .svg.");
  }
  return [bytes, path] { writeBytes(bytes, path); };
}

}  // namespace

Saveable saveablePicture(QWidget& widget, const QString& title) {
  return {title,
          {QStringLiteral("png"), QStringLiteral("pdf"), QStringLiteral("svg")},
          [widget = QPointer<QWidget>(&widget), title](const QString& path) -> SaveJob {
            if (!widget) throw Error("There is no image to save: the panel was closed.");
            return jobOf(*widget, title, path);
          }};
}

}  // namespace cleave::ui
