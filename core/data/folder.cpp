// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/folder.h"

#include <algorithm>
#include <cctype>

#include "core/data/picture.h"
#include "core/types/error.h"

namespace cleave {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 224;  // pixels: the frame of the default model, and torchvision's
constexpr std::size_t kImageBytes = std::size_t{3} * kSide * kSide;
constexpr std::size_t kMaxPictures = (std::size_t{2} << 30) / kImageBytes;
constexpr std::size_t kMaxClasses = 256;  // a label is a byte
constexpr std::uint64_t kTestShare = 5;   // one in so many

struct ClassPictures {
  std::string name;
  std::vector<fs::path> files;
};

bool isHidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

bool isPicture(const fs::path& path) {
  std::string suffix = path.extension().string();
  std::ranges::transform(suffix, suffix.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return suffix == ".png" || suffix == ".jpg" || suffix == ".jpeg";
}

std::vector<fs::path> entries(const fs::path& folder, bool folders) {
  std::vector<fs::path> found;
  std::error_code failed;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code none;
    const bool wanted = folders ? it->is_directory(none) : it->is_regular_file(none) && isPicture(it->path());
    if (wanted && !isHidden(it->path())) found.push_back(it->path());
  }
  if (failed) throw Error(folder.string() + " cannot be read: choose a folder with one subfolder of images per class.");
  std::ranges::sort(found);
  return found;
}

std::vector<ClassPictures> listClasses(const fs::path& directory) {
  const auto folders = entries(directory, true);
  if (folders.size() < 2 || folders.size() > kMaxClasses) {
    throw Error(directory.string() + " has " + std::to_string(folders.size()) +
                (folders.size() == 1 ? " subfolder" : " subfolders") +
                ", but a data set needs 2 to 256, one per class: sort the images into them.");
  }
  std::vector<ClassPictures> classes;
  for (const auto& folder : folders) {
    auto& one = classes.emplace_back(folder.filename().string(), entries(folder, false));
    if (!one.files.empty()) continue;
    const bool nested = !entries(folder, true).empty();
    throw Error(folder.string() + " contains no PNG or JPEG images: " +
                (nested ? "name the folders of the splits 'train' and 'test', each with one subfolder per class."
                        : "add some or remove the folder."));
  }
  return classes;
}

// FNV-1a of "class/file", its bits then mixed (SplitMix64's finish): the same on every machine.
std::uint64_t pathHash(const std::string& className, const fs::path& file) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : className + "/" + file.filename().string()) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31);
}

// By lowest hash, so that even a class of two pictures has one of each kind.
void divide(const ClassPictures& all, std::vector<fs::path>& train, std::vector<fs::path>& test) {
  std::vector<std::pair<std::uint64_t, fs::path>> order;
  for (const auto& file : all.files) order.emplace_back(pathHash(all.name, file), file);
  std::ranges::sort(order);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const bool chosen = order[i].first < ~std::uint64_t{0} / kTestShare;
    const bool last = i + 1 == order.size() && order.size() > 1;
    ((chosen || i == 0) && !last ? test : train).push_back(order[i].second);
  }
}

void divideAll(const fs::path& directory, std::vector<ClassPictures>& train, std::vector<ClassPictures>& test) {
  for (const auto& one : listClasses(directory)) {
    if (one.files.size() < 2) {
      throw Error(
          (directory / one.name).string() +
          " contains only one image, but a class needs at least one for training and one for testing: add more.");
    }
    train.push_back({one.name, {}});
    test.push_back({one.name, {}});
    divide(one, train.back().files, test.back().files);
  }
}

std::size_t pictureCount(const std::vector<ClassPictures>& classes) {
  std::size_t count = 0;
  for (const auto& one : classes) count += one.files.size();
  return count;
}

struct Labelled {
  std::uint64_t hash;
  std::uint8_t label;
  const fs::path* file;
};

// In the order of the hashes: callers take the first so many images, which must not all be of one class.
ImageSet decode(const std::vector<ClassPictures>& classes, const std::stop_token& stop) {
  std::vector<Labelled> order;
  for (std::size_t label = 0; label < classes.size(); ++label) {
    for (const auto& file : classes[label].files) {
      order.push_back({pathHash(classes[label].name, file), static_cast<std::uint8_t>(label), &file});
    }
  }
  std::ranges::stable_sort(order, {}, &Labelled::hash);
  ImageSet images{3, kSide, kSide, {}, {}};
  images.pixels.resize(order.size() * kImageBytes);
  for (const auto& [hash, label, file] : order) {
    if (stop.stop_requested()) throw Cancelled();
    const auto place = std::span(images.pixels).subspan(images.labels.size() * kImageBytes, kImageBytes);
    fitSquare(readPicture(*file), kSide, place);
    images.labels.push_back(label);
  }
  return images;
}

}  // namespace

Dataset loadFolder(const fs::path& directory, Split split, const std::stop_token& stop) {
  if (directory.empty()) {
    throw UsageError(
        "The data set 'folder' has no default location: pass a folder with one subfolder per class with --data.");
  }
  std::vector<ClassPictures> train;
  std::vector<ClassPictures> test;
  if (fs::is_directory(directory / "train") && fs::is_directory(directory / "test")) {
    train = listClasses(directory / "train");
    test = listClasses(directory / "test");
    if (!std::ranges::equal(train, test, {}, &ClassPictures::name, &ClassPictures::name)) {
      throw Error(directory.string() + " has different classes in 'train' and 'test': make their subfolders match.");
    }
  } else {
    divideAll(directory, train, test);
  }
  if (split == Split::Test) train.resize(0);
  if (split == Split::Train) test.resize(0);
  const std::size_t count = pictureCount(train) + pictureCount(test);
  if (count > kMaxPictures) {
    throw Error(directory.string() + " contains " + std::to_string(count) + " images, more than the " +
                std::to_string(kMaxPictures) + " that fit into 2 GiB: remove some.");
  }
  Dataset dataset;
  dataset.name = "folder";
  for (const auto& one : train.empty() ? test : train) dataset.classes.push_back(one.name);
  dataset.train = decode(train, stop);
  dataset.test = decode(test, stop);
  return dataset;
}

}  // namespace cleave
