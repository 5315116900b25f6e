// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QLabel;
class QSlider;
QT_END_NAMESPACE

namespace cleave::ui {

inline constexpr double kLeastLinkMbps = 0.2;
inline constexpr double kMostLinkMbps = 300;

/// The link's rate on a logarithmic slider, or "as it is" for no shaping at all.
class LinkControl : public QWidget {
  Q_OBJECT

 public:
  explicit LinkControl(QWidget* parent = nullptr);

  /// 0 = as it is. Kept exactly, although the slider has steps; other values are moved into the slider's range.
  void setRate(double mbps);
  [[nodiscard]] double rate() const;

  static double rateAt(int position);  ///< rounded to two digits
  static int positionOf(double mbps);
  static constexpr int kSteps = 1000;

 Q_SIGNALS:
  void rateChanged(double mbps);  ///< by the user

 private:
  void showRate();

  QSlider* slider_;
  QLabel* value_;
  QCheckBox* asItIs_;
  double mbps_ = 20;
};

}  // namespace cleave::ui
