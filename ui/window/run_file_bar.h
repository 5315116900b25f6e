// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/theme/colours.h"
#include "ui/window/run_types.h"

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;
QT_END_NAMESPACE

namespace cleave::ui {

/// A line above the panels: that a run is being opened, and how to give that up; then which one is shown, for as long
/// as it is not a live one. Of one height in both, so that the panels below do not jump between them.
class RunFileBar : public QWidget {
  Q_OBJECT

 public:
  explicit RunFileBar(QWidget* parent = nullptr);
  /// @param done 0..1; negative: not known
  void showOpening(const QString& text, double done);
  /// What was said before is said again.
  void endOpening();
  void showRun(const RecordedRun& run);
  /// None is shown any more.
  void clearRun();
  [[nodiscard]] QString text() const;
  void setColours(const Colours& colours);

 Q_SIGNALS:
  void cancelPressed();
  void closePressed();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  QLabel* text_;
  QProgressBar* progress_;
  QPushButton* cancel_;
  QToolButton* close_;
  QString opening_;
  QString run_;
  QString tip_;
};

}  // namespace cleave::ui
