// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QPushButton;
class QSpinBox;
QT_END_NAMESPACE

namespace cleave::ui {

class PolicyPicker;

/// What to compare.
struct CompareRequest {
  QString scenario;
  QStringList policies;
  bool live = false;
  int seeds = 5;       ///< simulated only
  int requests = 250;  ///< simulated: in each world; live: of each policy
};

/// The conditions of a comparison, and Run and Stop.
class CompareBar : public QWidget {
  Q_OBJECT

 public:
  explicit CompareBar(QWidget* parent = nullptr);
  /// @param names of shipped ones, and files @param current chosen where it is among them
  void setScenarios(const QStringList& names, const QString& current);
  [[nodiscard]] PolicyPicker& picker() const { return *picker_; }
  [[nodiscard]] CompareRequest request() const;
  void setRequest(const CompareRequest& request);
  void setRunning(bool running);
  /// As the mouse does: nothing where the button is not enabled.
  void clickRun();

 Q_SIGNALS:
  void runClicked();
  void stopClicked();

 private:
  void update();
  /// The policy that was trained for a scenario gives way to the one of the next.
  void follow(const QString& scenario);

  // Of the mode that is not chosen; made before the spin box that shows the other.
  int simulatedRequests_ = 250;
  int liveRequests_ = 200;
  QComboBox* scenario_;
  PolicyPicker* picker_;
  QComboBox* mode_;
  QSpinBox* seeds_;
  QWidget* seedsField_;
  QSpinBox* requests_;
  QPushButton* run_;
  QPushButton* stop_;
  QString followed_;  ///< the scenario before a change
  bool running_ = false;
};

}  // namespace cleave::ui
