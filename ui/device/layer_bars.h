// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/device/device_settings.h"

namespace cleave::ui {

/// Layer by layer, what the device and the edge take: two bars each on one common scale, with the times.
class LayerBars : public QWidget {
  Q_OBJECT

 public:
  explicit LayerBars(QWidget* parent = nullptr);

  void setTimes(const std::vector<LayerProfile>& times);
  [[nodiscard]] const std::vector<LayerProfile>& times() const { return times_; }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<LayerProfile> times_;
};

}  // namespace cleave::ui
