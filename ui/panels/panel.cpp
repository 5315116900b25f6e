// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStackedLayout>

#include "ui/panels/legend_chip.h"

namespace cleave::ui {
namespace {

constexpr int kLeastNote = 40;

/// Says with dots what does not fit, at its end.
class NoteLabel : public QLabel {
 public:
  using QLabel::QLabel;

 protected:
  void paintEvent(QPaintEvent*) override {
    if (width() < kLeastNote) return;  // dots alone say nothing
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect(), static_cast<int>(alignment()), fontMetrics().elidedText(text(), Qt::ElideRight, width()));
  }
};

}  // namespace

Panel::Panel(const QString& title, QWidget* parent)
    : QFrame(parent),
      headerBar_(new QWidget),
      header_(new QHBoxLayout),
      note_(new NoteLabel),
      emptyText_(new QLabel),
      stack_(new QStackedLayout) {
  setObjectName(QStringLiteral("panel"));
  setAccessibleName(title);
  auto* name = new QLabel(title);
  name->setObjectName(QStringLiteral("panelTitle"));
  note_->setObjectName(QStringLiteral("panelNote"));
  note_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  note_->setMinimumWidth(10);
  note_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  emptyText_->setObjectName(QStringLiteral("emptyText"));
  emptyText_->setAlignment(Qt::AlignCenter);
  emptyText_->setWordWrap(true);
  emptyText_->setMinimumSize(10, 10);
  header_->setContentsMargins(2, 0, 2, 0);
  header_->setSpacing(14);
  header_->addWidget(name);
  header_->addWidget(note_, 1);
  headerBar_->setLayout(header_);
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(10, 7, 10, 8);
  box->setSpacing(5);
  box->addWidget(headerBar_);
  box->addLayout(stack_, 1);
  stack_->addWidget(emptyText_);
}

QWidget* Panel::takeHeader() {
  layout()->removeWidget(headerBar_);
  layout()->setContentsMargins(10, 5, 10, 8);
  setProperty("docked", true);
  return headerBar_;
}

void Panel::setBody(QWidget* body) {
  stack_->addWidget(body);
  setEmpty(empty_);
}

LegendChip* Panel::addLegend(ColourRole role, const QString& text) {
  auto* chip = new LegendChip(role, text, this);
  header_->insertWidget(header_->indexOf(note_), chip);
  return chip;
}

void Panel::addHeaderWidget(QWidget* widget) {
  header_->addWidget(widget);
}

void Panel::setNote(const QString& note) {
  if (note_->text() == note) return;
  note_->setText(note);
  note_->setToolTip(note);
}

QString Panel::note() const {
  return note_->text();
}

void Panel::setEmptyText(const QString& what, const QString& next) {
  emptyText_->setText(QStringLiteral("<p style='margin:0 0 4px 0'>%1</p><p style='margin:0'><b>%2</b></p>")
                          .arg(what.toHtmlEscaped(), next.toHtmlEscaped()));
}

QString Panel::emptyText() const {
  return emptyText_->text();
}

void Panel::setEmpty(bool empty) {
  empty_ = empty;
  if (empty) note_->clear();
  if (stack_->count() > 1) stack_->setCurrentIndex(empty ? 0 : 1);
}

bool Panel::isEmpty() const {
  return empty_;
}

}  // namespace cleave::ui
