// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/scenario/scenario_library.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>
#include <QRegularExpression>
#include <QSaveFile>
#include <algorithm>

#include "core/types/error.h"
#include "rl/environment/embedded_scenarios.h"
#include "rl/environment/text_lines.h"

namespace cleave::workbench {
namespace {

constexpr std::size_t kMostBytes = 64 << 10;  // as rl reads them
const QString& ending() {
  static const QString text = QStringLiteral(".scenario");
  return text;
}

QString qString(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString descriptionIn(std::string_view text) {
  QString found;
  forEachLine(text, [&](std::string_view line, int) {
    if (!line.starts_with("description")) return;
    if (const auto equals = line.find('='); equals != std::string_view::npos) {
      found = qString(trimmed(line.substr(equals + 1)));
    }
  });
  return found;
}

bool ships(const QString& name) {
  return std::ranges::any_of(detail::embeddedScenarios(), [&](const auto& each) { return name == qString(each.name); });
}

}  // namespace

std::vector<ui::ScenarioChoice> ScenarioLibrary::all() const {
  std::vector<ui::ScenarioChoice> choices;
  for (const auto& each : detail::embeddedScenarios()) {
    choices.push_back({qString(each.name), qString(each.name), descriptionIn(each.text), true});
  }
  std::ranges::sort(choices, {}, &ui::ScenarioChoice::name);
  if (folder_.isEmpty()) return choices;
  for (const auto& file : QDir(folder_).entryInfoList({QLatin1Char('*') + ending()}, QDir::Files, QDir::Name)) {
    choices.push_back({file.absoluteFilePath(), file.completeBaseName(), file.absoluteFilePath(), false});
  }
  return choices;
}

ui::ScenarioSource ScenarioLibrary::read(const QString& id) const {
  for (const auto& each : detail::embeddedScenarios()) {
    if (id == qString(each.name)) return {id, {}, true, qString(each.text)};
  }
  const std::string text = readTextFile(id.toStdString(), kMostBytes, "scenario");
  return {QFileInfo(id).completeBaseName(), QFileInfo(id).absoluteFilePath(), false, qString(text)};
}

QString ScenarioLibrary::fileOf(const QString& name) const {
  return folder_ + QLatin1Char('/') + name + ending();
}

ScenarioLibrary::Refusal ScenarioLibrary::refusalOf(const QString& name) const {
  static const QRegularExpression plain(QStringLiteral("^[\\p{L}\\p{N}][\\p{L}\\p{N} ._+-]{0,63}$"));
  if (folder_.isEmpty()) return {QObject::tr("Cannot save scenarios: there is no folder for them.")};
  if (!plain.match(name).hasMatch()) {
    return {
        QObject::tr("Use up to 64 letters, digits, spaces, '-', '_', '.' and '+', starting with a letter or digit.")};
  }
  if (ships(name)) return {QObject::tr("'%1' is a built-in scenario. Choose another name.").arg(name)};
  if (QFileInfo::exists(fileOf(name))) {
    return {QObject::tr("Scenario '%1' already exists. Replace it, or choose another name.").arg(name), true};
  }
  return {};
}

ui::ScenarioSource ScenarioLibrary::write(const QString& file, const QString& text) {
  QDir().mkpath(QFileInfo(file).absolutePath());
  QSaveFile out(file);
  const QByteArray bytes = text.toUtf8();
  if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
    throw Error("Cannot save the scenario to " + file.toStdString() + ": " + out.errorString().toStdString() +
                ". Free some disk space or save it elsewhere.");
  }
  return {QFileInfo(file).completeBaseName(), QFileInfo(file).absoluteFilePath(), false, text};
}

}  // namespace cleave::workbench
