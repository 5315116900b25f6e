// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

#include "core/types/network_description.h"

namespace cleave {

/// A float tensor on the CPU, batch of one, that hides its tensor library: what flows between layers and what is
/// quantized where the path is cut. Copies share the values.
class Activation {
 public:
  struct Impl;

  Activation() = default;
  /// Uninitialized values.
  explicit Activation(const Shape& shape);
  explicit Activation(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

  [[nodiscard]] Shape shape() const;
  [[nodiscard]] std::span<const float> values() const;
  [[nodiscard]] std::span<float> mutableValues();
  [[nodiscard]] const std::shared_ptr<Impl>& impl() const { return impl_; }

 private:
  std::shared_ptr<Impl> impl_;
};

/// Softmax of the scores at an exit.
std::vector<float> softmax(std::span<const float> scores);
int argmax(std::span<const float> scores);

}  // namespace cleave
