// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/session/image_store.h"

#include <utility>

#include "net/wire/limits.h"
#include "net/wire/protocol_error.h"

namespace cleave::net {

void ImageStore::put(const PushImage& frame) {
  const auto old = frames_.find(frame.index);
  const std::size_t oldBytes = old == frames_.end() ? 0 : old->second->bytes.size();
  if (old == frames_.end() && frames_.size() >= kMaxImagesHeld) {
    throw ProtocolError("more than " + std::to_string(kMaxImagesHeld) + " frames");
  }
  if (bytes_ - oldBytes + frame.bytes.size() > kMaxImageBytesHeld) {
    throw ProtocolError("more than " + std::to_string(kMaxImageBytesHeld >> 20) + " MiB of frames");
  }
  auto stored = std::make_shared<StoredImage>(
      StoredImage{frame.width, frame.height, std::vector<std::byte>(frame.bytes.begin(), frame.bytes.end())});
  bytes_ = bytes_ - oldBytes + frame.bytes.size();
  frames_.insert_or_assign(frame.index, std::move(stored));
}

std::shared_ptr<const StoredImage> ImageStore::find(std::uint32_t index) const {
  const auto found = frames_.find(index);
  return found == frames_.end() ? nullptr : found->second;
}

void ImageStore::clear() {
  frames_.clear();
  bytes_ = 0;
}

}  // namespace cleave::net
