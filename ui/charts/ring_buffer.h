// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace cleave::ui {

/// The last `capacity` values, oldest first. Memory is taken once and never grows.
template <class T>
class RingBuffer {
 public:
  explicit RingBuffer(std::size_t capacity) : capacity_(capacity) { values_.reserve(capacity); }

  void push(const T& value) {
    if (values_.size() < capacity_) {
      values_.push_back(value);
    } else {
      values_[head_] = value;
      head_ = (head_ + 1) % capacity_;
    }
  }

  /// Keeps the newest values that fit. As slow as copying them.
  void setCapacity(std::size_t capacity) {
    std::vector<T> kept;
    kept.reserve(capacity);
    for (std::size_t i = size() - std::min(size(), capacity); i < size(); ++i) kept.push_back((*this)[i]);
    values_ = std::move(kept);
    capacity_ = capacity;
    head_ = 0;
  }

  void clear() {
    values_.clear();
    head_ = 0;
  }

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] bool empty() const { return values_.empty(); }
  [[nodiscard]] bool full() const { return values_.size() == capacity_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] T& operator[](std::size_t i) { return values_[index(i)]; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return values_[index(i)]; }
  [[nodiscard]] const T& front() const { return (*this)[0]; }
  [[nodiscard]] const T& back() const { return (*this)[size() - 1]; }

 private:
  [[nodiscard]] std::size_t index(std::size_t i) const {
    const std::size_t at = head_ + i;
    return at < values_.size() ? at : at - values_.size();
  }

  std::size_t capacity_;
  std::size_t head_ = 0;
  std::vector<T> values_;
};

/// First index whose key is not below `key`; keys ascend.
template <class T, class Key>
std::size_t lowerBound(const RingBuffer<T>& ring, double key, Key keyOf) {
  std::size_t low = 0;
  std::size_t high = ring.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (keyOf(ring[middle]) < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace cleave::ui
