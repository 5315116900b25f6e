// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include <algorithm>

#include "core/data/cifar.h"
#include "core/data/folder.h"
#include "core/data/idx.h"
#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFashionMnist = "fashion-mnist";
constexpr const char* kCifar10 = "cifar10";
constexpr const char* kFolder = "folder";
constexpr const char* kFashionMnistPlace = "/usr/share/datasets/fashion-mnist";  // Debian's dataset-fashion-mnist

fs::path plainOrCompressed(const fs::path& directory, const std::string& name) {
  const fs::path compressed = directory / (name + ".gz");
  if (fs::exists(compressed)) return compressed;
  if (fs::exists(directory / name)) return directory / name;
  throw Error("Fashion-MNIST was not found: " + compressed.string() +
              " is missing; install it with 'apt install dataset-fashion-mnist', or pass its folder with --data.");
}

ImageSet readPair(const fs::path& directory, const std::string& prefix) {
  const fs::path imageFile = plainOrCompressed(directory, prefix + "-images-idx3-ubyte");
  const fs::path labelFile = plainOrCompressed(directory, prefix + "-labels-idx1-ubyte");
  IdxArray images = readIdx(imageFile);
  IdxArray labels = readIdx(labelFile);
  if (images.extents.size() != 3 || labels.extents.size() != 1 || images.extents[0] != labels.extents[0]) {
    throw Error(imageFile.string() + " and " + labelFile.string() + " do not match: reinstall the data set.");
  }
  if (std::ranges::any_of(labels.values, [](std::uint8_t label) { return label > 9; })) {
    throw Error(labelFile.string() + " contains a label above 9: reinstall the data set.");
  }
  return {1, images.extents[1], images.extents[2], std::move(images.values), std::move(labels.values)};
}

Dataset loadFashionMnist(const fs::path& directory, Split split) {
  const fs::path place = directory.empty() ? fs::path(kFashionMnistPlace) : directory;
  Dataset dataset;
  dataset.name = kFashionMnist;
  dataset.classes = {"T-shirt", "trouser", "pullover", "dress", "coat",
                     "sandal",  "shirt",   "sneaker",  "bag",   "ankle boot"};
  if (split != Split::Test) dataset.train = readPair(place, "train");
  if (split != Split::Train) dataset.test = readPair(place, "t10k");
  return dataset;
}

}  // namespace

std::vector<std::string> datasetNames() {
  return {kFashionMnist, kCifar10, kFolder};
}

Dataset loadDataset(const std::string& name, const fs::path& directory, Split split, const std::stop_token& stop) {
  if (name == kFashionMnist) return loadFashionMnist(directory, split);
  if (name == kCifar10) return loadCifar10(directory, split);
  if (name == kFolder) return loadFolder(directory, split, stop);
  std::string known;
  for (const auto& one : datasetNames()) known += (known.empty() ? "" : ", ") + one;
  throw UsageError("'" + name + "' is not a known data set: choose one of " + known + ".");
}

}  // namespace cleave
