// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/device/device_settings.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QSpinBox;
QT_END_NAMESPACE

namespace cleave::ui {

class ReadSlider;

/// How the device computes: threads, arithmetic, what it stands in for, what else keeps it busy.
class ProcessorSection : public QWidget {
  Q_OBJECT

 public:
  explicit ProcessorSection(QWidget* parent = nullptr);

  void show(const DeviceSettings& settings);
  void read(DeviceSettings& settings) const;
  /// One more device to stand in for: a file of latency profiles. Chooses it.
  void addProfile(const QString& file);

 Q_SIGNALS:
  void changed();
  void profileFileWanted();

 private:
  void chooseEmulation(int index);
  void showDependencies();

  QSpinBox* threads_;
  QComboBox* precision_;
  QComboBox* emulate_;
  ReadSlider* load_;
  int emulation_ = 0;  ///< the row before the one that asks for a file
  bool local_ = true;
};

}  // namespace cleave::ui
