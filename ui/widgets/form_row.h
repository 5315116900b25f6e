// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QString>

namespace cleave::ui {

inline constexpr int kCaptionWidth = 84;

/// A grid of captions and controls whose columns line up from section to section.
inline QGridLayout* makeForm(QWidget* parent) {
  auto* grid = new QGridLayout(parent);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(6);
  grid->setColumnMinimumWidth(0, kCaptionWidth);
  grid->setColumnStretch(1, 1);
  return grid;
}

/// One more row: caption and control, named for tests and screen readers.
inline QLabel* addRow(QGridLayout* grid, const QString& caption, QWidget* control, const char* name) {
  auto* label = new QLabel(caption);
  label->setObjectName(QStringLiteral("muted"));
  label->setBuddy(control);
  control->setObjectName(QLatin1String(name));
  control->setAccessibleName(caption);
  const int row = grid->rowCount();
  grid->addWidget(label, row, 0);
  grid->addWidget(control, row, 1);
  return label;
}

/// A sentence that says what is wrong; takes no room while there is nothing.
inline QLabel* makeProblem(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QStringLiteral("problem"));
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->hide();
  return label;
}

inline void showProblem(QLabel* label, const QString& sentence) {
  label->setText(sentence);
  label->setVisible(!sentence.isEmpty());
}

}  // namespace cleave::ui
