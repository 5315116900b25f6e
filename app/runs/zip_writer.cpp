// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/zip_writer.h"

#include <quazip.h>
#include <quazipfile.h>
#include <unistd.h>
#include <zlib.h>

#include <QFile>
#include <cerrno>
#include <cstring>

#include "core/types/error.h"

namespace cleave {
namespace {

constexpr int kLevel = 2;  // numbers hardly get smaller beyond, only slower

/// Keeps why a write failed: a file forgets it with the next seek.
class KeepingFile : public QFile {
 public:
  using QFile::QFile;
  [[nodiscard]] QString reason() const { return reason_.isEmpty() ? errorString() : reason_; }

 protected:
  qint64 writeData(const char* data, qint64 length) override {
    const qint64 written = QFile::writeData(data, length);
    if (written < length && reason_.isEmpty())
      reason_ = written < 0 ? errorString() : QString::fromUtf8(std::strerror(ENOSPC));
    return written;
  }

 private:
  QString reason_;
};

}  // namespace

struct ZipWriter::Impl {
  std::filesystem::path place;
  std::filesystem::path temporary;
  KeepingFile file;
  QuaZip zip;
  std::unique_ptr<QuaZipFile> out = {};
  bool finished = false;

  [[nodiscard]] Error failure(const char* reason) const {
    return Error(place.string() + " cannot be written (" + reason + "): check the folder and free disk space.");
  }
  [[nodiscard]] Error failure() const { return failure(file.reason().toUtf8().constData()); }
};

ZipWriter::ZipWriter(const std::filesystem::path& place) {
  const std::filesystem::path temporary = place.string() + ".part" + std::to_string(::getpid());
  impl_ = std::make_unique<Impl>(place, temporary, QString::fromStdString(temporary.string()));
  std::error_code ignored;
  if (std::filesystem::is_directory(place, ignored)) throw impl_->failure("there is a folder of that name");
  if (!impl_->file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered)) throw impl_->failure();
  impl_->zip.setIoDevice(&impl_->file);
  impl_->zip.setAutoClose(false);
  impl_->zip.setZip64Enabled(true);
  if (!impl_->zip.open(QuaZip::mdCreate)) throw impl_->failure();
}

ZipWriter::~ZipWriter() {
  if (impl_->finished) return;
  impl_->out.reset();
  impl_->zip.close();
  impl_->file.close();
  std::error_code ignored;
  std::filesystem::remove(impl_->temporary, ignored);
}

void ZipWriter::begin(const std::string& entry) {
  QuaZipNewInfo info(QString::fromStdString(entry));
  info.dateTime = QDateTime(QDate(2020, 1, 1), QTime(0, 0));  // same run, same bytes
  info.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
  impl_->out = std::make_unique<QuaZipFile>(&impl_->zip);
  if (!impl_->out->open(QIODevice::WriteOnly, info, nullptr, 0, Z_DEFLATED, kLevel)) throw impl_->failure();
}

void ZipWriter::write(std::string_view bytes) {
  const auto length = static_cast<qint64>(bytes.size());
  if (impl_->out->write(bytes.data(), length) != length) throw impl_->failure();
}

void ZipWriter::end() {
  impl_->out->close();
  if (impl_->out->getZipError() != ZIP_OK) throw impl_->failure();
  impl_->out.reset();
}

void ZipWriter::add(const std::string& entry, std::string_view bytes) {
  begin(entry);
  write(bytes);
  end();
}

void ZipWriter::finish() {
  Impl& self = *impl_;
  self.zip.close();
  if (self.zip.getZipError() != ZIP_OK || !self.file.flush()) throw self.failure();
  if (::fsync(self.file.handle()) != 0) throw self.failure(std::strerror(errno));
  self.file.close();
  if (::rename(self.temporary.c_str(), self.place.c_str()) != 0) throw self.failure(std::strerror(errno));
  self.finished = true;
}

}  // namespace cleave
