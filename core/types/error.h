// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace cleave {

/// The one exception that crosses module boundaries. Its text is a single sentence for the user that says what went
/// wrong, where, and what to do about it; programs print it as it is and exit with status 1 (UsageError: 2).
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The request itself was wrong (an argument, a decision that the model does not have), not the world.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Thrown where a long operation ended early because its stop token asked for it.
class Cancelled : public Error {
 public:
  Cancelled() : Error("Cancelled.") {}
};

}  // namespace cleave
