// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/training_files.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace cleave::workbench {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLastLines = 1 << 16;  // bytes
constexpr int kRounds = 10;                  // that a return is the mean of
constexpr const char* kName = "cleave-cli: ";

double numberIn(const Json& line, const char* key, double otherwise) {
  const auto found = line.find(key);
  return found != line.end() && found->is_number() ? found->get<double>() : otherwise;
}

// What the line says of how good it is: a policy's return, or the last exit's accuracy.
std::optional<double> qualityIn(const Json& line) {
  if (line.contains("return")) return numberIn(line, "return", 0);
  for (const char* key : {"accuracy", "train_accuracy"}) {
    const auto found = line.find(key);
    if (found != line.end() && found->is_array() && !found->empty() && found->back().is_number()) {
      return found->back().get<double>();
    }
  }
  return std::nullopt;
}

}  // namespace

std::string endOf(const std::filesystem::path& file, std::size_t most) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return {};
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(0, in.tellg()));
  const std::size_t from = size > most ? size - most : 0;
  in.seekg(static_cast<std::streamoff>(from));
  std::string text(size - from, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, in.gcount())));
  return text;
}

std::string lastWord(const std::filesystem::path& log) {
  const std::string text = endOf(log, 4096);
  const auto begin = text.rfind(kName);
  if (begin == std::string::npos || (begin > 0 && text[begin - 1] != '\n')) return {};
  const auto from = begin + std::string_view(kName).size();
  return text.substr(from, text.find('\n', from) - from);
}

void readProgress(const std::filesystem::path& metrics, ui::TrainingInfo& info) {
  std::string text = endOf(metrics, kLastLines);
  double sum = 0;
  int count = 0;
  bool newest = true;
  while (!text.empty()) {
    const auto end = text.rfind('\n');
    if (end == std::string::npos) break;
    text.resize(end);
    const auto before = text.rfind('\n');
    const auto line = Json::parse(text.substr(before == std::string::npos ? 0 : before + 1), nullptr, false);
    if (!line.is_object()) continue;
    if (newest) {
      newest = false;
      const double steps = numberIn(line, "steps", 0);
      info.done = steps > 0 ? std::clamp(numberIn(line, "step", 0) / steps, 0.0, 1.0) : 0;
      info.etaS = numberIn(line, "eta_s", -1);
      if (line.contains("phase") && line["phase"].is_string()) {
        info.phase = QString::fromStdString(line["phase"].get<std::string>());
        info.done = std::clamp(numberIn(line, "done", 0), 0.0, 1.0);
      }
    }
    if (line.contains("judged_return")) {
      info.latest = numberIn(line, "judged_return", 0);
      return;
    }
    const auto quality = qualityIn(line);
    if (!quality || count >= kRounds) continue;
    sum += *quality;
    ++count;
    if (info.kind == ui::TrainingKind::Network) break;  // a running mean already
  }
  if (count > 0) info.latest = sum / count;
}

std::vector<ui::TrainingFile> filesIn(const std::filesystem::path& folder) {
  // A name of the user's own may hold the same word.
  static const QRegularExpression written(QStringLiteral("-at-[0-9]+\\.cleavepolicy$"));
  std::vector<ui::TrainingFile> files;
  const auto kinds = {std::pair(QStringLiteral(".cleavepolicy"), ui::TrainingFile::Kind::Result),
                      std::pair(QStringLiteral(".cleavemodel"), ui::TrainingFile::Kind::Result),
                      std::pair(QStringLiteral(".checkpoint"), ui::TrainingFile::Kind::Checkpoint)};
  for (const QFileInfo& file : QDir(QString::fromStdString(folder.string())).entryInfoList(QDir::Files, QDir::Time)) {
    for (const auto& [ending, kind] : kinds) {
      if (!file.fileName().endsWith(ending)) continue;
      const bool early = written.match(file.fileName()).hasMatch();
      files.push_back({early ? ui::TrainingFile::Kind::Early : kind, file.fileName(), file.absoluteFilePath(),
                       file.lastModified(), file.size()});
    }
  }
  return files;
}

}  // namespace cleave::workbench
