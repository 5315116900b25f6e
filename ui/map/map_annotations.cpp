// SPDX-License-Identifier: GPL-3.0-or-later
// The map's exits and the card on its seam.
#include <QPainterPath>
#include <algorithm>

#include "ui/map/map_painter.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {

void MapPainter::paintExits() {
  const MapExit* taken = takenExit();
  for (std::size_t i = 0; i < layout_.exits.size(); ++i) paintExit(i, &layout_.exits[i] == taken);
}

void MapPainter::paintExit(std::size_t index, bool taken) {
  const MapExit& exit = layout_.exits[index];
  const bool failed = taken && state_.record->outcome == Outcome::Failed;
  const QColor ink = failed ? c_.violation : c_.exit;
  const double top = layout_.labels + (layout_.compact ? 29 : 33);
  QPen line(taken ? ink : c_.faint, taken ? 2 : 1);
  if (!taken) line.setDashPattern({2, 3});
  p_.setPen(line);
  p_.drawLine(QPointF(exit.x, top), QPointF(exit.x, exit.pill.top()));

  for (std::size_t i = 0; i < exit.branch.size(); ++i) {
    const MapBlock& block = exit.branch[i];
    paintBlock(block, branchSide(index, i));
    if (!taken || layout_.compact || index >= state_.branchMs.size() || i >= state_.branchMs[index].size()) continue;
    const double ms = state_.branchMs[index][i];
    if (ms < 0) continue;
    p_.setFont(textFont(10));
    p_.setPen(c_.muted);
    p_.drawText(QRectF(block.face.right() + 4, block.face.center().y() - 7, 40, 14), Qt::AlignLeft | Qt::AlignVCenter,
                QString::number(ms, 'f', ms < 0.095 ? 2 : 1));
  }

  if (taken) {  // a soft halo, so that the eye finds it
    p_.setPen(Qt::NoPen);
    p_.setBrush(withAlpha(ink, 0.16));
    p_.drawRoundedRect(exit.pill.adjusted(-3, -3, 3, 3), 9, 9);
  }
  p_.setPen(QPen(taken ? ink : c_.border, taken ? 2 : 1));
  p_.setBrush(taken ? (failed ? c_.violationTint : c_.exitTint) : c_.panel);
  p_.drawRoundedRect(exit.pill, 6, 6);
  const double half = exit.pill.height() / 2;
  const QRectF upper(exit.pill.left(), exit.pill.top() + 2, exit.pill.width(), half - 1);
  p_.setFont(textFont(12, taken ? QFont::DemiBold : QFont::Normal));
  p_.setPen(taken ? c_.text : mix(c_.text, c_.muted, 0.5));
  const bool known = index < state_.exitAccuracy.size();
  p_.drawText(known ? upper : exit.pill, Qt::AlignCenter, tr("exit %1").arg(index + 1));
  if (!known) return;
  p_.setFont(textFont(11));
  p_.setPen(taken ? mix(ink, c_.text, 0.25) : c_.muted);
  p_.drawText(upper.translated(0, half - 2), Qt::AlignCenter, formatPercent(state_.exitAccuracy[index]));
}

void MapPainter::paintCard() {
  const RequestRecord& record = *state_.record;
  const bool local = deviceOnly();
  QString title;
  QString detail;
  QColor frame = mix(c_.link, c_.text, 0.2);
  if (record.outcome == Outcome::Failed) {
    title = tr("request failed");
    detail = tr("no result");
    frame = c_.violation;
  } else if (record.outcome == Outcome::Fallback) {
    title = tr("link lost");
    detail = tr("finished on the device");
    frame = c_.violation;
  } else if (local) {
    title = tr("device only");
    detail = tr("no feature sent");
    frame = c_.device;
  } else {
    const QString what = state_.decision.partition == 0 ? tr("frame, ") : QString();
    title = what + (state_.decision.bits == 1 ? tr("1 bit") : tr("%1 bits").arg(state_.decision.bits));
    detail = tr("%1 · %2").arg(formatBytes(static_cast<double>(record.payloadBytes)), formatMs(record.transmitMs));
  }
  const QFont bold = textFont(layout_.compact ? 12 : 14, QFont::DemiBold);
  const QFont plain = textFont(layout_.compact ? 11 : 12);
  const double titleWidth = QFontMetricsF(bold).horizontalAdvance(title);
  const double detailWidth = QFontMetricsF(plain).horizontalAdvance(detail);
  const double width =
      (layout_.compact ? titleWidth + detailWidth + 8 : std::max({titleWidth, detailWidth, 92.0})) + 24;
  const double height = layout_.compact ? 24 : 42;
  // In one row with the sides' names the card keeps clear of the device's.
  const double least = layout_.zone.left() + (layout_.compact ? 74 : 10);
  const double left =
      std::clamp(state_.seam.top - width / 2, least, std::max(least, layout_.zone.right() - width - 10));
  const QRectF card(left, layout_.cardTop, width, height);
  p_.setPen(QPen(frame, 1.4));
  p_.setBrush(c_.panel);
  p_.drawRoundedRect(card, 6, 6);
  p_.setFont(bold);
  p_.setPen(c_.text);
  if (layout_.compact) {
    p_.drawText(card.adjusted(12, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, title);
  } else {
    p_.drawText(card.adjusted(0, 3, 0, -20), Qt::AlignCenter, title);
  }
  p_.setFont(plain);
  p_.setPen(c_.muted);
  if (layout_.compact) {
    p_.drawText(card.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, detail);
  } else {
    p_.drawText(card.adjusted(0, 21, 0, -3), Qt::AlignCenter, detail);
  }
}

}  // namespace cleave::ui
