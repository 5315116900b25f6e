// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace cleave::ui {

/// A few words in a row, one of them chosen: by click, by the arrow keys, by Home and End.
class SegmentBar : public QWidget {
  Q_OBJECT

 public:
  /// @param name for assistive technology
  explicit SegmentBar(const QString& name, QWidget* parent = nullptr);

  /// The first one is chosen then. No signal.
  void setSegments(const QStringList& segments);
  /// No signal. Out of range: ignored.
  void setCurrent(int index);
  [[nodiscard]] int current() const { return current_; }
  [[nodiscard]] const QStringList& segments() const { return segments_; }
  [[nodiscard]] QRect segmentRect(int index) const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// By the user only.
  void chosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void choose(int index);
  [[nodiscard]] int wishedWidth(int index, int padding) const;

  QStringList segments_;
  int current_ = 0;
};

}  // namespace cleave::ui
