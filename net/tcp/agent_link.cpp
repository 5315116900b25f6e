// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/tcp/agent_link.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "net/tcp/link_connection.h"
#include "net/tcp/link_errors.h"

namespace cleave::net {

using detail::LinkConnection;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kDeployBacklog = std::size_t{1} << 20;
constexpr std::size_t kFramesAhead = 32;
constexpr double kMostGiveUpMs = 3'600'000;

double millisecondsSince(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::uint16_t pixels(int side) {
  return static_cast<std::uint16_t>(std::clamp(side, 0, int{std::numeric_limits<std::uint16_t>::max()}));
}

}  // namespace

class AgentLink::Impl {
 public:
  explicit Impl(AgentLinkOptions options) : options_(std::move(options)) {}

  /// Runs one call on the connection, which ends with the first LinkError.
  template <class Call>
  auto on(Call call) {
    LinkConnection& link = require();
    try {
      return call(link);
    } catch (const LinkError&) {
      connection_.reset();
      throw;
    }
  }

  [[nodiscard]] LinkConnection& require() const {
    if (!connection_) throw LinkError("Not connected to an agent: connect first.");
    return *connection_;
  }

  /// Waits for the message that `wanted` accepts; answers to calls that were cancelled pass by.
  template <class Message, class Wanted>
  static Message await(LinkConnection& link, const std::stop_token& stop, Wanted wanted) {
    while (true) {
      EdgeEvent event = link.next(stop);
      if (auto* message = std::get_if<Message>(&event); message && wanted(*message)) return std::move(*message);
    }
  }

  AgentLinkOptions options_;
  std::unique_ptr<LinkConnection> connection_;
  std::uint64_t pings_ = 0;
  TcpStatistics deviceTcp_;
  SystemState deviceState_;
};

AgentLink::AgentLink(AgentLinkOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
AgentLink::~AgentLink() = default;

void AgentLink::connect(const HostPort& where, std::chrono::milliseconds timeout, std::stop_token stop) {
  close();
  if (where.port == 0)
    throw UsageError("'" + toText(where) + "' does not name a valid port: use the agent's, 1 to 65535.");
  auto connection = std::make_unique<LinkConnection>(where, impl_->options_.software, impl_->options_.answerTimeout);
  connection->open(timeout, stop);
  impl_->connection_ = std::move(connection);
  impl_->deviceTcp_ = {};
  impl_->deviceState_ = {};
}

bool AgentLink::connected() const {
  return impl_->connection_ != nullptr;
}
const AgentInfo& AgentLink::agentInfo() const {
  return impl_->require().session().agent();
}
void AgentLink::close() {
  impl_->connection_.reset();
}

bool AgentLink::deploy(std::span<const std::byte> manifest, std::span<const std::byte> weights,
                       const Progress& progress, std::stop_token stop) {
  LinkConnection& link = impl_->require();
  const std::uint64_t total = manifest.size() + weights.size();
  if (!link.session().beginDeploy(manifest, weights)) {
    if (progress) progress(total, total);
    return false;
  }
  try {
    while (true) {
      link.session().continueDeploy(kDeployBacklog);
      const EdgeEvent event = link.next(stop);
      if (std::holds_alternative<DeployDone>(event)) return true;
      if (const auto* step = std::get_if<DeployProgress>(&event); step && progress) progress(step->received, total);
    }
  } catch (...) {
    close();
    throw;
  }
}

void AgentLink::clearImages(std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.session().clearImages();
    link.flush(stop);
  });
}

void AgentLink::pushImage(std::uint32_t index, int width, int height, std::span<const std::byte> bytes,
                          std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    while (link.session().framesUnderWay() >= kFramesAhead) link.next(stop);
    link.session().pushImage({index, pixels(width), pixels(height), bytes});
    link.flush(stop);
  });
}

void AgentLink::setLink(std::uint64_t bitsPerSecond, std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.session().setLink(bitsPerSecond);
    link.flush(stop);
  });
}

void AgentLink::setLinkTrace(const LinkTrace& trace, std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.session().setLinkTrace(trace);
    link.flush(stop);
  });
}

void AgentLink::setLoad(double share, std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.session().setLoad(share);
    link.flush(stop);
  });
}

