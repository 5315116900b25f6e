// SPDX-License-Identifier: GPL-3.0-or-later
// How an XyChart looks.
#include <QEvent>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/xy_chart.h"
#include "ui/charts/xy_painter.h"
#include "ui/theme/look.h"

namespace cleave::ui {

void XyChart::paintEvent(QPaintEvent*) {
  const double ratio = devicePixelRatioF();
  QPainter painter(this);
  // Into a larger picture or a vector file: what is kept for the screen would be coarse there.
  const bool screen = painter.paintEngine()->type() == QPaintEngine::Raster && painter.deviceTransform().m11() == ratio;
  if (!screen) {
    paintStill(painter);
    return;
  }
  if (still_.isNull() || still_.devicePixelRatio() != ratio) {
    still_ =
        QPixmap(QSize(static_cast<int>(std::ceil(width() * ratio)), static_cast<int>(std::ceil(height() * ratio))));
    still_.setDevicePixelRatio(ratio);
    still_.fill(Qt::transparent);
    QPainter keeps(&still_);
    paintStill(keeps);
  }
  painter.drawPixmap(0, 0, still_);
  painter.setRenderHint(QPainter::Antialiasing);
  paintCursor(painter);
}

void XyChart::resizeEvent(QResizeEvent*) {
  changed();
}

void XyChart::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) changed();
  QWidget::changeEvent(event);
}

void XyChart::paintStill(QPainter& painter) const {
  layOut();
  painter.setFont(textFont(11));
  paintAxes(painter);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colours& colours = coloursOf(*this);
  if (isEmpty()) {
    painter.setPen(colours.muted);
    painter.drawText(frame_.plot.adjusted(4, 2, -4, -2), Qt::AlignCenter | Qt::TextWordWrap, emptyText_);
    return;
  }
  const auto visible = shown();
  const auto strong = std::ranges::find(curves_, highlighted_, &XyCurve::name);
  const bool any = !highlighted_.isEmpty() && strong != curves_.end() && isCurveVisible(highlighted_);
  const auto emphasis = [&](std::size_t i) {
    if (!any) return Emphasis::Normal;
    return curves_[i].name == highlighted_ ? Emphasis::Strong : Emphasis::Faded;
  };
  painter.save();
  painter.setClipRect(frame_.plot.adjusted(-1, -2, 1, 1));
  for (std::size_t i = 0; i < curves_.size(); ++i) {
    if (visible[i]) paintBand(painter, curves_[i], frame_, colourOf(i), emphasis(i));
  }
  painter.setClipRect(frame_.plot.adjusted(-6, -6, 6, 6));
  const auto taken = paintMarks(painter);
  // The stronger one last, so that it lies above the others.
  for (const bool last : {false, true}) {
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      const bool dots = curves_[i].kind == XyCurve::Kind::Points;
      painter.setClipRect(dots ? frame_.plot.adjusted(-7, -7, 7, 7) : frame_.plot.adjusted(-1, -2, 1, 1));
      if (visible[i] && (emphasis(i) == Emphasis::Strong) == last) {
        paintCurve(painter, curves_[i], frame_, colourOf(i), emphasis(i));
      }
    }
  }
  painter.restore();
  paintLabels(painter, curves_, visible, frame_, colours.text, taken);
  paintLegend(painter);
}

