// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include "ui/policy/top_decisions_model.h"

namespace cleave::ui {

/// Five rows: the decision, its probability as a bar, the predicted latency on a scale whose middle is the target, the
/// accuracy, what the network says. Ctrl+C copies them as a table.
class TopDecisions : public QTableView {
  Q_OBJECT

 public:
  explicit TopDecisions(QWidget* parent = nullptr);
  void setInsight(std::shared_ptr<const PolicyInsight> insight) { model_->setInsight(std::move(insight)); }
  [[nodiscard]] const TopDecisionsModel& rows() const { return *model_; }
  /// Tabs between columns, with a header.
  [[nodiscard]] QString asText() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, 96}; }

 Q_SIGNALS:
  /// A row was clicked or entered: the decision's index in the insight.
  void picked(int decision);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  TopDecisionsModel* model_;
};

}  // namespace cleave::ui
