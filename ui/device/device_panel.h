// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "ui/device/device_settings.h"
#include "ui/export/figure_source.h"
#include "ui/panels/panel.h"
#include "ui/scenario/conditions_preview.h"
#include "ui/scenario/scenario_types.h"

namespace cleave::ui {

class AgentSection;
class LinkSection;
class ProcessorSection;
class ProfileSection;

/// Which device a run uses, how it computes, and over what link: all of it may be changed while a run goes on. The
/// panel shows what it is told and says what the user wants; it connects to nothing.
class DevicePanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit DevicePanel(QWidget* parent = nullptr);

  [[nodiscard]] const DeviceSettings& settings() const { return settings_; }
  /// The profile, once there is one.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;

 public Q_SLOTS:
  /// Emits nothing.
  void setSettings(const cleave::ui::DeviceSettings& settings);
  /// Addresses of other agents, the latest first; the caller keeps them.
  void setRecentDevices(const QStringList& addresses);
  void setScenarios(const std::vector<cleave::ui::ScenarioChoice>& scenarios);
  void setState(const cleave::ui::DeviceState& state);
  /// Why the last change was not made, one sentence; the caller also puts the settings back. Empty: nothing is wrong.
  void setProblem(const QString& sentence);
  /// Of the chosen scenario or trace.
  void setLinkPreview(const cleave::ui::ConditionsPreview& preview);
  void setProfileState(const cleave::ui::DeviceState& state);
  void setProfile(const QString& title, const std::vector<cleave::ui::LayerProfile>& times);
  /// Chosen by the dialogs that the panel opens.
  void takeProfileFile(const QString& file);
  void takeTraceFile(const QString& file);

 Q_SIGNALS:
  void settingsChanged(const cleave::ui::DeviceSettings& settings);  ///< by the user
  void profileRequested();
  void profileStopRequested();

 private:
  void takeSettings();
  void askForProfileFile();
  void askForTraceFile();

  AgentSection* agent_;
  ProcessorSection* processor_;
  LinkSection* link_;
  ProfileSection* profile_;
  QLabel* problem_;
  DeviceSettings settings_;
};

}  // namespace cleave::ui
