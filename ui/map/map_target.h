// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace cleave::ui {

/// Something on the network map that can be pointed at, selected and looked into.
struct MapTarget {
  enum class Kind { None, Frame, Trunk, Branch, Seam };

  Kind kind = Kind::None;
  std::size_t exit = 0;   ///< of Branch, from 0
  std::size_t layer = 0;  ///< of Trunk or Branch, from 0 within it

  [[nodiscard]] bool isLayer() const { return kind == Kind::Trunk || kind == Kind::Branch; }
  explicit operator bool() const { return kind != Kind::None; }
  friend bool operator==(const MapTarget&, const MapTarget&) = default;
};

}  // namespace cleave::ui
