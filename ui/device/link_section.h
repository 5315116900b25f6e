// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/device/device_settings.h"
#include "ui/scenario/conditions_preview.h"
#include "ui/scenario/scenario_types.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace cleave::ui {

class ConditionsChart;
class ReadSlider;

/// What the link is: as it is, limited, or as a scenario or a measured trace says, with a preview of those two.
class LinkSection : public QWidget {
  Q_OBJECT

 public:
  explicit LinkSection(QWidget* parent = nullptr);

  void show(const DeviceSettings& settings);
  void read(DeviceSettings& settings) const;
  void setScenarios(const std::vector<ScenarioChoice>& scenarios);
  /// What the chosen scenario or trace does; nothing clears it.
  void setPreview(const ConditionsPreview& preview);
  void setTrace(const QString& file);

 Q_SIGNALS:
  void changed();
  void traceWanted();

 private:
  using Link = DeviceSettings::Link;
  void chooseKind(int index);
  void showKind();
  void showTrace();

  QComboBox* kind_;
  QLabel* caption_;  ///< of the row below the kind
  ReadSlider* rate_;
  QComboBox* scenario_;
  QPushButton* trace_;
  QLabel* note_;
  ConditionsChart* chart_;
  double mbps_ = 20;
  QString file_;
};

}  // namespace cleave::ui
