// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/scenario_text_edit.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QMenu>
#include <QPainter>
#include <QTextBlock>
#include <memory>

#include "ui/scenario/scenario_document.h"
#include "ui/scenario/scenario_highlighter.h"
#include "ui/theme/look.h"

namespace cleave::ui {

ScenarioTextEdit::ScenarioTextEdit(ScenarioDocument* document, QWidget* parent)
    : QPlainTextEdit(parent),
      scenario_(document),
      highlighter_(new ScenarioHighlighter(document->textDocument())),
      numbers_(new QWidget(this)) {
  setObjectName(QStringLiteral("scenarioText"));
  setAccessibleName(tr("Scenario as text"));
  setDocument(document->textDocument());
  setFrameShape(QFrame::NoFrame);
  setTabChangesFocus(true);
  setLineWrapMode(QPlainTextEdit::NoWrap);
  numbers_->installEventFilter(this);
  connect(this, &QPlainTextEdit::blockCountChanged, this, &ScenarioTextEdit::placeNumbers);
  connect(this, &QPlainTextEdit::updateRequest, numbers_, [this] { numbers_->update(); });
  connect(this, &QPlainTextEdit::cursorPositionChanged, numbers_, [this] { numbers_->update(); });
  placeNumbers();
}

void ScenarioTextEdit::markLine(int line) {
  marked_ = line;
  showMark();
}

void ScenarioTextEdit::showMark() {
  QList<QTextEdit::ExtraSelection> selections;
  if (marked_ > 0 && marked_ <= blockCount()) {
    const Colours& colours = coloursOf(*this);
    QTextEdit::ExtraSelection selection;
    selection.cursor = QTextCursor(document()->findBlockByNumber(marked_ - 1));
    selection.format.setBackground(colours.violationTint);
    selection.format.setProperty(QTextFormat::FullWidthSelection, true);
    selections << selection;
  }
  setExtraSelections(selections);
  numbers_->update();
}

void ScenarioTextEdit::goToLine(int line) {
  if (line < 1 || line > blockCount()) return;
  QTextCursor cursor(document()->findBlockByNumber(line - 1));
  cursor.movePosition(QTextCursor::EndOfBlock);
  setTextCursor(cursor);
  ensureCursorVisible();
}

void ScenarioTextEdit::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Undo)) return scenario_->undoStack()->undo();
  if (event->matches(QKeySequence::Redo)) return scenario_->undoStack()->redo();
  QPlainTextEdit::keyPressEvent(event);
}

void ScenarioTextEdit::contextMenuEvent(QContextMenuEvent* event) {
  const std::unique_ptr<QMenu> menu(createStandardContextMenu());
  auto* undo = scenario_->undoStack()->createUndoAction(menu.get());
  auto* redo = scenario_->undoStack()->createRedoAction(menu.get());
  const auto standard = menu->actions();
  // The first two are the text document's own, which is off.
  for (int i = 0; i < 2 && i < standard.size(); ++i) menu->removeAction(standard[i]);
  QAction* first = menu->actions().value(0);
  menu->insertAction(first, undo);
  menu->insertAction(first, redo);
  menu->exec(event->globalPos());
}

void ScenarioTextEdit::placeNumbers() {
  const int digits = std::max<int>(2, static_cast<int>(QString::number(blockCount()).size()));
  const int wide = QFontMetrics(textFont(11)).horizontalAdvance(QLatin1Char('8')) * digits + 14;
  setViewportMargins(wide, 0, 0, 0);
  const QRect area = contentsRect();
  numbers_->setGeometry(area.left(), area.top(), wide, area.height());
}

void ScenarioTextEdit::paintNumbers() {
  const Colours& colours = coloursOf(*this);
  QPainter painter(numbers_);
  const int current = textCursor().blockNumber();
  for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
    const QRectF at = blockBoundingGeometry(block).translated(contentOffset());
    if (at.top() > numbers_->height()) break;
    const bool wrong = block.blockNumber() + 1 == marked_;
    painter.setFont(textFont(11, wrong ? QFont::Bold : QFont::Normal));
    painter.setPen(wrong                                          ? colours.violation
                   : block.blockNumber() == current && hasFocus() ? colours.text
                                                                  : colours.muted);
    painter.drawText(QRectF(0, at.top(), numbers_->width() - 8, at.height()), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(block.blockNumber() + 1));
  }
}

bool ScenarioTextEdit::eventFilter(QObject* watched, QEvent* event) {
  if (watched == numbers_ && event->type() == QEvent::Paint) {
    paintNumbers();
    return true;
  }
  return QPlainTextEdit::eventFilter(watched, event);
}

void ScenarioTextEdit::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  placeNumbers();
}

void ScenarioTextEdit::showColours() {
  highlighter_->setColours(coloursOf(*this));
  showMark();
}

void ScenarioTextEdit::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) showColours();
}

void ScenarioTextEdit::showEvent(QShowEvent* event) {
  QPlainTextEdit::showEvent(event);
  showColours();
}

}  // namespace cleave::ui
