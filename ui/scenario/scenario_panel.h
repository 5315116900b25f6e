// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/export/figure_source.h"
#include "ui/panels/panel.h"
#include "ui/scenario/conditions_preview.h"
#include "ui/scenario/scenario_types.h"

QT_BEGIN_NAMESPACE
class QMenu;
class QPushButton;
class QSplitter;
class QToolButton;
class QUndoStack;
QT_END_NAMESPACE

namespace cleave::ui {

class ConditionsChart;
class ElidedLabel;
class ScenarioDocument;
class ScenarioForm;
class ScenarioNameBar;
class ScenarioTextEdit;

/// Edits one scenario, as a form and as text side by side, with a preview of what it does. It knows no keys and reads
/// no files: whoever owns it answers every textChanged() with fields, problem and preview.
class ScenarioPanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit ScenarioPanel(QWidget* parent = nullptr);

  /// Of all edits, for the window's undo group.
  [[nodiscard]] QUndoStack* undoStack() const;
  [[nodiscard]] const ScenarioDocument& document() const { return *document_; }
  /// The preview of what the scenario does.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;

 public Q_SLOTS:
  /// What the Open menu lists.
  void setScenarios(const std::vector<cleave::ui::ScenarioChoice>& scenarios);
  /// Undo brings back what was open.
  void open(const cleave::ui::ScenarioSource& source);
  /// It has been written.
  void setSaved(const cleave::ui::ScenarioSource& source);
  /// Why it was not saved under that name. @param replaceable an own scenario has it, and may be replaced
  void refuseName(const QString& sentence, bool replaceable);
  /// The answer to fieldEdited(): one undo step, merged with the one before when it is of the same key.
  void replaceText(const QString& text, const QString& key);
  void setFields(const std::vector<cleave::ui::ScenarioField>& fields);
  /// @param line from 1; 0 = no particular one @param sentence empty = the text is right
  void setProblem(int line, const QString& sentence);
  void setPreview(const cleave::ui::ConditionsPreview& preview);
  /// What came of the last order: "Saved as …".
  void setMessage(const QString& sentence);

 Q_SIGNALS:
  void textChanged(const QString& text);
  void fieldEdited(const QString& key, const QString& value);
  void openRequested(const QString& id);  ///< a choice's, or a file
  /// In the place of the source; shipped ones never come here.
  void saveRequested();
  void saveAsRequested(const QString& name, bool replace);
  void useRequested();

 protected:
  /// Ctrl+S saves the scenario while it is edited, not a picture of the window.
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* makeToolBar();
  QToolButton* makeButton(const QString& text, const char* name, const QString& tip);
  void connectAll();
  void showSource();
  void save();
  void saveAs();
  void askForFile();
  void askForTrace(const QString& key);
  void placeLogarithmic();
  /// Side by side or one above the other, as the width allows.
  void arrange();
  bool arranged_ = false;

  ScenarioDocument* document_;
  ScenarioForm* form_;
  ScenarioTextEdit* text_;
  ConditionsChart* chart_;
  QSplitter* splitter_;
  QMenu* menu_;
  QToolButton* save_;
  QToolButton* revert_;
  QToolButton* logarithmic_;
  ScenarioNameBar* nameBar_;
  QLabel* problem_;
  ElidedLabel* message_;
  QPushButton* use_;
};

}  // namespace cleave::ui
