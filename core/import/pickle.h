// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cleave {

struct PickleValue;
using PickleRef = std::shared_ptr<const PickleValue>;

struct PickleNone {};
struct PickleMark {};  // never in a finished value
/// "module name" of one that is allowed
struct PickleGlobal {
  std::string name;
};
struct PickleTuple {
  std::vector<PickleRef> items;
};
struct PickleDict {
  std::vector<std::pair<PickleRef, PickleRef>> items;  ///< in the order of the file
};
/// What a persistent id names: torch's storages.
struct PicklePersistent {
  PickleRef id;
};
/// A call that is not made: `function(arguments)`.
struct PickleCall {
  std::string function;
  PickleRef arguments;
};

/// One value of a pickle, as data.
struct PickleValue {
  std::variant<PickleNone, PickleMark, bool, std::int64_t, std::string, PickleGlobal, PickleTuple, PickleDict,
               PicklePersistent, PickleCall>
      value;

  template <class T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&value);
  }
};

/// Parses the subset of Python's pickle format (protocol 2) that a torch state dict needs. Nothing is ever executed:
/// names are taken from `allowed` ("collections OrderedDict") only, and a call becomes a PickleCall. An OrderedDict()
/// becomes an empty PickleDict, and attributes that are set on a dict are dropped. Values can hold no cycles. Memory
/// stays within a small multiple of the input.
/// @param where named in the errors
/// @throws Error with one sentence for anything else: a foreign name, an unknown opcode, a truncated or malformed input
PickleRef parsePickle(std::span<const std::byte> bytes, std::span<const std::string> allowed, const std::string& where);

}  // namespace cleave
