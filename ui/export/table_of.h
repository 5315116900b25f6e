// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

#include "ui/figures/figure.h"

QT_BEGIN_NAMESPACE
class QAbstractItemModel;
QT_END_NAMESPACE

namespace cleave::ui {

/// A model as it stands in its table: a figure that has only numbers. @param role of the cells
Figure tableOf(const QAbstractItemModel& model, int role = Qt::DisplayRole);

}  // namespace cleave::ui
