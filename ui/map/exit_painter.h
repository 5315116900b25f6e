// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QPainter>

#include "ui/map/block_painter.h"

namespace cleave::ui {

/// Draws the exits of the network map: the branches that lead to them, and their pills. Made for one drawing.
class ExitPainter {
  Q_DECLARE_TR_FUNCTIONS(ExitPainter)

 public:
  ExitPainter(QPainter& painter, const MapLayout& layout, const MapState& state, const Colours& colours,
              BlockPainter& blocks)
      : p_(painter), layout_(layout), state_(state), c_(colours), blocks_(blocks) {}
  void paint();

 private:
  void paintExit(std::size_t index, bool taken);
  void paintPill(std::size_t index, bool taken, const QColor& ink, const QColor& fill);

  QPainter& p_;
  const MapLayout& layout_;
  const MapState& state_;
  const Colours& c_;
  BlockPainter& blocks_;
};

}  // namespace cleave::ui
