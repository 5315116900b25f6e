// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/wire/frame_parser.h"

#include <algorithm>

namespace cleave::net {

std::size_t WireFrameParser::feed(std::span<const std::byte> bytes) {
  if (complete_) {
    complete_ = false;
    headerFilled_ = 0;
  }
  std::size_t taken = 0;
  if (headerFilled_ < kHeaderBytes) {
    taken = std::min(bytes.size(), kHeaderBytes - headerFilled_);
    std::copy_n(bytes.begin(), taken, headerBytes_.begin() + static_cast<std::ptrdiff_t>(headerFilled_));
    headerFilled_ += taken;
    if (headerFilled_ < kHeaderBytes) return taken;
    header_ = decodeHeader(headerBytes_, accepted_);
    payload_.clear();
    // Untouched pages cost nothing: an announced payload that never comes holds no memory.
    payload_.reserve(header_.payloadBytes);
  }
  const std::size_t part = std::min(bytes.size() - taken, header_.payloadBytes - payload_.size());
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(taken);
  payload_.insert(payload_.end(), begin, begin + static_cast<std::ptrdiff_t>(part));
  complete_ = payload_.size() == header_.payloadBytes;
  return taken + part;
}

}  // namespace cleave::net
