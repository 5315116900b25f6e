// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/codec/code_contexts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::uint64_t kTotal = 1U << kFrequencyBits;

template <int Bits>
void count(std::span<const std::uint8_t> codes, const FeatureShape& shape, std::vector<std::uint64_t>& counts) {
  constexpr std::size_t kSymbols = symbolCount(Bits);
  std::size_t at = 0;
  for (std::size_t c = 0; c < shape.channels; ++c) {
    for (std::size_t y = 0; y < shape.height; ++y) {
      for (std::size_t x = 0; x < shape.width; ++x, ++at) {
        const std::uint8_t left = x > 0 ? codes[at - 1] : 0;
        const std::uint8_t up = y > 0 ? codes[at - shape.width] : 0;
        const std::size_t context = contextOf<Bits>(left, up);
        if constexpr (Bits == 8) {
          const auto upper = static_cast<std::uint8_t>(codes[at] >> 4);
          ++counts[context * kSymbols + upper];
          ++counts[lowerContext(upper) * kSymbols + (codes[at] & 15)];
        } else {
          ++counts[context * kSymbols + codes[at]];
        }
      }
    }
  }
}

// Largest remainders: exact sums, every symbol at least 1.
void normalise(std::span<const std::uint64_t> counts, std::span<std::uint16_t> frequencies) {
  const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}) + counts.size();
  const std::uint64_t free = kTotal - counts.size();  // after every symbol has its 1
  std::vector<std::pair<std::uint64_t, std::size_t>> remainders;
  std::uint64_t given = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::uint64_t scaled = (counts[i] + 1) * free;
    frequencies[i] = static_cast<std::uint16_t>(1 + scaled / total);
    given += scaled / total;
    remainders.emplace_back(scaled % total, i);
  }
  std::ranges::sort(remainders, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (std::size_t i = 0; given < free; ++i, ++given) ++frequencies[remainders[i].second];
}

}  // namespace

void validateFrequencies(int bits, std::span<const std::uint16_t> frequencies) {
  const bool coded = bits == 1 || bits == 2 || bits == 4 || bits == 8;
  const std::size_t symbols = coded ? symbolCount(bits) : 0;
  if (!coded || frequencies.size() != contextCount(bits) * symbols) {
    throw Error("A symbol frequency table has the wrong size: calibrate the model again.");
  }
  for (std::size_t at = 0; at < frequencies.size(); at += symbols) {
    const auto one = frequencies.subspan(at, symbols);
    if (std::ranges::find(one, 0) != one.end() || std::accumulate(one.begin(), one.end(), 0U) != kTotal) {
      throw Error("A symbol frequency table does not add up: calibrate the model again.");
    }
  }
}

SymbolCounter::SymbolCounter(int bits) : bits_(bits), counts_(contextCount(bits) * symbolCount(bits)) {}

void SymbolCounter::add(std::span<const std::uint8_t> codes, const FeatureShape& shape) {
  codes_ += codes.size();
  switch (bits_) {
    case 1:
      return count<1>(codes, shape, counts_);
    case 2:
      return count<2>(codes, shape, counts_);
    case 4:
      return count<4>(codes, shape, counts_);
    default:
      return count<8>(codes, shape, counts_);
  }
}

SymbolFrequencies SymbolCounter::frequencies() const {
  const std::size_t symbols = symbolCount(bits_);
  SymbolFrequencies result(counts_.size());
  for (std::size_t at = 0; at < counts_.size(); at += symbols) {
    normalise(std::span(counts_).subspan(at, symbols), std::span(result).subspan(at, symbols));
  }
  return result;
}

double SymbolCounter::bitsPerCode() const {
  const SymbolFrequencies table = frequencies();
  double bits = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    bits += static_cast<double>(counts_[i]) * (kFrequencyBits - std::log2(table[i]));
  }
  return codes_ == 0 ? 0 : bits / static_cast<double>(codes_);
}

}  // namespace cleave
