// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPainter>

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
  enum class Side { Idle, Device, Edge };

  void paintSides();
  void paintTrunkLine();
  void paintFrame();
  void paintTrunk();
  /// @param ms its latest time, which is its colour's strength; negative = unknown
  void paintBlock(const MapBlock& block, Side side, double ms);
  void paintLabel(std::size_t layer, Side side);
  void paintUpright(const QRectF& column, const QString& name, const QString& time, Side side);
  void paintExits();
  void paintExit(std::size_t index, bool taken);
  void paintPill(std::size_t index, bool taken, const QColor& ink, const QColor& fill);
  void paintSeam();
  void paintCard();
  void paintMarks();
  [[nodiscard]] Side trunkSide(std::size_t layer) const;
  [[nodiscard]] Side branchSide(std::size_t exit, std::size_t layer) const;
  [[nodiscard]] QColor colour(Side side) const;
  [[nodiscard]] bool live() const { return state_.record.has_value(); }
  [[nodiscard]] bool deviceOnly() const;
  [[nodiscard]] double strength(double ms) const;
  [[nodiscard]] const MapExit* takenExit() const;

  QPainter& p_;
  const MapLayout& layout_;
  const MapState& state_;
  const Colours& c_;
  double slowest_ = 0;  ///< layer of the request shown, in ms
};

}  // namespace cleave::ui
