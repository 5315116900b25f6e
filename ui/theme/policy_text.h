// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cleave::ui {

/// A policy as people read it: a file's name in place of its path. "policy:/a/b/mine.cleavepolicy" -> "mine"
QString shownPolicy(const QString& policy);

}  // namespace cleave::ui
