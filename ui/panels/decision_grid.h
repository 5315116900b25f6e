// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/types/network_description.h"
#include "ui/panels/run_statistics.h"

namespace cleave::ui {

/// How often each (exit, partition) was chosen, all bits together; the current one is framed.
class DecisionGrid : public QWidget {
  Q_OBJECT

 public:
  explicit DecisionGrid(QWidget* parent = nullptr);
  void setNetwork(const NetworkDescription& network);
  void setShares(const std::vector<DecisionShare>& shares, const Decision& current);
  void clearRun();
  [[nodiscard]] double share(int exit, int partition) const;
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] QRectF cell(int exit, int partition) const;

  std::vector<std::vector<double>> shares_;  ///< [exit - 1][partition]
  int longest_ = 0;
  Decision current_{0, 0, 0};
};

}  // namespace cleave::ui
