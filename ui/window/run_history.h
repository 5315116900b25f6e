// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "core/types/run_table.h"
#include "ui/charts/x_unit.h"

namespace cleave::ui {

/// The requests that the charts still show, each as it was recorded, so that one of them can be looked at: of a run
/// that goes on the latest, of one that is over all. Freeing a long one takes a while.
class RunHistory {
 public:
  /// @param requests to keep at least
  explicit RunHistory(std::size_t requests) : capacity_(requests) {}

  void setCapacity(std::size_t requests);
  void add(const RequestRecord& record);
  /// A run that is over, in place of what was added.
  void show(std::shared_ptr<const RunTable> run);

  [[nodiscard]] std::size_t size() const;
  /// The request whose start, or number, is the closest to x; nullopt while there are none, and where those that were
  /// there have been forgotten: a chart that has not a row for each request reaches back further.
  [[nodiscard]] std::optional<RequestRecord> nearest(double x, XUnit unit) const;
  /// The one that is so many after (before, when negative) request `id`; the first or last where there are not so many.
  [[nodiscard]] std::optional<RequestRecord> besides(std::uint64_t id, int steps) const;

 private:
  // Of one size, the oldest of which goes as a whole: a row costs no allocation.
  static constexpr std::size_t kBlock = 4096;  ///< requests
  struct Block {
    Block();
    RunTable table;
    std::vector<float> probabilities;  ///< of all rows, one after the other, which a table has not
    std::vector<std::size_t> ends;     ///< where each row's end in it
  };
  [[nodiscard]] double x(std::size_t row, XUnit unit) const;
  /// The first row at x or later.
  [[nodiscard]] std::size_t lower(double x, XUnit unit) const;
  [[nodiscard]] RequestRecord record(std::size_t row) const;
  void drop();

  std::size_t capacity_;
  std::deque<Block> blocks_;  ///< all full but the last
  bool forgot_ = false;       ///< some were before them
  std::shared_ptr<const RunTable> past_;
};

}  // namespace cleave::ui
