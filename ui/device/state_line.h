// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/device/device_settings.h"

namespace cleave::ui {

/// A dot that says how the device is, a line of text, and a bar below while something is under way.
class StateLine : public QWidget {
  Q_OBJECT

 public:
  explicit StateLine(QWidget* parent = nullptr);

  void setState(const DeviceState& state);
  [[nodiscard]] const DeviceState& state() const { return state_; }
  /// As it is shown: with "43 %".
  [[nodiscard]] QString text() const;

  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  [[nodiscard]] QSize sizeHint() const override { return {200, heightForWidth(200)}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  DeviceState state_;
};

}  // namespace cleave::ui
