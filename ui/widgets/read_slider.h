// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>

#include "ui/theme/look.h"

namespace cleave::ui {

/// A slider with its value beside it, in a column as wide as the longest value.
class ReadSlider : public QWidget {
 public:
  ReadSlider(int most, const QString& longest, QWidget* parent = nullptr)
      : QWidget(parent), slider(new QSlider(Qt::Horizontal)), value(new QLabel) {
    slider->setRange(0, most);
    value->setFixedWidth(QFontMetrics(textFont(13)).horizontalAdvance(longest) + 4);
    value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* box = new QHBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(8);
    box->addWidget(slider, 1);
    box->addWidget(value);
    setFocusProxy(slider);
  }

  QSlider* const slider;
  QLabel* const value;
};

}  // namespace cleave::ui
