// SPDX-License-Identifier: GPL-3.0-or-later
#include <quazip.h>
#include <quazipfile.h>

#include <QBuffer>
#include <QFile>
#include <cstring>

#include "core/bundle/bundle.h"
#include "core/bundle/bundle_folder.h"
#include "core/system/atomic_file.h"
#include "core/types/error.h"

namespace cleave {
namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kWeights = "weights.bin";
constexpr const char* kCard = "card.md";
constexpr qint64 kMaxManifest = 1 << 20;
constexpr qint64 kMaxCard = 1 << 20;
constexpr qint64 kMaxBundle = qint64{1} << 30;

QString toQt(const std::filesystem::path& file) {
  return QString::fromStdString(file.string());
}

/// Opened bundle; every entry's length is bounded by what its reader allows before memory is taken.
class Archive {
 public:
  explicit Archive(const std::filesystem::path& file) : name_(file.string()), file_(toQt(file)), zip_(&file_) {
    if (!std::filesystem::exists(file)) throw Error(name_ + " does not exist: check the path.");
    if (!file_.open(QIODevice::ReadOnly)) throw Error(name_ + " cannot be opened: check its permissions.");
    if (file_.size() > kMaxBundle || !zip_.open(QuaZip::mdUnzip)) {
      throw Error(name_ + " is not a Cleave model bundle, or it is truncated: restore the file from a copy.");
    }
  }

  [[nodiscard]] bool has(const char* entry) { return zip_.setCurrentFile(QString::fromLatin1(entry)); }

  QByteArray read(const char* entry, qint64 limit) {
    if (!has(entry))
      throw Error(name_ + " is not a Cleave model bundle: it does not contain " + entry +
                  "; restore the file from a copy or choose another file.");
    QuaZipFile in(&zip_);
    if (!in.open(QIODevice::ReadOnly)) throw damaged(entry);
    if (in.usize() < 0 || in.usize() > limit) {
      throw Error(name_ + " cannot be used: its " + entry + " declares " + std::to_string(in.usize()) +
                  " bytes, above the limit of " + std::to_string(limit) + "; choose another file.");
    }
    QByteArray bytes = in.read(in.usize() + 1);  // the directory may lie: one byte more than it says tells
    const bool whole = bytes.size() == in.usize();
    in.close();
    if (!whole || in.getZipError() != UNZ_OK) throw damaged(entry);
    return bytes;
  }

 private:
  Error damaged(const char* entry) const {
    return Error(name_ + " is damaged: its " + entry + " cannot be decompressed; restore the file from a copy.");
  }

  std::string name_;
  QFile file_;
  QuaZip zip_;
};

void add(QuaZip& zip, const char* entry, const char* data, std::size_t size) {
  QuaZipNewInfo info(QString::fromLatin1(entry));
  info.dateTime = QDateTime(QDate(2020, 1, 1), QTime(0, 0));  // same model, same bytes
  info.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
  QuaZipFile out(&zip);
  const auto length = static_cast<qint64>(size);
  if (!out.open(QIODevice::WriteOnly, info) || out.write(data, length) != length) {
    throw Error(std::string("The bundle's ") + entry + " could not be compressed: check free memory and disk space.");
  }
  out.close();
}

}  // namespace

Model readBundle(const std::filesystem::path& file) {
  if (std::filesystem::is_directory(file)) return readBundleFolder(file);
  Archive archive(file);
  Model model;
  const QByteArray manifest = archive.read(kManifest, kMaxManifest);
  model.manifest = manifestFromJson({manifest.data(), static_cast<std::size_t>(manifest.size())}, file.string());
  // The manifest's own bound (512 MiB) holds, so this never takes more than it announces.
  const QByteArray weights = archive.read(kWeights, static_cast<qint64>(model.manifest.weightsBytes));
  model.weights.resize(static_cast<std::size_t>(weights.size()));
  std::memcpy(model.weights.data(), weights.data(), model.weights.size());
  verifyWeights(model, file.string());
  return model;
}

std::string readCard(const std::filesystem::path& file) {
  if (std::filesystem::is_directory(file)) return readCardFolder(file);
  Archive archive(file);
  return archive.has(kCard) ? archive.read(kCard, kMaxCard).toStdString() : std::string();
}

void requireBundleWritable(const std::filesystem::path& file) {
  requireWritable(isBundleFolder(file) ? file / kManifest : file);
}

void writeBundle(const std::filesystem::path& file, const Model& model, const std::string& card) {
  if (isBundleFolder(file)) return writeBundleFolder(file, model, card);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QuaZip zip(&buffer);
  if (!zip.open(QuaZip::mdCreate))
    throw Error(file.string() + " could not be compressed: check free memory and disk space.");
  const std::string manifest = toJson(model.manifest);
  add(zip, kManifest, manifest.data(), manifest.size());
  add(zip, kWeights, reinterpret_cast<const char*>(model.weights.data()), model.weights.size());
  add(zip, kCard, card.data(), card.size());
  zip.close();
  if (zip.getZipError() != ZIP_OK)
    throw Error(file.string() + " could not be compressed: check free memory and disk space.");
  writeFileAtomically(file, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

}  // namespace cleave
