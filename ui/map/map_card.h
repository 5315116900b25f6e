// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QFont>
#include <QRectF>
#include <QString>

#include "ui/map/map_state.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// What stands on the seam: the bits, and the bytes that crossed it.
struct MapCard {
  Q_DECLARE_TR_FUNCTIONS(MapCard)

 public:
  QString title;
  QString detail;
  ColourRole frame = ColourRole::Link;
  QFont titleFont;
  QFont detailFont;
  QRectF box;
  bool compact = false;  ///< both in one row

  /// Of a state with a record.
  static MapCard of(const MapLayout& layout, const MapState& state);
};

/// The decision leaves nothing for the edge.
bool deviceOnly(const MapLayout& layout, const Decision& decision);

}  // namespace cleave::ui
