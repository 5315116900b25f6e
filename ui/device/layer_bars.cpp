// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/device/layer_bars.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/colours.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {
namespace {

constexpr int kRow = 19;
constexpr int kHead = 17;

int textWidth(const QString& text) {
  return QFontMetrics(textFont(11)).horizontalAdvance(text);
}

QString written(double ms) {
  return QString::number(ms, 'f', ms < 9.995 ? 2 : 1);
}

}  // namespace

LayerBars::LayerBars(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("layerBars"));
  setAccessibleName(tr("Times of the layers"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void LayerBars::setTimes(const std::vector<LayerProfile>& times) {
  times_ = times;
  setVisible(!times_.empty());
  updateGeometry();
  update();
}

QSize LayerBars::sizeHint() const {
  return {280, kHead + kRow * static_cast<int>(times_.size()) + 4};
}

void LayerBars::paintEvent(QPaintEvent*) {
  if (times_.empty()) return;
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(textFont(11));
  double most = 1e-9;
  int names = 40;
  for (const auto& each : times_) {
    most = std::max({most, each.deviceMs, each.edgeMs});
    names = std::max(names, textWidth(each.layer) + 10);
  }
  names = std::min(names, width() / 3);
  const int number = textWidth(QStringLiteral("device ms")) + 8;
  const double bars = std::max(10, width() - names - 2 * number);
  const int deviceAt = width() - 2 * number;
  const int edgeAt = width() - number;
  painter.setPen(colours.device);
  painter.drawText(QRect(deviceAt, 0, number, kHead), Qt::AlignRight | Qt::AlignVCenter, tr("device ms"));
  painter.setPen(colours.edge);
  painter.drawText(QRect(edgeAt, 0, number, kHead), Qt::AlignRight | Qt::AlignVCenter, tr("edge ms"));
  int top = kHead;
  for (const auto& each : times_) {
    const QRect row(0, top, width(), kRow);
    top += kRow;
    painter.setPen(colours.text);
    painter.drawText(QRect(0, row.top(), names, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(each.layer, Qt::ElideRight, names - 6));
    painter.setPen(Qt::NoPen);
    const auto bar = [&](double ms, int y, const QColor& ink) {
      painter.setBrush(ink);
      painter.drawRoundedRect(QRectF(names, y, std::max(1.5, (bars - 4) * ms / most), 5), 1.5, 1.5);
    };
    bar(each.deviceMs, row.top() + 4, colours.device);
    bar(each.edgeMs, row.top() + 10, colours.edge);
    painter.setPen(colours.text);
    painter.drawText(QRect(deviceAt, row.top(), number, kRow), Qt::AlignRight | Qt::AlignVCenter,
                     written(each.deviceMs));
    painter.drawText(QRect(edgeAt, row.top(), number, kRow), Qt::AlignRight | Qt::AlignVCenter, written(each.edgeMs));
  }
}

}  // namespace cleave::ui
