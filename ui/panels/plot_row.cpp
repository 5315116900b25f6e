// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/plot_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/charts/live_plot.h"

namespace cleave::ui {

PlotRow::PlotRow(const QString& name, QWidget* parent)
    : QWidget(parent), value_(new QLabel), plot_(new LivePlot(this)) {
  setAccessibleName(name);
  auto* title = new QLabel(name);
  title->setObjectName(QStringLiteral("muted"));
  value_->setObjectName(QStringLiteral("strong"));
  value_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(2, 0, 2, 0);
  head->addWidget(title);
  head->addStretch(1);
  head->addWidget(value_);
  auto* box = new QVBoxLayout(this);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(0);
  box->addLayout(head);
  box->addWidget(plot_, 1);
}

void PlotRow::setValue(const QString& text) {
  if (value_->text() != text) value_->setText(text);
}

QString PlotRow::value() const {
  return value_->text();
}

}  // namespace cleave::ui
