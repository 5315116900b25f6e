// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/model/model.h"
#include "core/network/activation.h"

namespace cleave {

/// One exit's path as anybody would write it with libtorch, a torch::nn::Sequential without cuts or clocks: the
/// reference that split execution is measured and tested against.
class PlainForward {
 public:
  /// @throws Error when a tensor is missing or has the wrong shape
  PlainForward(const Model& model, int exit);
  ~PlainForward();
  PlainForward(PlainForward&&) noexcept;
  PlainForward& operator=(PlainForward&&) noexcept;

  /// @param input as NetworkRuntime::prepare gives it
  /// @return the scores
  [[nodiscard]] Activation run(const Activation& input);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cleave
