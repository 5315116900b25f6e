// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/entropy_coder.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/codec/bit_packing.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::uint32_t kLowest = 1U << 16;  // a state between two symbols is at least this
constexpr std::size_t kMaxLanes = 4;
constexpr std::size_t kLanesPay = 4096;  // values from which four states of 4 bytes are worth their bytes
constexpr std::uint32_t kSlotMask = (1U << kFrequencyBits) - 1;

std::size_t laneCount(const FeatureShape& shape) {
  return shape.count() >= kLanesPay && shape.channels >= kMaxLanes ? kMaxLanes : 1;
}

template <typename Use>
bool dispatch(int bits, Use use) {
  switch (bits) {
    case 1:
      return use.template operator()<1>();
    case 2:
      return use.template operator()<2>();
    case 4:
      return use.template operator()<4>();
    default:
      return use.template operator()<8>();
  }
}

[[noreturn]] void refuse() {
  throw Error("A compressed feature is damaged: its length or content does not match the model.");
}

}  // namespace

EntropyCoder::EntropyCoder(int bits, std::span<const std::uint16_t> frequencies) : bits_(bits) {
  validateFrequencies(bits, frequencies);
  const std::size_t symbols = symbolCount(bits);
  slots_.reserve(contextCount(bits) << kFrequencyBits);
  for (std::size_t i = 0; i < frequencies.size(); ++i) {
    const bool first = i % symbols == 0;
    const auto begin =
        first ? std::uint16_t{0} : static_cast<std::uint16_t>(symbols_.back().begin + symbols_.back().frequency);
    symbols_.push_back({frequencies[i], begin});
    slots_.insert(slots_.end(), frequencies[i], static_cast<std::uint8_t>(i % symbols));
  }
}

/// Walks the feature backwards, since rANS gives back last what it took first, and fills its output from the end.
template <int Bits>
class EntropyCoder::Encoding {
 public:
  Encoding(const EntropyCoder& coder, std::span<std::uint16_t> words)
      : coder_(coder), words_(words), at_(words.size()) {
    states_.fill(kLowest);
  }

  bool run(std::span<const std::uint8_t> codes, const FeatureShape& shape, std::size_t lanes) {
    const std::size_t plane = shape.height * shape.width;
    const std::size_t group = (shape.channels + lanes - 1) / lanes;
    for (std::size_t c = group; c-- > 0;) {
      std::size_t used = lanes;
      while (c + (used - 1) * group >= shape.channels) --used;
      for (std::size_t i = plane; i-- > 0;) {
        const bool hasLeft = i % shape.width != 0;
        const bool hasUp = i >= shape.width;
        for (std::size_t lane = used; lane-- > 0;) {
          const std::uint8_t* const code = codes.data() + (c + lane * group) * plane + i;
          const std::uint8_t left = hasLeft ? code[-1] : std::uint8_t{0};
          const std::uint8_t up = hasUp ? *(code - shape.width) : std::uint8_t{0};
          if (!put(states_[lane], *code, contextOf<Bits>(left, up))) return false;
        }
      }
    }
    return true;
  }

  [[nodiscard]] std::span<const std::uint32_t> states() const { return states_; }
  [[nodiscard]] std::span<const std::uint16_t> words() const { return words_.subspan(at_); }

 private:
  bool put(std::uint32_t& state, std::uint8_t code, std::size_t context) {
    if constexpr (Bits == 8) {
      const auto upper = static_cast<std::uint8_t>(code >> 4);
      return putSymbol(state, lowerContext(upper) * 16 + (code & 15)) && putSymbol(state, context * 16 + upper);
    }
    return putSymbol(state, context * symbolCount(Bits) + code);
  }

  bool putSymbol(std::uint32_t& state, std::size_t index) {
    const Symbol symbol = coder_.symbols_[index];
    if (state >= std::uint64_t{symbol.frequency} << (32 - kFrequencyBits)) {
      if (at_ == 0) return false;
      words_[--at_] = static_cast<std::uint16_t>(state);
      state >>= 16;
    }
    state = ((state / symbol.frequency) << kFrequencyBits) + state % symbol.frequency + symbol.begin;
    return true;
  }

  const EntropyCoder& coder_;
  std::span<std::uint16_t> words_;
  std::size_t at_;
  std::array<std::uint32_t, kMaxLanes> states_;
};

template <int Bits>
class EntropyCoder::Decoding {
 public:
  Decoding(const EntropyCoder& coder, std::span<const std::byte> payload, std::size_t lanes)
      : symbols_(coder.symbols_.data()), slots_(coder.slots_.data()) {
    if (payload.size() < lanes * sizeof(std::uint32_t) || payload.size() % 2 != 0) refuse();
    std::memcpy(states_.data(), payload.data(), lanes * sizeof(std::uint32_t));
    in_ = payload.data() + lanes * sizeof(std::uint32_t);
    end_ = payload.data() + payload.size();
    std::fill(states_.begin() + static_cast<std::ptrdiff_t>(lanes), states_.end(), kLowest);
  }

