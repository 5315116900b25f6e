// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/panels/panel.h"
#include "ui/train/training_types.h"

QT_BEGIN_NAMESPACE
class QPushButton;
class QTreeWidget;
QT_END_NAMESPACE

namespace cleave::ui {

/// What the chosen training has left on the disk, and the button that puts its policy to work.
class TrainingFilesPanel : public Panel {
  Q_OBJECT

 public:
  explicit TrainingFilesPanel(QWidget* parent = nullptr);

  /// nullptr: no training is chosen.
  void setTraining(const TrainingInfo* info);
  [[nodiscard]] QTreeWidget* list() const { return list_; }
  [[nodiscard]] QPushButton* button() const { return use_; }

 Q_SIGNALS:
  /// The best that the training has: its result, or else a policy made of its checkpoint.
  void useRequested(const QString& id);
  /// This very policy file.
  void usePolicyRequested(const QString& path);
  void openModelRequested(const QString& path);

 private:
  void use();
  void refresh();
  [[nodiscard]] const TrainingFile* chosen() const;

  TrainingInfo info_;
  QTreeWidget* list_;
  QPushButton* use_;
};

}  // namespace cleave::ui
