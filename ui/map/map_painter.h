// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPainter>

#include "ui/map/block_painter.h"
#include "ui/map/exit_painter.h"
#include "ui/map/map_state.h"
#include "ui/theme/colours.h"

namespace cleave::ui {

/// Draws the network map. Made for one drawing.
class MapPainter {
  Q_DECLARE_TR_FUNCTIONS(MapPainter)

 public:
  MapPainter(QPainter& painter, const MapLayout& layout, const MapState& state, const Colours& colours);
  void paint();

 private:
  void paintSides();
  void paintTrunkLine();
  void paintFrame();
  void paintTrunk();
  void paintLabel(std::size_t layer, MapSide side);
  void paintUpright(const QRectF& column, const QString& name, const QString& time, MapSide side);
  void paintSeam();
  void paintCard();
  void paintMarks();

  QPainter& p_;
  const MapLayout& layout_;
  const MapState& state_;
  const Colours& c_;
  BlockPainter blocks_;
  ExitPainter exits_;
};

}  // namespace cleave::ui
