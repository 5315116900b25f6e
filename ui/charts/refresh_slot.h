// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave::ui {

/// Drawings take turns: each of the plots of a window has its own slot in a period of 35 ms, so that no frame has to
/// draw all of them, and none is drawn more than 30 times a second.
class RefreshSlot {
 public:
  RefreshSlot();
  /// Milliseconds until the slot comes next, 1..35.
  [[nodiscard]] int wait() const;

 private:
  int phase_;
};

}  // namespace cleave::ui
