// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/scenario/scenario_types.h"

namespace cleave::workbench {

/// Every key that the scenario could have as it is written, in the order of a scenario file: also for a text with
/// mistakes, whose wrong values are shown as they stand.
std::vector<ui::ScenarioField> fieldsOf(const QString& text);

/// The text with this value for the key: in its line, or in a new one among its neighbours; without the key where the
/// value is empty. Comments stay. Another kind of link, load, arrivals or reward drops the keys of the one before that
/// it does not know, and gets those that it needs.
QString withValue(const QString& text, const QString& key, const QString& value);

}  // namespace cleave::workbench