void XyChart::paintAxes(QPainter& painter) const {
  const Colours& colours = coloursOf(*this);
  const QFontMetricsF metrics(painter.font());
  const QRectF& plot = frame_.plot;
  const auto text = [&](const QRectF& box, int flags, const QString& words) {
    painter.setPen(colours.muted);
    painter.drawText(box, flags, words);
  };
  for (const double tick : ticksY_) {
    const double y = std::round(plot.bottom() - frame_.y.place(tick) * plot.height());
    painter.setPen(QPen(colours.grid, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    text(QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, frame_.y.text(tick));
  }
  for (const double tick : ticksX_) {
    const double x = std::round(plot.left() + frame_.x.place(tick) * plot.width());
    painter.setPen(QPen(colours.grid, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString words = frame_.x.text(tick);
    const double half = metrics.horizontalAdvance(words) / 2 + 1;
    const double middle = std::min(x, width() - half - 1);
    text(QRectF(middle - half, plot.bottom() + 3, 2 * half, 14), Qt::AlignCenter, words);
  }
  painter.setPen(QPen(colours.faint, 1));
  painter.drawLine(QPointF(plot.left(), std::round(plot.bottom())), QPointF(plot.right(), std::round(plot.bottom())));
  const double wide = width() - 8.0;
  text(QRectF(4, 2, wide, 17), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(yTitle_, Qt::ElideRight, wide));
  // Centred below the plot, or as far left as it needs.
  const double need = std::min(metrics.horizontalAdvance(xTitle_) + 2, wide);
  const double left = std::clamp(plot.center().x() - need / 2, 4.0, std::max(4.0, width() - 4 - need));
  text(QRectF(left, plot.bottom() + 17, need, 15), Qt::AlignCenter, metrics.elidedText(xTitle_, Qt::ElideRight, need));
}

std::vector<QRectF> XyChart::paintMarks(QPainter& painter) const {
  std::vector<QRectF> labels;
  const Colours& colours = coloursOf(*this);
  const QFontMetricsF metrics(painter.font());
  for (const XyMark& mark : marks_) {
    const bool across = mark.orientation == Qt::Horizontal;
    const double place = (across ? frame_.y : frame_.x).place(mark.value);
    if (!(place >= 0 && place <= 1)) continue;
    const QRectF& plot = frame_.plot;
    const QPointF at(plot.left() + place * plot.width(), plot.bottom() - place * plot.height());
    const QColor ink = colours.of(mark.colour);
    painter.setPen(QPen(ink, 1.3, Qt::DashLine));
    if (across) {
      painter.drawLine(QPointF(plot.left(), at.y()), QPointF(plot.right(), at.y()));
    } else {
      painter.drawLine(QPointF(at.x(), plot.top()), QPointF(at.x(), plot.bottom()));
    }
    if (mark.label.isEmpty()) continue;
    const double wide = metrics.horizontalAdvance(mark.label) + 8;
    QRectF box(across ? plot.right() - wide : at.x() + 2, across ? at.y() - 17 : plot.top() + 1, wide, 15);
    if (!across && mark.labelBelow) box.moveBottom(plot.bottom() - 1);
    if (box.right() > plot.right()) box.moveRight(at.x() - 2);
    if (box.top() < plot.top() - 2) box.moveTop(at.y() + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(colours.panel, 0.85));
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(ink);
    painter.drawText(box, Qt::AlignCenter, mark.label);
    labels.push_back(box);
  }
  return labels;
}

void XyChart::paintLegend(QPainter& painter) const {
  const Colours& colours = coloursOf(*this);
  for (const XyLegend::Entry& entry : legend_.entries) {
    const bool visible = isCurveVisible(curves_[entry.curve].name);
    const QRectF swatch(entry.box.left(), entry.box.top(), 15, entry.box.height());
    paintSwatch(painter, swatch, curves_[entry.curve], visible ? colourOf(entry.curve) : colours.faint);
    painter.setPen(visible ? colours.text : colours.faint);
    painter.drawText(entry.box.adjusted(20, 0, 2, 0), Qt::AlignVCenter | Qt::AlignLeft, entry.text);
  }
  if (legend_.more.isNull()) return;
  painter.setPen(colours.edge);
  painter.drawText(legend_.more, Qt::AlignCenter, legend_.moreText);
}

void XyChart::paintCursor(QPainter& painter) const {
  if (!cursor_) return;
  const Colours& colours = coloursOf(*this);
  painter.setFont(textFont(11));
  if (dragFrom_) {
    painter.setPen(QPen(colours.edge, 1));
    painter.setBrush(withAlpha(colours.edge, 0.12));
    painter.drawRect(QRectF(*dragFrom_, *cursor_).normalized().intersected(frame_.plot));
    return;
  }
  const XyReadout said = readout();
  if (said.rows.empty()) return;
  const auto hits = hitsAt(*cursor_, curves_, shown(), frame_);
  if (curves_[hits.front().curve].kind != XyCurve::Kind::Points) {
    painter.setPen(QPen(colours.muted, 1));
    const double x = std::round(hits.front().pixel.x()) + 0.5;
    painter.drawLine(QPointF(x, frame_.plot.top()), QPointF(x, frame_.plot.bottom()));
  }
  for (const auto& row : said.rows) {
    if (!row.curve) continue;
    const auto hit = std::ranges::find(hits, *row.curve, &XyHit::curve);
    painter.setPen(QPen(colours.panel, 1.5));
    painter.setBrush(colourOf(*row.curve));
    painter.drawEllipse(hit->pixel, 4.5, 4.5);
  }
  paintReadout(painter, said, *cursor_, frame_, curves_, colours);
}

}  // namespace cleave::ui
