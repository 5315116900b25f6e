// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scenario/scenario_name_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/widgets/form_row.h"

namespace cleave::ui {

ScenarioNameBar::ScenarioNameBar(QWidget* parent)
    : QWidget(parent), name_(new QLineEdit), save_(new QPushButton), problem_(makeProblem(this)) {
  name_->setObjectName(QStringLiteral("scenarioName"));
  name_->setAccessibleName(tr("Scenario name"));
  name_->setPlaceholderText(tr("name"));
  name_->setProperty("field", true);
  save_->setObjectName(QStringLiteral("saveUnderName"));
  auto* cancel = new QPushButton(tr("Cancel"));
  cancel->setObjectName(QStringLiteral("cancelSave"));
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(name_, 1);
  row->addWidget(save_);
  row->addWidget(cancel);
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(4);
  box->addLayout(row);
  box->addWidget(problem_);
  connect(name_, &QLineEdit::textEdited, this, [this] { object({}, false); });
  connect(name_, &QLineEdit::returnPressed, this, &ScenarioNameBar::choose);
  connect(save_, &QPushButton::clicked, this, &ScenarioNameBar::choose);
  connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
  hide();
}

void ScenarioNameBar::ask(const QString& proposal) {
  name_->setText(proposal);
  object({}, false);
  show();
  name_->setFocus();
  name_->selectAll();
}

void ScenarioNameBar::object(const QString& sentence, bool replaceable) {
  replace_ = replaceable;
  save_->setText(replaceable ? tr("Replace") : tr("Save"));
  showProblem(problem_, sentence);
}

void ScenarioNameBar::choose() {
  const QString name = name_->text().trimmed();
  if (!name.isEmpty()) Q_EMIT chosen(name, replace_);
}

bool ScenarioNameBar::event(QEvent* event) {
  // Else the window's shortcut takes it, and the run stops.
  if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();
    return true;
  }
  return QWidget::event(event);
}

void ScenarioNameBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
  hide();
}

}  // namespace cleave::ui
