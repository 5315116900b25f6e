// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "net/messages/images.h"

namespace cleave::net {

/// A frame as the agent keeps it.
struct StoredImage {
  int width = 0;
  int height = 0;
  std::vector<std::byte> bytes;  ///< width * height * 3
};

/// The frames of one connection, bounded in number and bytes. A frame that a request still uses outlives its entry.
class ImageStore {
 public:
  /// @throws ProtocolError over kMaxImagesHeld or kMaxImageBytesHeld
  void put(const PushImage& frame);
  /// nullptr for an index that was never pushed
  [[nodiscard]] std::shared_ptr<const StoredImage> find(std::uint32_t index) const;
  void clear();
  [[nodiscard]] std::size_t size() const { return frames_.size(); }

 private:
  std::unordered_map<std::uint32_t, std::shared_ptr<const StoredImage>> frames_;
  std::size_t bytes_ = 0;
};

}  // namespace cleave::net
