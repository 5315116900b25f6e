// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/cifar.h"

#include <array>
#include <fstream>

#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPixels = 3 * 32 * 32;
constexpr std::size_t kRecord = 1 + kPixels;
constexpr std::size_t kRecordsAFile = 10000;
constexpr const char* kFolderInTheArchive = "cifar-10-batches-bin";

void append(const fs::path& file, ImageSet& images) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw Error("CIFAR-10 was not found: " + file.string() +
                " is missing; unpack cifar-10-binary.tar.gz and pass its folder with --data.");
  }
  std::array<char, kRecord> record{};
  std::size_t records = 0;
  while (in.read(record.data(), kRecord)) {
    const auto label = static_cast<std::uint8_t>(record[0]);
    if (label > 9) {
      throw Error(file.string() + " contains label " + std::to_string(label) + " in record " +
                  std::to_string(records + 1) +
                  ", but labels go up to 9: use the folder of CIFAR-10's binary version.");
    }
    images.labels.push_back(label);
    images.pixels.insert(images.pixels.end(), record.begin() + 1, record.end());
    ++records;
  }
  if (in.gcount() != 0 || records != kRecordsAFile) {
    throw Error(file.string() + " has " + std::to_string(records * kRecord + static_cast<std::size_t>(in.gcount())) +
                " bytes instead of the " + std::to_string(kRecordsAFile * kRecord) + " bytes of " +
                std::to_string(kRecordsAFile) + " images: unpack the archive again.");
  }
}

}  // namespace

Dataset loadCifar10(const fs::path& directory, Split split) {
  if (directory.empty()) {
    throw UsageError("CIFAR-10 has no default location: pass the folder of its binary files with --data.");
  }
  const fs::path nested = directory / kFolderInTheArchive;
  const fs::path place = fs::is_directory(nested) ? nested : directory;
  Dataset dataset;
  dataset.name = "cifar10";
  dataset.classes = {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
  dataset.train = dataset.test = {3, 32, 32, {}, {}};
  if (split != Split::Test) {
    dataset.train.pixels.reserve(5 * kRecordsAFile * kPixels);
    for (int batch = 1; batch <= 5; ++batch) {
      append(place / ("data_batch_" + std::to_string(batch) + ".bin"), dataset.train);
    }
  }
  if (split != Split::Train) append(place / "test_batch.bin", dataset.test);
  return dataset;
}

}  // namespace cleave
