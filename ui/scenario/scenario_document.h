// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QUndoStack>

#include "ui/scenario/scenario_types.h"

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace cleave::ui {

/// The one text that form and editor both work on. Every change of it, typed, made by the form or by opening another
/// scenario, is a step on one undo stack; the text document's own undo is off.
class ScenarioDocument : public QObject {
  Q_OBJECT

 public:
  explicit ScenarioDocument(QObject* parent = nullptr);

  [[nodiscard]] QTextDocument* textDocument() const { return document_; }
  [[nodiscard]] QUndoStack* undoStack() const { return stack_; }
  [[nodiscard]] const QString& text() const { return text_; }
  [[nodiscard]] const ScenarioSource& source() const { return source_; }
  [[nodiscard]] bool modified() const { return text_ != source_.text; }

  /// @param what for the undo menu: "link.good_mbps"
  /// @param mergeKey steps in a row with the same key are one; empty: never
  void replaceText(const QString& text, const QString& what, const QString& mergeKey = {});
  /// Undo brings back what was open, unsaved changes included.
  void open(const ScenarioSource& source);
  /// A text was written to this place; no step to be undone.
  void markSaved(const ScenarioSource& source);

 Q_SIGNALS:
  void textChanged(const QString& text);
  void sourceChanged();  ///< or whether the text differs from it

 private:
  friend class TextCommand;
  friend class OpenCommand;
  void takeTyping();
  /// Changes only what differs, so that cursor and view stay.
  void apply(const QString& text);

  QTextDocument* document_;
  QUndoStack* stack_;
  ScenarioSource source_;
  QString text_;
  bool applying_ = false;
};

}  // namespace cleave::ui
