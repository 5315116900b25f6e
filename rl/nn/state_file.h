// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cleave::learn {

/// Plain values and arrays one after the other, as this machine holds them.
class StateWriter {
 public:
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void put(const T& value) { append(&value, sizeof value); }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void put(const std::vector<T>& values) {
    put(static_cast<std::uint64_t>(values.size()));
    append(values.data(), values.size() * sizeof(T));
  }
  /// All of it; the writer is empty then.
  [[nodiscard]] std::vector<char> take() { return std::move(bytes_); }
  void reserve(std::size_t bytes) { bytes_.reserve(bytes); }

 private:
  void append(const void* from, std::size_t count) {
    const auto* begin = static_cast<const char*>(from);
    bytes_.insert(bytes_.end(), begin, begin + count);
  }
  std::vector<char> bytes_;
};

/// Reads what a StateWriter wrote. Bounded by what there is: a damaged length cannot take memory.
class StateReader {
 public:
  explicit StateReader(std::span<const char> bytes) : bytes_(bytes) {}

  template <class T>
  requires std::is_trivially_copyable_v<T>
  void get(T& value) { std::memcpy(static_cast<void*>(&value), take(sizeof value), sizeof value); }
  /// An array of the length that `values` has.
  template <class T>
  void get(std::vector<T>& values) {
    std::vector<T> read;
    getAny(read);
    if (read.size() != values.size()) fail();
    values = std::move(read);
  }
  /// An array of any length.
  template <class T>
  requires std::is_trivially_copyable_v<T>
  void getAny(std::vector<T>& values) {
    std::uint64_t count = 0;
    get(count);
    if (count > bytes_.size() / sizeof(T)) fail();
    const char* from = take(count * sizeof(T));
    values.resize(count);
    if (count > 0) std::memcpy(static_cast<void*>(values.data()), from, count * sizeof(T));
  }
  [[nodiscard]] bool atEnd() const { return bytes_.empty(); }

 private:
  const char* take(std::size_t count) {
    if (count > bytes_.size()) fail();
    const char* from = bytes_.data();
    bytes_ = bytes_.subspan(count);
    return from;
  }
  [[noreturn]] static void fail();

  std::span<const char> bytes_;
};

/// A file of one line of JSON and one block of bytes, with a checksum over both. Written beside its place, synced and
/// renamed.
struct StateFile {
  std::string header;  ///< JSON
  std::vector<char> body;
};
/// @param kind first word of the file, for instance "cleave-policy"
void writeStateFile(const std::filesystem::path& file, std::string_view kind, const StateFile& content);
/// @throws Error when it is missing, of another kind or damaged
StateFile readStateFile(const std::filesystem::path& file, std::string_view kind);

}  // namespace cleave::learn
