// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/bundle/bundle.h"

namespace cleave {

inline std::shared_ptr<const Model> shippedModel() {
  static const auto model =
      std::make_shared<const Model>(readBundle(CLEAVE_SOURCE_DIR "/models/alexnet-fashion.cleavemodel"));
  return model;
}

}  // namespace cleave
