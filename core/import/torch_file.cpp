// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/torch_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>

#include "core/import/pickle.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::uint64_t kMaxPickle = 4 << 20;
constexpr std::int64_t kMaxElements = 1LL << 28;  // of one storage: 1 GiB of float32
constexpr std::size_t kMaxTensors = 10000;
const std::string kRebuild = "torch._utils _rebuild_tensor_v2";
const std::string kFloat = "torch FloatStorage";
const std::string kHalf = "torch HalfStorage";

// The pickle of 0x1950a86a20f9469cfc6c, with which torch.save began its files before 1.6.
constexpr std::array<unsigned char, 14> kLegacyMagic{0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c,
                                                     0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19};

const std::filesystem::path& refuseLegacy(const std::filesystem::path& file) {
  std::array<unsigned char, kLegacyMagic.size()> start{};
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(start.data()), start.size());
  if (start == kLegacyMagic) {
    throw Error(
        file.string() +
        " is in the format of PyTorch before 1.6, which Cleave does not support: save it again from Python with "
        "torch.save(torch.load('OLD.pth'), 'NEW.pth').");
  }
  return file;
}

Error noStateDict(const std::string& where, const std::string& what) {
  return Error(where + " is not a state dict that Cleave can read: " + what +
               "; save it with torch.save(model.float().state_dict(), FILE).");
}

const std::int64_t* integer(const PickleTuple& tuple, std::size_t index) {
  return index < tuple.items.size() ? tuple.items[index]->as<std::int64_t>() : nullptr;
}

bool readExtents(const PickleRef& value, std::vector<std::int64_t>& extents) {
  const auto* const tuple = value->as<PickleTuple>();
  if (tuple == nullptr || tuple->items.size() > 8) return false;
  for (std::size_t i = 0; i < tuple->items.size(); ++i) {
    const auto* const extent = integer(*tuple, i);
    if (extent == nullptr || *extent < 0 || *extent > kMaxElements) return false;
    extents.push_back(*extent);
  }
  return true;
}

// ('storage', FloatStorage, key, device, elements)
bool readStorage(const PickleRef& value, TorchTensor& tensor) {
  const auto* const persistent = value->as<PicklePersistent>();
  const auto* const id = persistent == nullptr ? nullptr : persistent->id->as<PickleTuple>();
  if (id == nullptr || id->items.size() != 5) return false;
  const auto* const type = id->items[1]->as<PickleGlobal>();
  const auto* const key = id->items[2]->as<std::string>();
  const auto* const elements = integer(*id, 4);
  if (type == nullptr || key == nullptr || elements == nullptr) return false;
  if (*elements < 0 || *elements > kMaxElements || (type->name != kFloat && type->name != kHalf)) return false;
  const bool plain = std::ranges::all_of(*key, [](char c) { return c >= '0' && c <= '9'; });
  if (key->empty() || key->size() > 9 || !plain) return false;
  tensor.storage = *key;
  tensor.half = type->name == kHalf;
  tensor.storageSize = *elements;
  return true;
}

// _rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)
bool readTensor(const PickleRef& value, TorchTensor& tensor) {
  const auto* const call = value->as<PickleCall>();
  const auto* const arguments = call == nullptr ? nullptr : call->arguments->as<PickleTuple>();
  if (arguments == nullptr || call->function != kRebuild || arguments->items.size() < 6) return false;
  const auto* const offset = integer(*arguments, 1);
  if (offset == nullptr || *offset < 0 || *offset > kMaxElements) return false;
  tensor.offset = *offset;
  return readStorage(arguments->items[0], tensor) && readExtents(arguments->items[2], tensor.shape) &&
         readExtents(arguments->items[3], tensor.strides) && tensor.shape.size() == tensor.strides.size();
}

std::string findFolder(const ZipArchive& archive, const std::string& where) {
  constexpr std::string_view kPickle = "data.pkl";
  for (const auto& entry : archive.entries()) {
    const auto slash = entry.find('/');
    if (slash != std::string::npos && std::string_view(entry).substr(slash + 1) == kPickle) {
      return entry.substr(0, slash + 1);
    }
  }
  throw noStateDict(where, "it is a zip file without data.pkl");
}

