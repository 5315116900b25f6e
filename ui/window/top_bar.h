// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/theme/colours.h"
#include "ui/window/run_types.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace cleave::ui {

class LinkControl;
class TargetSpin;

/// Start, pause, stop, and what a run is set to.
class TopBar : public QFrame {
  Q_OBJECT

 public:
  explicit TopBar(QWidget* parent = nullptr);

  void setModelName(const QString& name);
  void setDeviceName(const QString& name);
  void setPolicies(const QStringList& names, const QString& current);
  /// Added where it is not there yet.
  void offerPolicy(const QString& policy);
  void setSettings(const RunSettings& settings);
  [[nodiscard]] RunSettings settings() const;
  void setState(RunState state, bool hasModel);
  void setColours(const Colours& colours);

 Q_SIGNALS:
  void startPressed();
  void pausePressed();
  void stopPressed();
  void settingsChanged();  ///< by the user

 private:
  void addPolicy(const QString& policy);
  void choosePolicy(const QString& policy);
  QToolButton* transport(const char* name, const QString& tip);
  void addField(const QString& caption, QWidget* widget, int stretch = 0);

  QHBoxLayout* box_;
  QToolButton* start_;
  QToolButton* pause_;
  QToolButton* stop_;
  QLabel* device_;
  QLabel* model_;
  QComboBox* policy_;
  TargetSpin* target_;
  LinkControl* link_;
};

}  // namespace cleave::ui
