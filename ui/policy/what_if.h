// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "ui/policy/policy_insight.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QSlider;
QT_END_NAMESPACE

namespace cleave::ui {

/// Five sliders over what the policy observes. They follow the run until one is touched; then they stay, and each
/// movement is told, until the button (or Escape) goes back to the run.
class WhatIf : public QWidget {
  Q_OBJECT

 public:
  enum Knob { Bandwidth, Rtt, DeviceLoad, EdgeLoad, Target, Knobs };

  explicit WhatIf(QWidget* parent = nullptr);

  /// What the run observes now: shown while following, remembered otherwise.
  void setLive(const WhatIfValues& values);
  /// What is followed where there is no run, in a few words; empty: the run.
  void setAssumed(const QString& text);
  /// As if the user had set them: leaves the run.
  void ask(const WhatIfValues& values);
  /// Back to the run; no signal when it follows already.
  void follow();

  [[nodiscard]] bool following() const { return following_; }
  /// What the sliders say: the run's own figures for those that nobody touched.
  [[nodiscard]] const WhatIfValues& values() const { return values_; }
  [[nodiscard]] QSlider* slider(Knob knob) const { return rows_[knob].slider; }

  /// Steps of a slider <-> value; bandwidth, round trip and target are logarithmic.
  static constexpr int kSteps = 300;
  static double valueAt(Knob knob, int step);
  static int stepOf(Knob knob, double value);

 Q_SIGNALS:
  /// The user wants the answer for these.
  void asked(const cleave::ui::WhatIfValues& values);
  /// The user wants the run again.
  void followed();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Row {
    QSlider* slider = nullptr;
    QLabel* value = nullptr;
  };
  void addRow(Knob knob, const QString& name, const QString& tip);
  void display(const WhatIfValues& values);
  void showButton();
  void moved(Knob knob, int step);

  std::array<Row, Knobs> rows_;
  QLabel* state_;
  QPushButton* back_;
  WhatIfValues values_;
  WhatIfValues live_;
  QString assumed_;
  bool following_ = true;
};

}  // namespace cleave::ui
