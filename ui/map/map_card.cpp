// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_card.h"

#include <QFontMetricsF>
#include <algorithm>

#include "ui/features/feature_text.h"
#include "ui/theme/format.h"
#include "ui/theme/look.h"

namespace cleave::ui {

bool deviceOnly(const MapLayout& layout, const Decision& decision) {
  if (decision.exit < 1 || decision.exit > static_cast<int>(layout.exits.size())) return false;
  const MapExit& exit = layout.exits[static_cast<std::size_t>(decision.exit - 1)];
  return static_cast<std::size_t>(std::max(0, decision.partition)) >= exit.trunkLayers + exit.branch.size();
}

MapCard MapCard::of(const MapLayout& layout, const MapState& state) {
  const RequestRecord& record = *state.record;
  MapCard card;
  card.compact = layout.compact;
  if (record.outcome == Outcome::Failed) {
    card.title = tr("request failed");
    card.detail = tr("no result");
    card.frame = ColourRole::Violation;
  } else if (record.outcome == Outcome::Fallback) {
    card.title = tr("link lost");
    card.detail = tr("finished on the device");
    card.frame = ColourRole::Violation;
  } else if (deviceOnly(layout, state.decision)) {
    card.title = tr("device only");
    card.detail = tr("no feature sent");
    card.frame = ColourRole::Device;
  } else {
    card.title = bitsText(state.decision.bits);
    if (state.decision.partition == 0) card.title = tr("frame, %1").arg(card.title);
    card.detail = tr("%1 · %2").arg(formatBytes(static_cast<double>(record.payloadBytes)), formatMs(record.uplinkMs));
  }
  card.titleFont = textFont(layout.compact ? 12 : 14, QFont::DemiBold);
  card.detailFont = textFont(layout.compact ? 11 : 12);
  const double title = QFontMetricsF(card.titleFont).horizontalAdvance(card.title);
  const double detail = QFontMetricsF(card.detailFont).horizontalAdvance(card.detail);
  const double width = (layout.compact ? title + detail + 8 : std::max({title, detail, 92.0})) + 24;
  // In one row with the sides' names the card keeps clear of the device's.
  const double least = layout.zone.left() + (layout.compact ? 74 : 10);
  const double left = std::clamp(state.seam.top - width / 2, least, std::max(least, layout.zone.right() - width - 10));
  card.box = QRectF(left, layout.cardTop, width, layout.compact ? 24 : 42);
  return card;
}

}  // namespace cleave::ui
