// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/zip_archive.h"

#include <quazip.h>
#include <quazipfile.h>

#include <QFile>
#include <algorithm>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr qint64 kMaxFile = qint64{1} << 30;

}  // namespace

struct ZipArchive::Impl {
  std::string name;
  QFile file;
  QuaZip zip;

  [[nodiscard]] Error damaged(const std::string& entry) const {
    return Error(name + " is damaged: its " + entry + " cannot be decompressed; restore the file from a copy.");
  }
};

ZipArchive::ZipArchive(const std::filesystem::path& path)
    : impl_(std::make_unique<Impl>(path.string(), QString::fromStdString(path.string()))) {
  Impl& self = *impl_;
  if (!std::filesystem::is_regular_file(path)) throw Error(self.name + " is not a file: check the path.");
  if (!self.file.open(QIODevice::ReadOnly)) throw Error(self.name + " cannot be opened: check its permissions.");
  if (self.file.size() > kMaxFile) throw Error(self.name + " is larger than 1 GiB: choose another file.");
  self.zip.setIoDevice(&self.file);
  if (!self.zip.open(QuaZip::mdUnzip)) {
    throw Error(self.name + " is not a zip file, or it is truncated: restore the file from a copy.");
  }
}

ZipArchive::~ZipArchive() = default;

std::vector<std::string> ZipArchive::entries() const {
  std::vector<std::string> names;
  for (const QString& name : impl_->zip.getFileNameList()) names.push_back(name.toStdString());
  return names;
}

bool ZipArchive::has(const std::string& entry) const {
  return impl_->zip.setCurrentFile(QString::fromStdString(entry), QuaZip::csSensitive);
}

std::vector<std::byte> ZipArchive::read(const std::string& entry, std::uint64_t limit) const {
  if (!has(entry)) throw Error(impl_->name + " does not contain " + entry + ": choose another file.");
  QuaZipFile in(&impl_->zip);
  if (!in.open(QIODevice::ReadOnly)) throw impl_->damaged(entry);
  if (in.usize() < 0 || static_cast<std::uint64_t>(in.usize()) > limit) {
    throw Error(impl_->name + " cannot be used: its " + entry + " declares " + std::to_string(in.usize()) +
                " bytes, above the limit of " + std::to_string(limit) + "; choose another file.");
  }
  // A directory may lie: memory grows with what is really there, and one byte beyond tells.
  constexpr qint64 kChunk = 1 << 20;
  std::vector<std::byte> bytes;
  const auto claimed = static_cast<std::size_t>(in.usize());
  for (qint64 got = 1; got > 0 && bytes.size() <= claimed;) {
    const std::size_t at = bytes.size();
    bytes.resize(at + kChunk);
    got = in.read(reinterpret_cast<char*>(bytes.data() + at), kChunk);
    bytes.resize(at + static_cast<std::size_t>(std::max<qint64>(got, 0)));
  }
  in.close();  // compares the checksum
  if (bytes.size() != claimed || in.getZipError() != UNZ_OK) throw impl_->damaged(entry);
  return bytes;
}

}  // namespace cleave
