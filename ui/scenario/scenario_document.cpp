// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/scenario_document.h"

#include <QPlainTextDocumentLayout>
#include <QTextCursor>
#include <QTextDocument>
#include <QUndoCommand>
#include <algorithm>
#include <utility>

namespace cleave::ui {
namespace {

constexpr int kMergeable = 1;

/// Where two texts differ: from `at` on, `removed` of the one and `added` of the other.
struct Difference {
  qsizetype at = 0;
  qsizetype removed = 0;
  qsizetype added = 0;
};

Difference between(const QString& before, const QString& after) {
  const auto shorter = std::min(before.size(), after.size());
  qsizetype head = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  qsizetype tail = 0;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  return {head, before.size() - head - tail, after.size() - head - tail};
}

}  // namespace

class TextCommand : public QUndoCommand {
 public:
  TextCommand(ScenarioDocument& document, QString before, QString after, QString mergeKey, const QString& what)
      : QUndoCommand(what),
        document_(document),
        before_(std::move(before)),
        after_(std::move(after)),
        mergeKey_(std::move(mergeKey)) {}

  void undo() override { document_.apply(before_); }
  void redo() override { document_.apply(after_); }
  [[nodiscard]] int id() const override { return mergeKey_.isEmpty() ? -1 : kMergeable; }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = static_cast<const TextCommand*>(other);
    if (next->mergeKey_ != mergeKey_ || next->before_ != after_) return false;
    after_ = next->after_;
    setObsolete(after_ == before_);
    return true;
  }

 private:
  ScenarioDocument& document_;
  QString before_;
  QString after_;
  QString mergeKey_;
};

class OpenCommand : public QUndoCommand {
 public:
  OpenCommand(ScenarioDocument& document, const ScenarioSource& source)
      : QUndoCommand(ScenarioDocument::tr("open %1").arg(source.title)),
        document_(document),
        source_(source),
        text_(source.text) {}

  void undo() override { exchange(); }
  void redo() override { exchange(); }

 private:
  // What is open now is kept for the way back: it may have been saved since.
  void exchange() {
    std::swap(document_.source_, source_);
    const QString text = std::exchange(text_, document_.text_);
    document_.apply(text);
    Q_EMIT document_.sourceChanged();
  }

  ScenarioDocument& document_;
  ScenarioSource source_;
  QString text_;
};

ScenarioDocument::ScenarioDocument(QObject* parent)
    : QObject(parent), document_(new QTextDocument(this)), stack_(new QUndoStack(this)) {
  document_->setDocumentLayout(new QPlainTextDocumentLayout(document_));
  document_->setUndoRedoEnabled(false);
  connect(document_, &QTextDocument::contentsChange, this, &ScenarioDocument::takeTyping);
}

void ScenarioDocument::takeTyping() {
  if (applying_) return;
  const QString now = document_->toPlainText();
  if (now == text_) return;
  const Difference change = between(text_, now);
  // Letters typed one after the other into the same line are one step; so are those rubbed out.
  const bool oneLetter = change.removed + change.added == 1;
  const QChar letter = change.added == 1 ? now[change.at] : oneLetter ? text_[change.at] : QChar();
  const auto line = text_.left(change.at).count(QLatin1Char('\n'));
  QString mergeKey;
  if (oneLetter && letter != QLatin1Char('\n')) {
    mergeKey = QStringLiteral("%1%2").arg(change.added == 1 ? QLatin1Char('+') : QLatin1Char('-')).arg(line);
  }
  stack_->push(new TextCommand(*this, text_, now, mergeKey, tr("typing")));
}

void ScenarioDocument::apply(const QString& text) {
  if (text == text_) return;
  applying_ = true;
  if (const QString shown = document_->toPlainText(); shown != text) {
    const Difference change = between(shown, text);
    QTextCursor cursor(document_);
    cursor.setPosition(static_cast<int>(change.at));
    cursor.setPosition(static_cast<int>(change.at + change.removed), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(change.at, change.added));
  }
  applying_ = false;
  text_ = text;
  Q_EMIT textChanged(text_);
  Q_EMIT sourceChanged();
}

void ScenarioDocument::replaceText(const QString& text, const QString& what, const QString& mergeKey) {
  if (text == text_) return;
  stack_->push(new TextCommand(*this, text_, text, mergeKey, what));
}

void ScenarioDocument::open(const ScenarioSource& source) {
  if (source == source_ && !modified()) return;
  if (source_ == ScenarioSource{} && text_.isEmpty()) {  // the first one: nothing to go back to
    source_ = source;
    apply(source.text);
    Q_EMIT sourceChanged();
    return;
  }
  stack_->push(new OpenCommand(*this, source));
}

void ScenarioDocument::markSaved(const ScenarioSource& source) {
  source_ = source;  // whoever has typed on meanwhile keeps that
  Q_EMIT sourceChanged();
}

}  // namespace cleave::ui
