// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/train/metrics_tail.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace cleave::workbench {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestLine = 1 << 16;  // more is no line of ours

bool isCurve(const std::string& name) {
  return name != "step" && name != "steps" && name != "elapsed_s" && name != "eta_s" && name != "done";
}

}  // namespace

void MetricsTail::restart() {
  at_ = 0;
  partial_.clear();
  series_.clear();
  referenceReturn_.clear();
  referenceViolation_.clear();
}

bool MetricsTail::read() {
  const int fd = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  struct stat status {};
  bool news = false;
  if (::fstat(fd, &status) == 0) {
    if (status.st_ino != inode_ || status.st_size < at_) {
      news = inode_ != 0;
      restart();
      inode_ = status.st_ino;
    }
    std::string text(kMostBytes, '\0');
    const ssize_t got = ::pread(fd, text.data(), text.size(), at_);
    if (got > 0) {
      at_ += got;
      text.resize(static_cast<std::size_t>(got));
      partial_ += text;
      std::size_t from = 0;
      for (std::size_t end = 0; (end = partial_.find('\n', from)) != std::string::npos; from = end + 1) {
        take(partial_.substr(from, end - from));
        ++lines_;
      }
      partial_.erase(0, from);
      if (partial_.size() > kLongestLine) partial_.clear();
      news = true;
    }
  }
  ::close(fd);
  return news;
}

void MetricsTail::take(const std::string& line) {
  const auto json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("step") || !json["step"].is_number()) return;
  if (const auto references = json.find("references"); references != json.end() && references->is_object()) {
    for (const auto& [name, values] : references->items()) {
      if (!values.is_object() || !values.contains("return") || !values["return"].is_number()) continue;
      referenceReturn_[QString::fromStdString(name)] = values["return"].get<double>();
      if (values.contains("violation_rate") && values["violation_rate"].is_number()) {
        referenceViolation_[QString::fromStdString(name)] = values["violation_rate"].get<double>();
      }
    }
    return;
  }
  const double step = json["step"].get<double>();
  if (step <= 0) return;  // nothing is learned yet
  const auto add = [&](const QString& name, double value) {
    if (std::isfinite(value)) series_[name].append({step, value});
  };
  for (const auto& [key, value] : json.items()) {
    if (!isCurve(key)) continue;
    const QString name = QString::fromStdString(key);
    if (value.is_number()) add(name, value.get<double>());
    if (!value.is_array()) continue;
    for (std::size_t i = 0; i < value.size() && i < 64; ++i) {
      if (value[i].is_number()) add(name + QStringLiteral("/%1").arg(i + 1), value[i].get<double>());
    }
  }
}

QList<QPointF> reduced(const QList<QPointF>& points, qsizetype most) {
  if (points.size() <= most || most < 1) return points;
  QList<QPointF> few;
  few.reserve(most);
  for (qsizetype bin = 0; bin < most; ++bin) {
    const qsizetype from = bin * points.size() / most;
    const qsizetype to = (bin + 1) * points.size() / most;
    QPointF sum;
    for (qsizetype i = from; i < to; ++i) sum += points[i];
    few.append(sum / static_cast<double>(to - from));
  }
  return few;
}

}  // namespace cleave::workbench
