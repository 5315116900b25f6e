// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "ui/panels/panel.h"
#include "ui/train/training_types.h"

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace cleave::ui {

class XyChart;

/// The curves of the chosen training, two by two.
class TrainingCharts : public Panel {
  Q_OBJECT

 public:
  explicit TrainingCharts(QWidget* parent = nullptr);

  /// @param name of the training
  void setCurves(const QString& name, const TrainingCurves& curves);
  void clearCurves();
  [[nodiscard]] const std::array<XyChart*, 4>& charts() const { return charts_; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void draw();

  TrainingCurves curves_;
  std::array<XyChart*, 4> charts_{};
  std::array<QLabel*, 4> titles_{};
};

}  // namespace cleave::ui
