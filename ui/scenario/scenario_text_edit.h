// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace cleave::ui {

class ScenarioDocument;
class ScenarioHighlighter;

/// The document as text: light colours, line numbers, the line with the problem marked. Undo and redo are the
/// document's.
class ScenarioTextEdit : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit ScenarioTextEdit(ScenarioDocument* document, QWidget* parent = nullptr);

  /// @param line from 1; 0 = none
  void markLine(int line);
  [[nodiscard]] int markedLine() const { return marked_; }
  void goToLine(int line);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void placeNumbers();
  void paintNumbers();
  void showMark();
  void showColours();

  ScenarioDocument* scenario_;
  ScenarioHighlighter* highlighter_;
  QWidget* numbers_;
  int marked_ = 0;
};

}  // namespace cleave::ui
