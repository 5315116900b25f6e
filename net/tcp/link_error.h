// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/error.h"

namespace cleave::net {

/// The connection to the agent is gone or never came about; connect() again. Any other Error leaves it standing.
class LinkError : public Error {
 public:
  using Error::Error;
};

}  // namespace cleave::net
