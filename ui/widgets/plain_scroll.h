// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace cleave::ui {

/// What is too high for its panel, without a frame or a background of its own.
inline QScrollArea* plainScroll(QWidget* content) {
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("plainScroll"));
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(content);
  scroll->viewport()->setAutoFillBackground(false);
  content->setAutoFillBackground(false);
  return scroll;
}

}  // namespace cleave::ui
