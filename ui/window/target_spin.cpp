// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/target_spin.h"

namespace cleave::ui {

TargetSpin::TargetSpin(QWidget* parent) : QDoubleSpinBox(parent) {
  setLocale(QLocale::c());
  setDecimals(3);
  setRange(1, 10'000);
  setValue(100);
  setSingleStep(10);
  setSuffix(tr(" ms"));
  setKeyboardTracking(false);
  setAccessibleName(tr("Latency target"));
}

QString TargetSpin::textFromValue(double value) const {
  return QString::number(value);
}

}  // namespace cleave::ui
