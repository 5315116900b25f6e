// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave::ui {

/// What the x of a run's charts counts.
enum class XUnit {
  Seconds,   ///< since the run's start
  Requests,  ///< request number, from 0
};

}  // namespace cleave::ui