  void run(const FeatureShape& shape, std::size_t lanes, std::span<std::uint8_t> codes) {
    const std::size_t plane = shape.height * shape.width;
    const std::size_t group = (shape.channels + lanes - 1) / lanes;
    for (std::size_t c = 0; c < group; ++c) {
      std::size_t used = lanes;
      while (c + (used - 1) * group >= shape.channels) --used;
      std::uint8_t* const first = codes.data() + c * plane;
      switch (used) {
        case 4:
          planes<4>(shape, group * plane, first);
          break;
        case 3:
          planes<3>(shape, group * plane, first);
          break;
        case 2:
          planes<2>(shape, group * plane, first);
          break;
        default:
          planes<1>(shape, group * plane, first);
      }
    }
    if (in_ != end_ || std::ranges::any_of(states_, [](std::uint32_t state) { return state != kLowest; })) refuse();
  }

 private:
  // One plane of each lane. The lanes take turns with every value, so that their chains of dependent loads overlap.
  template <std::size_t Lanes>
  void planes(const FeatureShape& shape, std::size_t stride, std::uint8_t* first) {
    std::array<std::uint32_t, Lanes> states;
    std::copy_n(states_.begin(), Lanes, states.begin());
    for (std::size_t y = 0; y < shape.height; ++y) {
      std::array<std::uint8_t, Lanes> left{};
      for (std::size_t x = 0; x < shape.width; ++x) {
        const std::size_t i = y * shape.width + x;
        for (std::size_t lane = 0; lane < Lanes; ++lane) {
          std::uint8_t* const code = first + lane * stride + i;
          const std::uint8_t up = y > 0 ? *(code - shape.width) : std::uint8_t{0};
          *code = left[lane] = get(states[lane], contextOf<Bits>(left[lane], up));
        }
      }
    }
    std::copy_n(states.begin(), Lanes, states_.begin());
  }

  std::uint8_t get(std::uint32_t& state, std::size_t context) {
    const std::uint8_t symbol = getSymbol(state, context);
    if constexpr (Bits == 8) {
      return static_cast<std::uint8_t>(symbol << 4 | getSymbol(state, lowerContext(symbol)));
    }
    return symbol;
  }

  std::uint8_t getSymbol(std::uint32_t& state, std::size_t context) {
    const std::uint32_t slot = state & kSlotMask;
    const std::uint8_t value = slots_[(context << kFrequencyBits) + slot];
    const Symbol symbol = symbols_[context * symbolCount(Bits) + value];
    state = symbol.frequency * (state >> kFrequencyBits) + slot - symbol.begin;
    if (state < kLowest) {
      if (in_ == end_) refuse();
      std::uint16_t word;
      std::memcpy(&word, in_, sizeof word);
      in_ += sizeof word;
      state = state << 16 | word;
    }
    return value;
  }

  const Symbol* symbols_;
  const std::uint8_t* slots_;
  const std::byte* in_ = nullptr;
  const std::byte* end_ = nullptr;
  std::array<std::uint32_t, kMaxLanes> states_;
};

bool EntropyCoder::encode(std::span<const std::uint8_t> codes, const FeatureShape& shape,
                          std::vector<std::byte>& payload) const {
  const std::size_t lanes = laneCount(shape);
  const std::size_t packed = packedBytes(codes.size(), bits_);
  const std::size_t head = lanes * sizeof(std::uint32_t);
  if (packed <= head) return false;
  thread_local std::vector<std::uint16_t> words;
  words.resize((packed - head - 1) / sizeof(std::uint16_t));  // so that what fits is shorter than packed codes
  const auto run = [&]<int Bits>() {
    Encoding<Bits> encoding(*this, words);
    if (!encoding.run(codes, shape, lanes)) return false;
    payload.resize(head + encoding.words().size_bytes());
    std::memcpy(payload.data(), encoding.states().data(), head);
    std::memcpy(payload.data() + head, encoding.words().data(), encoding.words().size_bytes());
    return true;
  };
  return dispatch(bits_, run);
}

void EntropyCoder::decode(std::span<const std::byte> payload, const FeatureShape& shape,
                          std::span<std::uint8_t> codes) const {
  if (codes.size() != shape.count()) refuse();
  const std::size_t lanes = laneCount(shape);
  dispatch(bits_, [&]<int Bits>() {
    Decoding<Bits>(*this, payload, lanes).run(shape, lanes, codes);
    return true;
  });
}

}  // namespace cleave
