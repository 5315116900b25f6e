// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/policy/decision_part.h"

namespace cleave::ui {

/// Every value of the part in its colour, and what the axes are.
class DecisionMapLegend : public QWidget {
  Q_OBJECT

 public:
  explicit DecisionMapLegend(QWidget* parent = nullptr);
  void setPart(DecisionPart part);
  void setExtent(const DecisionExtent& extent);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void takeRoom();
  [[nodiscard]] double chipWidth() const;

  DecisionPart part_ = DecisionPart::Exit;
  DecisionExtent extent_;
};

}  // namespace cleave::ui
