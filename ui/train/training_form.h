// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/panel.h"
#include "ui/train/training_types.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QStackedWidget;
QT_END_NAMESPACE

namespace cleave::ui {

/// What to train. All fields have sensible values from the start, so that one click on Train does something useful.
class TrainingForm : public Panel {
  Q_OBJECT

 public:
  explicit TrainingForm(QWidget* parent = nullptr);

  void setChoices(const TrainingChoices& choices);
  /// The scenario that is asked for unless the user chooses another, for instance that of the live run.
  void setScenario(const QString& scenario);
  void setScenarios(const QStringList& scenarios);
  [[nodiscard]] TrainingRequest request() const;
  /// One sentence; empty: it can be started.
  [[nodiscard]] QString problem() const;
  /// As a click on the button does: nothing where there is a problem.
  void train();

 Q_SIGNALS:
  void trainRequested(const TrainingRequest& request);

 private:
  QWidget* makePolicyPage();
  QWidget* makeNetworkPage();
  QLineEdit* addPath(QFormLayout* form, const QString& label, const char* name, const QString& placeholder,
                     const QString& filter);
  void check();
  void choose(QLineEdit* edit, const QString& title, const QString& filter);

  TrainingChoices choices_;
  QComboBox* kind_;
  QStackedWidget* pages_;
  QComboBox* algorithm_ = nullptr;
  QComboBox* scenario_ = nullptr;
  QLineEdit* traces_ = nullptr;
  QLineEdit* model_ = nullptr;
  QSpinBox* seeds_ = nullptr;
  QSpinBox* steps_ = nullptr;
  QComboBox* dataset_ = nullptr;
  QLineEdit* data_ = nullptr;
  QComboBox* architecture_ = nullptr;
  QComboBox* stages_ = nullptr;
  QSpinBox* threads_ = nullptr;
  QLineEdit* name_;
  QLabel* problem_;
  QPushButton* train_;
};

}  // namespace cleave::ui
