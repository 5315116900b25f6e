// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cleave::ui {

/// Which rows of a span hold a channel's extremes; rows are counted from the first one ever appended.
struct Extremes {
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  std::uint64_t low = kNone;
  std::uint64_t high = kNone;
};

/// Extremes over blocks of 8, 64, 512... rows of a ring buffer, so that those of any span are found from a few blocks.
/// Holds places, not values: `value(row, channel)` reads a float from the buffer, NaN where there is none. About 6
/// bytes a row for five channels; an address range is taken once, and memory as rows come.
class MinMaxPyramid {
 public:
  static constexpr std::uint64_t kFactor = 8;

  MinMaxPyramid(std::size_t capacity, std::size_t channels) : channels_(channels) {
    for (std::uint64_t rows = kFactor; rows <= capacity; rows *= kFactor) {
      const std::size_t slots = static_cast<std::size_t>(capacity / rows) + 2;
      levels_.push_back({rows, slots, {}});
      levels_.back().blocks.reserve(slots * channels);
    }
  }

  /// To be called after each append with the number of rows ever appended.
  template <class Value>
  void close(std::uint64_t rows, Value value) {
    for (std::size_t level = 0; level < levels_.size() && rows % levels_[level].rows == 0; ++level) {
      const std::uint64_t first = rows - levels_[level].rows;
      for (std::size_t channel = 0; channel < channels_; ++channel) closeBlock(level, first, channel, value);
    }
  }

  /// Rows [first, last) got other values in one channel; none before them is there any more.
  template <class Value>
  void renew(std::uint64_t first, std::uint64_t last, std::size_t channel, Value value) {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      const std::uint64_t rows = levels_[level].rows;
      for (std::uint64_t block = (first + rows - 1) / rows * rows; block + rows <= last; block += rows) {
        closeBlock(level, block, channel, value);
      }
    }
  }

  /// Of rows [first, last), all of them appended and none of them lost; equal values: the first one. `visited` grows by
  /// the rows and blocks looked at.
  template <class Value>
  [[nodiscard]] Extremes find(std::uint64_t first, std::uint64_t last, std::size_t channel, Value value,
                              std::size_t& visited) const {
    Extremes found;
    while (first < last) {
      std::size_t level = levels_.size();
      for (std::size_t i = 0; i < levels_.size(); ++i) {
        if (first % levels_[i].rows != 0 || first + levels_[i].rows > last) break;
        level = i;
      }
      ++visited;
      if (level == levels_.size()) {
        meet(found, first, first, channel, value);
        ++first;
      } else {
        const Extremes block = read(level, first, channel);
        meet(found, block.low, block.high, channel, value);
        first += levels_[level].rows;
      }
    }
    return found;
  }

 private:
  static constexpr std::uint32_t kEmpty = ~std::uint32_t{0};
  struct Block {  // places within the block
    std::uint32_t low = kEmpty;
    std::uint32_t high = kEmpty;
  };
  struct Level {
    std::uint64_t rows;  ///< of one block
    std::size_t slots;   ///< blocks kept, a ring
    std::vector<Block> blocks;
  };

  template <class Value>
  void closeBlock(std::size_t level, std::uint64_t first, std::size_t channel, Value value) {
    Extremes found;
    for (std::uint64_t part = 0; part < kFactor; ++part) {
      if (level == 0) {
        meet(found, first + part, first + part, channel, value);
      } else {
        const std::uint64_t start = first + part * levels_[level - 1].rows;
        const Extremes below = read(level - 1, start, channel);
        meet(found, below.low, below.high, channel, value);
      }
    }
    slot(level, first, channel) = found.low == Extremes::kNone ? Block{}
                                                               : Block{static_cast<std::uint32_t>(found.low - first),
                                                                       static_cast<std::uint32_t>(found.high - first)};
  }
  template <class Value>
  static void meet(Extremes& found, std::uint64_t low, std::uint64_t high, std::size_t channel, Value value) {
    if (low == Extremes::kNone || !std::isfinite(value(low, channel))) return;
    if (found.low == Extremes::kNone || value(low, channel) < value(found.low, channel)) found.low = low;
    if (found.high == Extremes::kNone || value(high, channel) > value(found.high, channel)) found.high = high;
  }
  [[nodiscard]] std::size_t place(std::size_t level, std::uint64_t first, std::size_t channel) const {
    const Level& at = levels_[level];
    return static_cast<std::size_t>(first / at.rows % at.slots) * channels_ + channel;
  }
  Block& slot(std::size_t level, std::uint64_t first, std::size_t channel) {
    auto& blocks = levels_[level].blocks;
    const std::size_t at = place(level, first, channel);
    if (at >= blocks.size()) blocks.resize(at + 1);  // within what was reserved: nothing moves
    return blocks[at];
  }
  [[nodiscard]] Extremes read(std::size_t level, std::uint64_t first, std::size_t channel) const {
    const Block& block = levels_[level].blocks[place(level, first, channel)];
    if (block.low == kEmpty) return {};
    return {first + block.low, first + block.high};
  }

  std::size_t channels_;
  std::vector<Level> levels_;
};

}  // namespace cleave::ui
