// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

QPixmap rendered(QByteArray svg, const QColor& colour, int size) {
  svg.replace("currentColor", colour.name().toLatin1());
  QSvgRenderer renderer(svg);
  QPixmap pixmap(size, size);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  renderer.render(&painter);
  return pixmap;
}

}  // namespace

QIcon icon(const QString& name, const QColor& colour, const QColor& disabled) {
  loadResources();
  QFile file(QStringLiteral(":/cleave/icons/%1.svg").arg(name));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray svg = file.readAll();
  QIcon result;
  for (const int size : {16, 20, 32, 40, 64}) {
    result.addPixmap(rendered(svg, colour, size));
    result.addPixmap(rendered(svg, disabled, size), QIcon::Disabled);
  }
  return result;
}

QIcon applicationIcon() {
  loadResources();
  return QIcon(QStringLiteral(":/cleave/icons/cleave.svg"));
}

}  // namespace cleave::ui
