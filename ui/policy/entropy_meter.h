// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace cleave::ui {

/// How undecided the policy is: its entropy in nats on the way from 0 to the logarithm of the decisions it may take.
class EntropyMeter : public QWidget {
  Q_OBJECT

 public:
  explicit EntropyMeter(QWidget* parent = nullptr);
  /// @param allowed |A|; 0 = nothing to show
  void setEntropy(double nats, int allowed);
  /// "1.42 of 4.91 nats"
  [[nodiscard]] QString text() const;
  /// 0..1
  [[nodiscard]] double share() const;
  [[nodiscard]] QSize sizeHint() const override { return {240, 18}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double nats_ = 0;
  int allowed_ = 0;
};

}  // namespace cleave::ui
