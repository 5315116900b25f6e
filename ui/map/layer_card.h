// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/map/floating_card.h"
#include "ui/map/layer_times.h"

namespace cleave::ui {

/// What is known of one layer.
struct LayerFacts {
  QString name;
  QString kind;       ///< "convolution 5×5"
  QString facts;      ///< shape, cost
  bool timed = true;  ///< a layer; else a frame or so, which takes no time of its own
  TimeSummary device;
  TimeSummary edge;
};

/// The same in words.
QString textOf(const LayerFacts& facts);

/// A layer's facts and how long it takes, on device and edge side by side; shown beside what is pointed at.
class LayerCard : public FloatingCard {
  Q_OBJECT

 public:
  explicit LayerCard(QWidget* owner);
  void setFacts(LayerFacts facts);
  [[nodiscard]] const LayerFacts& facts() const { return facts_; }
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  LayerFacts facts_;
};

}  // namespace cleave::ui
