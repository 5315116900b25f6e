// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/xy_chart_painter.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/xy_painter.h"
#include "ui/theme/look.h"

namespace cleave::ui {

QColor XyChartPainter::colourOf(std::size_t curve) const {
  const QColor& own = content_.curves[curve].colour;
  return own.isValid() ? own : seriesColour(colours_, curve);
}

void XyChartPainter::paint() {
  painter_.setFont(textFont(11));
  paintAxes();
  painter_.setRenderHint(QPainter::Antialiasing);
  if (content_.isEmpty()) {
    painter_.setPen(colours_.muted);
    painter_.drawText(frame_.plot.adjusted(4, 2, -4, -2), Qt::AlignCenter | Qt::TextWordWrap, content_.emptyText);
    return;
  }
  const auto visible = content_.visible();
  const auto strong = std::ranges::find(content_.curves, content_.highlighted, &XyCurve::name);
  const bool any = !content_.highlighted.isEmpty() && strong != content_.curves.end() && content_.isVisible(*strong);
  const auto emphasis = [&](std::size_t i) {
    if (!any) return Emphasis::Normal;
    return content_.curves[i].name == content_.highlighted ? Emphasis::Strong : Emphasis::Faded;
  };
  painter_.save();
  painter_.setClipRect(frame_.plot.adjusted(-1, -2, 1, 1));
  for (std::size_t i = 0; i < content_.curves.size(); ++i) {
    if (visible[i]) paintBand(painter_, content_.curves[i], frame_, colourOf(i), emphasis(i));
  }
  painter_.setClipRect(frame_.plot.adjusted(-6, -6, 6, 6));
  const auto taken = paintMarks();
  // The stronger one last, so that it lies above the others.
  for (const bool last : {false, true}) {
    for (std::size_t i = 0; i < content_.curves.size(); ++i) {
      const bool dots = content_.curves[i].kind == XyCurve::Kind::Points;
      painter_.setClipRect(dots ? frame_.plot.adjusted(-7, -7, 7, 7) : frame_.plot.adjusted(-1, -2, 1, 1));
      if (visible[i] && (emphasis(i) == Emphasis::Strong) == last) {
        paintCurve(painter_, content_.curves[i], frame_, colourOf(i), emphasis(i));
      }
    }
  }
  painter_.restore();
  paintLabels(painter_, content_.curves, visible, frame_, colours_.text, taken);
  paintLegend();
}

void XyChartPainter::paintAxes() {
  const QFontMetricsF metrics(painter_.font());
  const QRectF& plot = frame_.plot;
  const auto text = [&](const QRectF& box, int flags, const QString& words) {
    painter_.setPen(colours_.muted);
    painter_.drawText(box, flags, words);
  };
  for (const double tick : layout_.ticksY) {
    const double y = std::round(plot.bottom() - frame_.y.place(tick) * plot.height());
    painter_.setPen(QPen(colours_.grid, 1));
    painter_.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    text(QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter, frame_.y.text(tick));
  }
  for (const double tick : layout_.ticksX) {
    const double x = std::round(plot.left() + frame_.x.place(tick) * plot.width());
    painter_.setPen(QPen(colours_.grid, 1));
    painter_.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QString words = frame_.x.text(tick);
    const double half = metrics.horizontalAdvance(words) / 2 + 1;
    const double middle = std::min(x, layout_.size.width() - half - 1);
    text(QRectF(middle - half, plot.bottom() + 3, 2 * half, 14), Qt::AlignCenter, words);
  }
  painter_.setPen(QPen(colours_.faint, 1));
  painter_.drawLine(QPointF(plot.left(), std::round(plot.bottom())), QPointF(plot.right(), std::round(plot.bottom())));
  const double wide = layout_.size.width() - 8.0;
  text(QRectF(4, 2, wide, 17), Qt::AlignLeft | Qt::AlignVCenter,
       metrics.elidedText(content_.yTitle, Qt::ElideRight, wide));
  // Centred below the plot, or as far left as it needs.
  const double need = std::min(metrics.horizontalAdvance(content_.xTitle) + 2, wide);
  const double left = std::clamp(plot.center().x() - need / 2, 4.0, std::max(4.0, layout_.size.width() - 4 - need));
  text(QRectF(left, plot.bottom() + 17, need, 15), Qt::AlignCenter,
       metrics.elidedText(content_.xTitle, Qt::ElideRight, need));
}

std::vector<QRectF> XyChartPainter::paintMarks() {
  std::vector<QRectF> labels;
  const QFontMetricsF metrics(painter_.font());
  for (const XyMark& mark : content_.marks) {
    const bool across = mark.orientation == Qt::Horizontal;
    const double place = (across ? frame_.y : frame_.x).place(mark.value);
    if (!(place >= 0 && place <= 1)) continue;
    const QRectF& plot = frame_.plot;
    const QPointF at(plot.left() + place * plot.width(), plot.bottom() - place * plot.height());
    const QColor ink = colours_.of(mark.colour);
    painter_.setPen(QPen(ink, 1.3, Qt::DashLine));
    if (across) {
      painter_.drawLine(QPointF(plot.left(), at.y()), QPointF(plot.right(), at.y()));
    } else {
      painter_.drawLine(QPointF(at.x(), plot.top()), QPointF(at.x(), plot.bottom()));
    }
    if (mark.label.isEmpty()) continue;
    const double wide = metrics.horizontalAdvance(mark.label) + 8;
    QRectF box(across ? plot.right() - wide : at.x() + 2, across ? at.y() - 17 : plot.top() + 1, wide, 15);
    if (!across && mark.labelBelow) box.moveBottom(plot.bottom() - 1);
    if (box.right() > plot.right()) box.moveRight(at.x() - 2);
    if (box.top() < plot.top() - 2) box.moveTop(at.y() + 2);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(withAlpha(colours_.panel, 0.85));
    painter_.drawRoundedRect(box, 3, 3);
    painter_.setPen(ink);
    painter_.drawText(box, Qt::AlignCenter, mark.label);
    labels.push_back(box);
  }
  return labels;
}

void XyChartPainter::paintLegend() {
  for (const XyLegend::Entry& entry : layout_.legend.entries) {
    const bool visible = content_.isVisible(content_.curves[entry.curve]);
    const QRectF swatch(entry.box.left(), entry.box.top(), 15, entry.box.height());
    paintSwatch(painter_, swatch, content_.curves[entry.curve], visible ? colourOf(entry.curve) : colours_.faint);
    painter_.setPen(visible ? colours_.text : colours_.faint);
    painter_.drawText(entry.box.adjusted(20, 0, 2, 0), Qt::AlignVCenter | Qt::AlignLeft, entry.text);
  }
  if (layout_.legend.more.isNull()) return;
  painter_.setPen(colours_.edge);
  painter_.drawText(layout_.legend.more, Qt::AlignCenter, layout_.legend.moreText);
}

void XyChartPainter::paintDrag(const QPointF& from, const QPointF& to) {
  painter_.setPen(QPen(colours_.edge, 1));
  painter_.setBrush(withAlpha(colours_.edge, 0.12));
  painter_.drawRect(QRectF(from, to).normalized().intersected(frame_.plot));
}

void XyChartPainter::paintCursor(const QPointF& cursor, const XyReadout& readout) {
  if (readout.rows.empty()) return;
  painter_.setFont(textFont(11));
  const auto hits = hitsAt(cursor, content_.curves, content_.visible(), frame_);
  if (content_.curves[hits.front().curve].kind != XyCurve::Kind::Points) {
    painter_.setPen(QPen(colours_.muted, 1));
    const double x = std::round(hits.front().pixel.x()) + 0.5;
    painter_.drawLine(QPointF(x, frame_.plot.top()), QPointF(x, frame_.plot.bottom()));
  }
  for (const auto& row : readout.rows) {
    if (!row.curve) continue;
    const auto hit = std::ranges::find(hits, *row.curve, &XyHit::curve);
    painter_.setPen(QPen(colours_.panel, 1.5));
    painter_.setBrush(colourOf(*row.curve));
    painter_.drawEllipse(hit->pixel, 4.5, 4.5);
  }
  paintReadout(painter_, readout, cursor, frame_, content_.curves, colours_);
}

}  // namespace cleave::ui
