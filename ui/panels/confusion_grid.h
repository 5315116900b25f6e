// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

#include "ui/panels/confusion_matrix.h"

namespace cleave::ui {

/// A confusion matrix as a picture: a row a true class, a column a predicted one, as dark as its share of the row;
/// green where both agree, red elsewhere. Counts are written where they fit, names where they fit. The pointer or the
/// arrow keys pick a cell, and the line below says what it counts.
class ConfusionGrid : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusionGrid(const ConfusionMatrix& matrix, QWidget* parent = nullptr);
  void setNames(std::vector<QString> names);
  [[nodiscard]] QString nameOf(int index) const;
  /// The matrix has changed; drawn five times a second at most.
  void matrixChanged();
  void setPicked(std::optional<std::pair<int, int>> cell);  ///< (true, predicted)
  [[nodiscard]] std::optional<std::pair<int, int>> picked() const { return picked_; }
  /// What the line below says.
  [[nodiscard]] QString pickedText() const;
  [[nodiscard]] QRectF cellRect(int label, int prediction) const;
  [[nodiscard]] QSize minimumSizeHint() const override { return {140, 64}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  [[nodiscard]] QRectF square() const;
  [[nodiscard]] double nameWidth() const;
  [[nodiscard]] QColor colourOf(int label, int prediction) const;
  void paintCells(QPainter& painter, const QRectF& square) const;
  void paintPicked(QPainter& painter) const;
  void paintNames(QPainter& painter, const QRectF& square) const;

  const ConfusionMatrix& matrix_;
  std::vector<QString> names_;
  std::optional<std::pair<int, int>> picked_;
  QTimer timer_;
};

}  // namespace cleave::ui