AgentLink::TcpEnds AgentLink::tcpStatistics() const {
  return {impl_->require().tcpStatistics(), impl_->deviceTcp_};
}

SystemState AgentLink::deviceState() const {
  return impl_->deviceState_;
}

void AgentLink::setThreads(int threads, std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.session().setThreads(threads);
    link.flush(stop);
  });
}

double AgentLink::ping(std::stop_token stop) {
  return impl_->on([&](LinkConnection& link) {
    const std::uint64_t value = ++impl_->pings_;
    link.flush(stop);
    const auto start = Clock::now();
    link.session().ping(value);
    Impl::await<Pong>(link, stop, [&](const Pong& pong) { return pong.value == value; });
    return millisecondsSince(start);
  });
}

RequestReply AgentLink::request(const Decision& decision, std::uint32_t frame, std::uint64_t id, const GiveUp& giveUp,
                                std::stop_token stop) {
  if (!(giveUp.afterMs >= 0 && giveUp.afterMs <= kMostGiveUpMs)) {
    throw UsageError("The transfer timeout must be from 0 (none) to 3,600,000 ms.");
  }
  Request question{id, frame, decision};
  if (giveUp.afterMs > 0) {
    question.giveUpUs = static_cast<std::uint32_t>(std::max(1.0, giveUp.afterMs * 1e3));
    question.fallback = giveUp.fallback;
  }
  return impl_->on([&](LinkConnection& link) {
    link.flush(stop);
    const auto start = Clock::now();
    link.session().request(question);
    std::optional<GivenUp> gaveUp;
    Clock::time_point begun{};  // of the feature: none yet
    while (true) {
      EdgeEvent event = link.next(stop);
      if (const auto* first = std::get_if<FeatureBegun>(&event); first && first->id == id) begun = Clock::now();
      if (auto* given = std::get_if<TransferGivenUp>(&event); given && given->gaveUp.id == id) {
        Feature& until = given->feature;
        begun = {};
        gaveUp = {std::move(until.layerMs), until.prepareMs,           until.quantizeMs, until.queueMs,
                  given->gaveUp.afterMs,    given->gaveUp.crossedBytes};
      }
      if (auto* feature = std::get_if<Feature>(&event); feature && feature->id == id) {
        RequestReply reply;
        reply.layerMs = std::move(feature->layerMs);
        reply.queueMs = feature->queueMs;
        reply.prepareMs = feature->prepareMs;
        reply.quantizeMs = feature->quantizeMs;
        reply.busyMs = feature->busyMs;
        if (begun != Clock::time_point()) reply.serializationMs = millisecondsSince(begun);
        reply.roundTripMs = millisecondsSince(start);
        reply.kind = feature->kind;
        reply.payload = feature->bytes;
        reply.gaveUp = std::move(gaveUp);
        return reply;
      }
      if (const auto* failed = std::get_if<RequestFailed>(&event); failed && failed->id == id) {
        throw detail::requestFailed(link.where(), id, failed->sentence);
      }
    }
  });
}

void AgentLink::probe(std::size_t bytes, std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.flush(stop);
    link.probe(bytes);
    link.flush(stop);
  });
}

bool AgentLink::probing() const {
  return impl_->require().probing();
}

void AgentLink::echo(std::stop_token stop) {
  impl_->on([&](LinkConnection& link) {
    link.echo();
    link.flush(stop);
  });
}

std::optional<EchoTime> AgentLink::takeEcho() {
  return impl_->require().takeEcho();
}

std::optional<ProbeTime> AgentLink::takeProbe() {
  return impl_->require().takeProbe();
}

void AgentLink::rest(Clock::time_point until, std::stop_token stop) {
  impl_->on([&](LinkConnection& link) { link.rest(until, stop); });
}

double AgentLink::finish(std::uint64_t id, int prediction, std::stop_token stop) {
  return impl_->on([&](LinkConnection& link) {
    link.flush(stop);
    const auto start = Clock::now();
    link.session().sendResult({id, prediction});
    const auto ack = Impl::await<ResultAck>(link, stop, [&](const ResultAck& any) { return any.id == id; });
    impl_->deviceTcp_ = ack.tcp;
    impl_->deviceState_ = ack.device;
    return millisecondsSince(start);
  });
}

}  // namespace cleave::net
