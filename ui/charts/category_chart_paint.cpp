// SPDX-License-Identifier: GPL-3.0-or-later
// How a CategoryChart looks.
#include <QPainter>
#include <QPixmap>
#include <algorithm>
#include <cmath>

#include "ui/charts/category_chart.h"
#include "ui/theme/look.h"

namespace cleave::ui {

void CategoryChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
}

QPixmap CategoryChart::picture() {
  constexpr double kFiner = 2;
  QPixmap picture(size() * kFiner);
  picture.setDevicePixelRatio(kFiner);
  picture.fill(coloursOf(*this).panel);
  QPainter painter(&picture);
  paint(painter);
  return picture;
}

void CategoryChart::paint(QPainter& painter) const {
  painter.setFont(textFont(11));
  if (rows_.empty()) return;
  const XyFrame shown = frame();
  paintAxis(painter, shown);
  painter.setRenderHint(QPainter::Antialiasing);
  paintMark(painter, shown);
  for (std::size_t i = 0; i < rows_.size(); ++i) paintRow(painter, shown, i);
}

void CategoryChart::paintAxis(QPainter& painter, const XyFrame& shown) const {
  const Colours& colours = coloursOf(*this);
  const QFontMetricsF metrics(painter.font());
  const QRectF& plot = shown.plot;
  std::vector<double> ticks;
  for (int most = std::clamp(static_cast<int>(plot.width() / 42), 3, 8); most >= 2; --most) {
    ticks = shown.x.ticks(most);
    double need = 0;
    for (const double tick : ticks) need += metrics.horizontalAdvance(shown.x.text(tick)) + 12;
    if (need <= plot.width() + 20) break;
  }
  for (const double tick : ticks) {
    const double x = std::round(plot.left() + shown.x.place(tick) * plot.width());
    painter.setPen(QPen(tick == 0 ? colours.faint : colours.grid, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString words = shown.x.text(tick);
    const double half = metrics.horizontalAdvance(words) / 2 + 1;
    const double middle = std::min(x, width() - half - 1);
    painter.setPen(colours.muted);
    painter.drawText(QRectF(middle - half, plot.bottom() + 3, 2 * half, 14), Qt::AlignCenter, words);
  }
  const double wide = width() - 8.0;
  const double need = std::min(metrics.horizontalAdvance(title_) + 2, wide);
  const double left = std::clamp(plot.center().x() - need / 2, 4.0, std::max(4.0, width() - 4 - need));
  painter.setPen(colours.muted);
  painter.drawText(QRectF(left, plot.bottom() + 17, need, 15), Qt::AlignCenter,
                   metrics.elidedText(title_, Qt::ElideRight, need));
}

void CategoryChart::paintMark(QPainter& painter, const XyFrame& shown) const {
  if (!mark_) return;
  const double place = shown.x.place(mark_->value);
  if (!(place >= 0 && place <= 1)) return;
  const double x = shown.plot.left() + place * shown.plot.width();
  painter.setPen(QPen(coloursOf(*this).of(mark_->colour), 1.3, Qt::DashLine));
  painter.drawLine(QPointF(x, shown.plot.top()), QPointF(x, shown.plot.bottom()));
}

void CategoryChart::paintRow(QPainter& painter, const XyFrame& shown, std::size_t index) const {
  const CategoryRow& row = rows_[index];
  const Colours& colours = coloursOf(*this);
  const QFontMetricsF metrics(painter.font());
  const double height = shown.plot.height() / static_cast<double>(rows_.size());
  const double top = shown.plot.top() + static_cast<double>(index) * height;
  const double y = top + height / 2;
  const bool some = std::ranges::any_of(rows_, [this](const CategoryRow& r) { return r.name == highlighted_; });
  const bool strong = some && row.name == highlighted_;
  if (strong) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.selection);
    painter.drawRoundedRect(QRectF(2, top + 0.5, width() - 4.0, height - 1), 3, 3);
  }
  painter.setFont(textFont(11, strong ? QFont::DemiBold : QFont::Normal));
  painter.setPen(some && !strong ? colours.muted : colours.text);
  const double names = shown.plot.left() - 12;
  painter.drawText(QRectF(4, top, names, height), Qt::AlignRight | Qt::AlignVCenter,
                   QFontMetricsF(painter.font()).elidedText(row.name, Qt::ElideMiddle, names));
  const double values = valueWidth();
  if (values > 0) {
    painter.drawText(QRectF(width() - values - 4, top, values, height), Qt::AlignRight | Qt::AlignVCenter,
                     std::isfinite(row.value) ? text_(row.value) : QStringLiteral("–"));
  }
  painter.setFont(textFont(11));

  const QColor ink = some && !strong ? mix(colours.panel, row.colour, 0.45) : row.colour;
  const auto at = [&](double value) {  // what a logarithmic axis cannot show lies at its start
    const double place = shown.x.place(value);
    return shown.plot.left() + std::clamp(std::isfinite(place) ? place : 0.0, 0.0, 1.0) * shown.plot.width();
  };
  const double half = std::clamp(height * 0.3, 3.0, 8.0);
  painter.setPen(QPen(ink, 1.5));
  if (row.kind == CategoryRow::Kind::Bar) {
    if (!std::isfinite(row.value)) return;
    const double from = shown.x.logarithmic() ? shown.plot.left() : at(0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawRoundedRect(QRectF(QPointF(from, y - half), QPointF(at(row.value), y + half)).normalized(), 2, 2);
    return;
  }
  if (std::isfinite(row.low) && std::isfinite(row.high)) {
    painter.drawLine(QPointF(at(row.low), y), QPointF(at(row.high), y));
    for (const double end : {row.low, row.high}) {
      painter.drawLine(QPointF(at(end), y - half * 0.6), QPointF(at(end), y + half * 0.6));
    }
  }
  if (row.kind == CategoryRow::Kind::Box && std::isfinite(row.lower) && std::isfinite(row.upper)) {
    painter.setBrush(mix(colours.panel, ink, colours.dark ? 0.4 : 0.3));
    painter.drawRect(QRectF(QPointF(at(row.lower), y - half), QPointF(at(row.upper), y + half)));
    painter.setPen(QPen(ink, 2.4, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(at(row.middle), y - half), QPointF(at(row.middle), y + half));
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(ink, 0.4));
  for (const double dot : row.dots) {
    if (std::isfinite(dot)) painter.drawEllipse(QPointF(at(dot), y), 2, 2);
  }
  if (!std::isfinite(row.value)) return;
  const bool box = row.kind == CategoryRow::Kind::Box;
  painter.setPen(QPen(box ? ink : colours.panel, 1.2));
  painter.setBrush(box ? colours.panel : ink);
  painter.drawEllipse(QPointF(at(row.value), y), box ? 2.8 : 4.2, box ? 2.8 : 4.2);
}

}  // namespace cleave::ui
