// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDoubleSpinBox>

namespace cleave::ui {

/// A latency target in milliseconds, written without needless decimals.
class TargetSpin : public QDoubleSpinBox {
  Q_OBJECT

 public:
  explicit TargetSpin(QWidget* parent = nullptr);
  [[nodiscard]] QString textFromValue(double value) const override;
};

}  // namespace cleave::ui
