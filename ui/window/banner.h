// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>

#include "ui/theme/colours.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QToolButton;
QT_END_NAMESPACE

namespace cleave::ui {

/// One sentence across the window: progress, or what went wrong. Never in the way: what only informs goes after a
/// while, the log keeps it.
class Banner : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { Info, Error };

  explicit Banner(QWidget* parent = nullptr);
  /// "43 %" in the text also moves a bar. Empty text hides the banner.
  void showMessage(Kind kind, const QString& text);
  [[nodiscard]] QString text() const;
  [[nodiscard]] Kind kind() const { return kind_; }
  void setColours(const Colours& colours);
  /// How long a sentence that is neither progress nor an error stays.
  void setInfoTime(int milliseconds);

 private:
  QFrame* frame_;  ///< inside the margins that the banner brings along
  QLabel* text_;
  QProgressBar* progress_;
  QToolButton* close_;
  Kind kind_ = Kind::Info;
  QTimer timer_;
};

}  // namespace cleave::ui
