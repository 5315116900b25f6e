// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/device/device_settings.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace cleave::ui {

class LayerBars;
class StateLine;

/// Times every layer on device and edge, on demand.
class ProfileSection : public QWidget {
  Q_OBJECT

 public:
  explicit ProfileSection(QWidget* parent = nullptr);

  /// Busy: the button stops it.
  void setState(const DeviceState& state);
  /// @param title whose times these are: "raspberrypi4:1 and this computer"
  void setTimes(const QString& title, const std::vector<LayerProfile>& times);
  [[nodiscard]] const std::vector<LayerProfile>& times() const;
  [[nodiscard]] bool running() const { return running_; }

 Q_SIGNALS:
  void startRequested();
  void stopRequested();

 private:
  QPushButton* button_;
  StateLine* state_;
  QLabel* title_;
  LayerBars* bars_;
  bool running_ = false;
};

}  // namespace cleave::ui
