// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/zip_reader.h"

#include <quazip.h>
#include <quazipfile.h>

#include <QFile>
#include <algorithm>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr std::uint64_t kMostInflation = 1100;  // deflate's own limit is 1032

QString toQt(const std::string& text) {
  return QString::fromStdString(text);
}

}  // namespace

struct ZipReader::Impl {
  std::string name;
  QFile file;
  QuaZip zip;
  std::unique_ptr<QuaZipFile> in = {};
  std::string entry = {};
  std::uint64_t claimed = 0;
  std::uint64_t got = 0;

  [[nodiscard]] Error damaged() const {
    return Error(name + " is damaged: its " + entry + " cannot be decompressed; restore the file from a copy.");
  }
};

ZipReader::ZipReader(const std::filesystem::path& path)
    : impl_(std::make_unique<Impl>(path.string(), toQt(path.string()))) {
  Impl& self = *impl_;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) throw Error(self.name + " is not a file: check the path.");
  if (!self.file.open(QIODevice::ReadOnly)) throw Error(self.name + " cannot be opened: check its permissions.");
  self.zip.setIoDevice(&self.file);
  if (!self.zip.open(QuaZip::mdUnzip)) {
    throw Error(self.name + " is not a recorded run, or it is truncated: restore the file from a copy.");
  }
}

ZipReader::~ZipReader() = default;

bool ZipReader::has(const std::string& entry) const {
  return impl_->zip.setCurrentFile(toQt(entry), QuaZip::csSensitive);
}

void ZipReader::open(const std::string& entry, std::uint64_t limit) {
  Impl& self = *impl_;
  self.in.reset();
  if (!has(entry)) {
    throw Error(self.name + " is not a recorded run: it does not contain " + entry +
                "; restore the file from a copy or choose another file.");
  }
  self.entry = entry;
  self.in = std::make_unique<QuaZipFile>(&self.zip);
  if (!self.in->open(QIODevice::ReadOnly)) throw self.damaged();
  self.claimed = static_cast<std::uint64_t>(std::max<qint64>(self.in->usize(), 0));
  self.got = 0;
  const auto stored = static_cast<std::uint64_t>(std::clamp<qint64>(self.in->csize(), 0, self.file.size()));
  const std::uint64_t most = std::min(limit, stored * kMostInflation + kMostInflation);
  if (self.in->usize() < 0 || self.claimed > most) {
    throw Error(self.name + " cannot be used: its " + entry + " declares " + std::to_string(self.in->usize()) +
                " bytes, above the limit of " + std::to_string(most) + "; choose another file.");
  }
}

std::uint64_t ZipReader::bytes() const {
  return impl_->claimed;
}

std::size_t ZipReader::read(char* to, std::size_t most) {
  Impl& self = *impl_;
  const qint64 got = self.in->read(to, static_cast<qint64>(most));
  if (got > 0) self.got += static_cast<std::uint64_t>(got);
  if (got < 0 || self.got > self.claimed) throw self.damaged();
  if (got > 0) return static_cast<std::size_t>(got);
  self.in->close();  // compares the checksum
  if (self.got != self.claimed || self.in->getZipError() != UNZ_OK) throw self.damaged();
  return 0;
}

std::string ZipReader::text(const std::string& entry, std::uint64_t limit) {
  open(entry, limit);
  std::string text;
  constexpr std::size_t kPiece = 64 * 1024;  // a directory may lie: memory grows with what is really there
  for (std::size_t got = 1; got > 0;) {
    const std::size_t at = text.size();
    text.resize(at + kPiece);
    got = read(text.data() + at, kPiece);
    text.resize(at + got);
  }
  return text;
}

}  // namespace cleave
