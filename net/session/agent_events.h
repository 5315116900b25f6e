// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "net/link/link_trace.h"
#include "net/messages/request.h"
#include "net/session/image_store.h"
#include "net/wire/checksum.h"

// What an AgentSession asks of the program around it.

namespace cleave::net {

/// The workbench has introduced itself.
struct ClientGreeted {
  std::string software;
};

/// Load this model, then call modelLoaded() or modelRefused().
struct LoadModel {
  ModelChecksum checksum;
  std::string manifest;
  std::vector<std::byte> weights;
};

/// Run this, then call requestDone() or requestFailed().
struct RunRequest {
  Request request;
  std::shared_ptr<const StoredImage> frame;
};

struct LimitLink {
  std::uint64_t bitsPerSecond = 0;  ///< 0 = unlimited
};

/// Imitate this link from now on.
struct FollowTrace {
  LinkTrace trace;
};

/// Let other work have this share of the cores.
struct UseLoad {
  double share = 0;
};

struct UseThreads {
  int threads = 1;
};

/// The edge's prediction for a request; already acknowledged.
struct ResultArrived {
  std::uint64_t id = 0;
  int prediction = -1;
};

using AgentEvent =
    std::variant<ClientGreeted, LoadModel, RunRequest, LimitLink, FollowTrace, UseThreads, UseLoad, ResultArrived>;

}  // namespace cleave::net
