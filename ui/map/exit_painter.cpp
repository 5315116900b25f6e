// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/exit_painter.h"

#include <algorithm>

#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {

void ExitPainter::paint() {
  const MapExit* taken = blocks_.takenExit();
  std::size_t last = layout_.exits.size();
  for (std::size_t i = 0; i < layout_.exits.size(); ++i) {
    if (&layout_.exits[i] == taken) {
      last = i;  // over its neighbours, where they stand close
    } else {
      paintExit(i, false);
    }
  }
  if (last < layout_.exits.size()) paintExit(last, true);
}

void ExitPainter::paintExit(std::size_t index, bool taken) {
  const MapExit& exit = layout_.exits[index];
  const bool failed = taken && state_.record->outcome == Outcome::Failed;
  const QColor ink = failed ? c_.violation : c_.exit;
  const double top = layout_.labels + layout_.labelHeight + 1;
  QPen line(taken ? ink : c_.faint, taken ? 2 : 1);
  if (!taken) line.setDashPattern({2, 3});
  p_.setPen(line);
  p_.drawLine(QPointF(exit.x, top), QPointF(exit.x, exit.pill.top()));

  for (std::size_t i = 0; i < exit.branch.size(); ++i) {
    const MapBlock& block = exit.branch[i];
    const bool timed = index < state_.branchMs.size() && i < state_.branchMs[index].size();
    const double ms = timed ? state_.branchMs[index][i] : -1;
    blocks_.paint(block, blocks_.branchSide(index, i), ms);
    if (ms < 0 || layout_.pitch < 56) continue;
    p_.setFont(textFont(layout_.compact ? 9 : 10));
    p_.setPen(c_.muted);
    p_.drawText(QRectF(block.face.right() + 4, block.face.center().y() - 7, 40, 14), Qt::AlignLeft | Qt::AlignVCenter,
                QString::number(ms, 'f', ms < 0.095 ? 2 : 1));
  }
  paintPill(index, taken, ink, taken ? (failed ? c_.violationTint : c_.exitTint) : c_.panel);
}

void ExitPainter::paintPill(std::size_t index, bool taken, const QColor& ink, const QColor& fill) {
  const bool known = index < state_.exitAccuracy.size();
  const QRectF& pill = layout_.exits[index].pill;
  if (taken) {  // a soft halo, so that the eye finds it
    p_.setPen(Qt::NoPen);
    p_.setBrush(withAlpha(ink, 0.16));
    p_.drawRoundedRect(pill.adjusted(-3, -3, 3, 3), 9, 9);
  }
  p_.setPen(QPen(taken ? ink : c_.border, taken ? 2 : 1));
  p_.setBrush(fill);
  p_.drawRoundedRect(pill, std::min(6.0, pill.width() / 3), 6);

  // The longest words that fit, and then none.
  const auto write = [&](const QRectF& row, int pixels, QFont::Weight weight, std::initializer_list<QString> texts) {
    for (const QString& text : texts) {
      for (const int size : {pixels, 10, 9}) {
        const QFont font = textFont(size, weight);
        if (QFontMetricsF(font).horizontalAdvance(text) > row.width() - 4) continue;
        p_.setFont(font);
        p_.drawText(row, Qt::AlignCenter, text);
        return;
      }
    }
  };
  const double half = pill.height() / 2;
  const QRectF upper(pill.left(), pill.top() + 2, pill.width(), half - 1);
  p_.setPen(taken ? c_.text : mix(c_.text, c_.muted, 0.5));
  write(known ? upper : pill, 12, taken ? QFont::DemiBold : QFont::Normal,
        {tr("exit %1").arg(index + 1), QString::number(index + 1)});
  if (!known) return;
  p_.setPen(taken ? mix(ink, c_.text, 0.25) : c_.muted);
  write(upper.translated(0, half - 2), 11, QFont::Normal,
        {formatPercent(state_.exitAccuracy[index]), QString::number(100 * state_.exitAccuracy[index], 'f', 0)});
}

}  // namespace cleave::ui
