// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/panel.h"
#include "ui/train/training_model.h"

QT_BEGIN_NAMESPACE
class QAction;
class QLabel;
class QTableView;
class QToolButton;
QT_END_NAMESPACE

namespace cleave::ui {

/// The queue: every training with its state and progress, and what can be done with it by button, context menu or key.
class TrainingList : public Panel {
  Q_OBJECT

 public:
  explicit TrainingList(QWidget* parent = nullptr);

  void setTrainings(std::vector<TrainingInfo> trainings);
  /// A sentence about something that could not be done; empty: nothing. Gone with the next selection.
  void setError(const QString& sentence);
  /// The first training that comes with the next update is selected.
  void selectNext() { selectNext_ = true; }
  /// Of the row that was chosen last; nullptr: none.
  [[nodiscard]] const TrainingInfo* current() const;
  [[nodiscard]] const TrainingModel& model() const { return *model_; }
  [[nodiscard]] QTableView* table() const { return table_; }

 Q_SIGNALS:
  void currentChanged();
  void pauseRequested(const QStringList& ids);
  void resumeRequested(const QStringList& ids);
  void stopRequested(const QStringList& ids);
  void removeRequested(const QStringList& ids);
  void useRequested(const QString& id);

 protected:
  void changeEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QAction* makeAction(const QString& text, const QString& tip, const QList<QKeySequence>& keys);
  void askToRemove();
  void makeActions();
  void refresh();
  void select(int row);
  void paintIcons();
  [[nodiscard]] QStringList selected(bool (*fits)(const TrainingInfo&)) const;

  TrainingModel* model_;
  QTableView* table_;
  QLabel* error_;
  QAction* pause_ = nullptr;
  QAction* resume_ = nullptr;
  QAction* stop_ = nullptr;
  QAction* remove_ = nullptr;
  QAction* use_ = nullptr;
  QString problem_;
  bool selectNext_ = false;
};

}  // namespace cleave::ui