float fromHalf(std::uint16_t bits) {
  const int exponent = bits >> 10 & 0x1f;
  const int fraction = bits & 0x3ff;
  const float sign = (bits & 0x8000) != 0 ? -1.0F : 1.0F;
  if (exponent == 0x1f)
    return std::bit_cast<float>((bits & 0x8000U) << 16 | 0x7f800000U | static_cast<unsigned>(fraction) << 13);
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(fraction + 0x400), exponent - 25);
}

float element(const std::vector<std::byte>& bytes, std::size_t index, bool half) {
  static_assert(std::endian::native == std::endian::little);
  if (half) {
    std::uint16_t value = 0;
    std::memcpy(&value, bytes.data() + 2 * index, sizeof value);
    return fromHalf(value);
  }
  float value = 0;
  std::memcpy(&value, bytes.data() + 4 * index, sizeof value);
  return value;
}

std::string shapeText(const Shape& shape) {
  std::string text;
  for (const auto extent : shape) text += (text.empty() ? "" : " x ") + std::to_string(extent);
  return text.empty() ? "one number" : text;
}

}  // namespace

TorchFile::TorchFile(const std::filesystem::path& file)
    : name_(file.string()), archive_(refuseLegacy(file)), folder_(findFolder(archive_, name_)) {
  if (archive_.has(folder_ + "byteorder")) {
    const auto order = archive_.read(folder_ + "byteorder", 16);
    if (std::string(reinterpret_cast<const char*>(order.data()), order.size()) != "little") {
      throw noStateDict(name_, "its numbers are big-endian");
    }
  }
  const std::array<std::string, 4> allowed{"collections OrderedDict", kRebuild, kFloat, kHalf};
  const auto pickle = parsePickle(archive_.read(folder_ + "data.pkl", kMaxPickle), allowed, name_);
  const auto* const dict = pickle->as<PickleDict>();
  if (dict == nullptr || dict->items.empty() || dict->items.size() > kMaxTensors) {
    throw noStateDict(name_, "it does not contain a dict of tensors");
  }
  for (const auto& [key, value] : dict->items) {
    const std::string& name = *key->as<std::string>();  // parsePickle takes no other keys
    TorchTensor tensor;
    if (!readTensor(value, tensor)) {
      throw noStateDict(name_, "its entry '" + name.substr(0, 64) + "' is not a float32 or float16 tensor");
    }
    tensors_[name] = std::move(tensor);
  }
}

std::vector<float> TorchFile::values(const std::string& name, const Shape& shape) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) {
    throw Error(name_ + " has no tensor '" + name + "': choose a state dict of the network to import.");
  }
  const TorchTensor& tensor = found->second;
  if (tensor.shape != shape) {
    throw Error(name_ + " has a tensor '" + name + "' of shape " + shapeText(tensor.shape) + " instead of " +
                shapeText(shape) + ": choose a state dict of the network to import.");
  }
  // The farthest element; each term is below 2^57, and there are at most 8.
  std::int64_t last = tensor.offset;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    last += std::min((shape[i] - 1) * tensor.strides[i], kMaxElements);
  }
  const auto bytes = archive_.read(folder_ + "data/" + tensor.storage,
                                   static_cast<std::uint64_t>(tensor.storageSize) * (tensor.half ? 2 : 4));
  const std::size_t held = bytes.size() / (tensor.half ? 2 : 4);
  if (last >= static_cast<std::int64_t>(held)) {
    throw Error(name_ + " is damaged: its tensor '" + name +
                "' lies outside its storage; restore the file from a copy.");
  }
  std::vector<float> result(static_cast<std::size_t>(elementCount(shape)));
  std::vector<std::int64_t> at(shape.size(), 0);
  std::int64_t index = tensor.offset;
  for (float& value : result) {
    value = element(bytes, static_cast<std::size_t>(index), tensor.half);
    if (!std::isfinite(value)) {
      throw Error(name_ + " has a tensor '" + name +
                  "' that contains NaN or infinity: train the model again, for example at a lower learning rate.");
    }
    for (std::size_t i = shape.size(); i-- > 0;) {
      index += tensor.strides[i];
      if (++at[i] < shape[i]) break;
      index -= at[i] * tensor.strides[i];
      at[i] = 0;
    }
  }
  return result;
}

}  // namespace cleave
