// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/layout_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace cleave::ui {
namespace {

constexpr qint64 kMostBytes = 4 << 20;
constexpr int kFormat = 1;
constexpr int kMostRemembered = 1'000'000;

QByteArray bytesOf(const QJsonValue& value) {
  const auto decoded =
      QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
  return decoded ? *decoded : QByteArray();
}

const QMap<QString, Theme>& themes() {
  static const QMap<QString, Theme> names{{QStringLiteral("light"), Theme::Light},
                                          {QStringLiteral("dark"), Theme::Dark},
                                          {QStringLiteral("system"), Theme::System}};
  return names;
}

WindowChoices windowOf(const QJsonObject& root) {
  WindowChoices window{bytesOf(root[QStringLiteral("geometry")]), {}, {}};
  const QString theme = root[QStringLiteral("theme")].toString();
  if (themes().contains(theme)) window.theme = themes()[theme];
  const int remembered = root[QStringLiteral("requests_remembered")].toInt();
  if (remembered > 0 && remembered <= kMostRemembered) window.remembered = remembered;
  return window;
}

std::optional<SavedLayouts> parse(const QByteArray& text) {
  const QJsonObject root = QJsonDocument::fromJson(text).object();
  if (root[QStringLiteral("format")].toInt() != kFormat || !root[QStringLiteral("layouts")].isObject()) return {};
  SavedLayouts saved;
  saved.current = root[QStringLiteral("current")].toString();
  saved.window = windowOf(root);
  const QJsonObject layouts = root[QStringLiteral("layouts")].toObject();
  for (auto at = layouts.begin(); at != layouts.end(); ++at) saved.layouts[at.key()] = bytesOf(at.value());
  return saved;
}

}  // namespace

SavedLayouts LayoutStore::read(QString* notice) const {
  if (path_.isEmpty()) return {};
  QFile file(path_);
  if (!file.exists()) return {};
  if (file.open(QIODevice::ReadOnly) && file.size() <= kMostBytes) {
    if (auto saved = parse(file.readAll())) return *saved;
  }
  file.close();
  const QString aside = path_ + QStringLiteral(".damaged");
  QFile::remove(aside);
  QFile::rename(path_, aside);
  if (notice) {
    *notice = QCoreApplication::translate("cleave::ui::LayoutStore",
                                          "The saved layout could not be read; using the default layout. The damaged "
                                          "file was kept as %1.")
                  .arg(aside);
  }
  return {};
}

bool LayoutStore::write(const SavedLayouts& saved) const {
  if (path_.isEmpty()) return true;
  QJsonObject layouts;
  for (auto at = saved.layouts.begin(); at != saved.layouts.end(); ++at) {
    layouts[at.key()] = QString::fromLatin1(at.value().toBase64());
  }
  QJsonObject root{{QStringLiteral("format"), kFormat},
                   {QStringLiteral("current"), saved.current},
                   {QStringLiteral("geometry"), QString::fromLatin1(saved.window.geometry.toBase64())},
                   {QStringLiteral("layouts"), layouts}};
  if (saved.window.theme) root[QStringLiteral("theme")] = themes().key(*saved.window.theme);
  if (saved.window.remembered) root[QStringLiteral("requests_remembered")] = *saved.window.remembered;
  QDir().mkpath(QFileInfo(path_).absolutePath());
  QSaveFile file(path_);
  return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(root).toJson()) >= 0 && file.commit();
}

}  // namespace cleave::ui
