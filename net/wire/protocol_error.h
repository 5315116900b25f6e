// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/types/error.h"

namespace cleave::net {

/// The peer sent bytes that the protocol does not allow. Its text is a clause without a capital or a full stop
/// ("a Feature message ends early"); sessions and shells build the user's sentence around it.
class ProtocolError : public Error {
 public:
  using Error::Error;
};

}  // namespace cleave::net
