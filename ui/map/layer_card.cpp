// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/layer_card.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/colours.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kColumn = 142;
constexpr int kHead = 46;    // name, facts
constexpr int kTimes = 142;  // heading, three numbers, histogram with its ends

// Layers of a tenth of a millisecond are common on the edge.
QString msText(double ms) {
  return ms < 9.995 ? QString::number(ms, 'f', 2) + QStringLiteral(" ms") : formatMs(ms);
}

void paintHistogram(QPainter& painter, const QRectF& box, const TimeSummary& times, const QColor& ink,
                    const Colours& colours) {
  const int most = *std::ranges::max_element(times.bins);
  const double step = box.width() / kTimeBins;
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ink);
  for (int i = 0; i < kTimeBins; ++i) {
    const int count = times.bins[static_cast<std::size_t>(i)];
    if (count == 0) continue;
    const double height = std::max(1.5, box.height() * count / most);
    painter.drawRect(QRectF(box.left() + i * step, box.bottom() - height, step - 1, height));
  }
  painter.setPen(colours.faint);
  painter.drawLine(box.bottomLeft(), box.bottomRight());
  painter.setFont(textFont(10));
  painter.setPen(colours.muted);
  const QRectF ends(box.left(), box.bottom() + 2, box.width(), 13);
  painter.drawText(ends, Qt::AlignLeft | Qt::AlignVCenter, msText(times.low));
  painter.drawText(ends, Qt::AlignRight | Qt::AlignVCenter, msText(times.high));
}

void paintSide(QPainter& painter, const QRectF& box, const QString& name, const TimeSummary& times, const QColor& ink,
               const Colours& colours) {
  QRectF row(box.left(), box.top(), box.width(), 17);
  painter.setFont(textFont(11, QFont::DemiBold));
  painter.setPen(ink);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, name);
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  if (times.count == 0) {
    painter.drawText(box.adjusted(0, 20, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     QObject::tr("not run yet"));
    return;
  }
  painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                   plural(times.count, QObject::tr("%n request"), QObject::tr("%n requests")));
  const std::initializer_list<std::pair<QString, double>> rows{
      {QObject::tr("latest"), times.latest}, {QObject::tr("median"), times.median}, {QObject::tr("p95"), times.p95}};
  for (const auto& [label, ms] : rows) {
    row.translate(0, 17);
    painter.setPen(colours.muted);
    painter.setFont(textFont(12));
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, label);
    painter.setPen(colours.text);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, msText(ms));
  }
  paintHistogram(painter, QRectF(box.left(), row.bottom() + 8, box.width(), 42), times, ink, colours);
}

QString sideText(const QString& name, const TimeSummary& times) {
  if (times.count == 0) return QObject::tr("%1: not run yet").arg(name);
  const QString requests = plural(times.count, QObject::tr("%n request"), QObject::tr("%n requests"));
  return QObject::tr("%1: latest %2, median %3, 95th percentile %4, %5")
      .arg(name, msText(times.latest), msText(times.median), msText(times.p95), requests);
}

}  // namespace

QString textOf(const LayerFacts& facts) {
  QString text = QStringLiteral("%1, %2. %3.").arg(facts.name, facts.kind, facts.facts);
  if (facts.timed) {
    text += QStringLiteral(" %1. %2.")
                .arg(sideText(QObject::tr("Device"), facts.device), sideText(QObject::tr("Edge"), facts.edge));
  }
  return text;
}

LayerCard::LayerCard(QWidget* owner) : FloatingCard(owner) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
}

void LayerCard::setFacts(LayerFacts facts) {
  facts_ = std::move(facts);
  update();
}

QSize LayerCard::sizeHint() const {
  return {2 * kColumn + 3 * kPadding + 4, kHead + kPadding + (facts_.timed ? kTimes : 0)};
}

void LayerCard::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(*this);
  QPainter painter(this);
  paintSheet(painter);
  const QRectF head(kPadding, 8, width() - 2 * kPadding, 18);
  painter.setFont(textFont(13, QFont::DemiBold));
  painter.setPen(colours.text);
  painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, facts_.name);
  painter.setFont(textFont(11));
  painter.setPen(colours.muted);
  painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, facts_.kind);
  painter.drawText(head.translated(0, 18), Qt::AlignLeft | Qt::AlignVCenter, facts_.facts);
  if (!facts_.timed) return;
  painter.setPen(colours.grid);
  painter.drawLine(QPointF(kPadding, kHead + 3.5), QPointF(width() - kPadding, kHead + 3.5));
  const QRectF left(kPadding, kHead + 8, kColumn, kTimes);
  paintSide(painter, left, tr("DEVICE"), facts_.device, colours.device, colours);
  paintSide(painter, left.translated(width() - 2 * kPadding - kColumn, 0), tr("EDGE"), facts_.edge, colours.edge,
            colours);
}

}  // namespace cleave::ui
