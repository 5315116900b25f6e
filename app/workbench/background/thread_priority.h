// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cleave::workbench {

inline constexpr int kBehindTheWindow = 3;  ///< niceness: where cores are few, the window's thread goes first
inline constexpr int kBehindEverything = 10;

/// The calling thread, and those that it starts from now on, give way to others. Linux knows priorities of single
/// threads.
void lowerThreadPriority(int niceness = kBehindTheWindow);

}  // namespace cleave::workbench
