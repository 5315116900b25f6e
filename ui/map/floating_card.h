// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QWidget>

namespace cleave::ui {

/// A small sheet over the window that its owner lives in, so that it may be larger than the owner, in whatever window
/// that is docked now. Goes when the owner is hidden.
class FloatingCard : public QWidget {
  Q_OBJECT

 public:
  explicit FloatingCard(QWidget* owner);

  /// Shows it at its sizeHint(), below the anchor or, where there is no room, above it. @param anchor in the owner's
  /// coordinates; to be called again when it moves
  void showAt(const QRectF& anchor);

 protected:
  /// The size that it may take in its window.
  [[nodiscard]] QSize room() const;
  [[nodiscard]] const QRectF& anchor() const { return anchor_; }
  void paintSheet(QPainter& painter);
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();

  QWidget* owner_;
  QRectF anchor_;
};

}  // namespace cleave::ui
