// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/train/training_types.h"

namespace cleave::ui {

class TrainingCharts;
class TrainingFilesPanel;
class TrainingForm;
class TrainingList;

/// All of training: the form on the left; the curves of the chosen training, and below them the queue and what the
/// chosen training has left on the disk.
class TrainPanel : public QWidget {
  Q_OBJECT

 public:
  explicit TrainPanel(QWidget* parent = nullptr);

  void setChoices(const TrainingChoices& choices);
  void setScenario(const QString& scenario);
  /// In place of the choices': names and files.
  void setScenarios(const QStringList& scenarios);
  /// All trainings as they stand; a few times a second.
  void setTrainings(std::vector<TrainingInfo> trainings);
  /// @param id of the training that they belong to: those of another than the chosen one are not shown
  void setCurves(const QString& id, const TrainingCurves& curves);
  /// A sentence about something that could not be done.
  void setError(const QString& sentence);
  /// Of the chosen training; empty: none.
  [[nodiscard]] QString current() const;

  [[nodiscard]] TrainingForm* form() const { return form_; }
  [[nodiscard]] TrainingList* list() const { return list_; }
  [[nodiscard]] TrainingCharts* charts() const { return charts_; }
  [[nodiscard]] TrainingFilesPanel* files() const { return files_; }

 Q_SIGNALS:
  void trainRequested(const TrainingRequest& request);
  void pauseRequested(const QStringList& ids);
  void resumeRequested(const QStringList& ids);
  void stopRequested(const QStringList& ids);
  void removeRequested(const QStringList& ids);
  void currentChanged(const QString& id);
  /// The best policy that this training has.
  void useRequested(const QString& id);
  /// This policy file.
  void usePolicyRequested(const QString& path);
  void openModelRequested(const QString& path);

 private:
  void showCurrent();

  TrainingForm* form_;
  TrainingList* list_;
  TrainingCharts* charts_;
  TrainingFilesPanel* files_;
  QString shown_;  ///< id
};

}  // namespace cleave::ui
