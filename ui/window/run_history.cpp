// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_history.h"

#include <algorithm>
#include <ranges>

namespace cleave::ui {

void RunHistory::setCapacity(std::size_t requests) {
  capacity_ = requests;
  drop();
}

RunHistory::Block::Block() {
  table.reserve(kBlock);
  ends.reserve(kBlock);
}

void RunHistory::add(const RequestRecord& record) {
  if (blocks_.empty() || blocks_.back().table.size() == kBlock) {
    blocks_.emplace_back();
    drop();
  }
  Block& block = blocks_.back();
  block.table.add(record);
  block.probabilities.insert(block.probabilities.end(), record.probabilities.begin(), record.probabilities.end());
  block.ends.push_back(block.probabilities.size());
}

void RunHistory::drop() {
  while (blocks_.size() > 1 && (blocks_.size() - 2) * kBlock >= capacity_) {
    blocks_.pop_front();
    forgot_ = true;
  }
}

void RunHistory::show(std::shared_ptr<const RunTable> run) {
  past_ = std::move(run);
}

std::size_t RunHistory::size() const {
  if (past_) return past_->size();
  return blocks_.empty() ? 0 : (blocks_.size() - 1) * kBlock + blocks_.back().table.size();
}

double RunHistory::x(std::size_t row, XUnit unit) const {
  const RunTable& table = past_ ? *past_ : blocks_[row / kBlock].table;
  const std::size_t at = past_ ? row : row % kBlock;
  return unit == XUnit::Seconds ? table.startS[at] : static_cast<double>(table.id[at]);
}

std::size_t RunHistory::lower(double x, XUnit unit) const {
  const auto rows = std::views::iota(std::size_t{0}, size());
  return static_cast<std::size_t>(
      std::ranges::partition_point(rows, [&](std::size_t row) { return this->x(row, unit) < x; }) - rows.begin());
}

RequestRecord RunHistory::record(std::size_t row) const {
  if (past_) return past_->record(row);
  const Block& block = blocks_[row / kBlock];
  const std::size_t at = row % kBlock;
  RequestRecord record = block.table.record(at);
  const auto begin = static_cast<std::ptrdiff_t>(at == 0 ? 0 : block.ends[at - 1]);
  const auto end = static_cast<std::ptrdiff_t>(block.ends[at]);
  record.probabilities.assign(block.probabilities.begin() + begin, block.probabilities.begin() + end);
  return record;
}

std::optional<RequestRecord> RunHistory::nearest(double x, XUnit unit) const {
  if (size() == 0 || (!past_ && forgot_ && x < this->x(0, unit))) return std::nullopt;
  std::size_t row = std::min(lower(x, unit), size() - 1);
  if (row > 0 && x - this->x(row - 1, unit) < this->x(row, unit) - x) --row;
  return record(row);
}

std::optional<RequestRecord> RunHistory::besides(std::uint64_t id, int steps) const {
  if (size() == 0) return std::nullopt;
  const auto row = static_cast<std::ptrdiff_t>(lower(static_cast<double>(id), XUnit::Requests));
  const auto last = static_cast<std::ptrdiff_t>(size()) - 1;
  return record(static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(row + steps, 0, last)));
}

}  // namespace cleave::ui
