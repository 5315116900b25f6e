// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_model.h"

#include <algorithm>
#include <cmath>

#include "ui/theme/format.h"
#include "ui/theme/plural.h"

namespace cleave::ui {
namespace {

constexpr std::size_t kToldDecisions = 6;

double numberOf(const ComparisonRow& row, int column) {
  switch (column) {
    case ComparisonModel::Score:
      return row.score.value;
    case ComparisonModel::Reward:
      return row.reward.value;
    case ComparisonModel::Accuracy:
      return row.accuracy.value;
    case ComparisonModel::Late:
      return row.violations.value;
    case ComparisonModel::Mean:
      return row.meanMs;
    case ComparisonModel::Predicted:
      return row.predictedMs;
    case ComparisonModel::P50:
      return row.p50Ms;
    case ComparisonModel::P95:
      return row.p95Ms;
    case ComparisonModel::P99:
      return row.p99Ms;
    case ComparisonModel::Bytes:
      return row.bytes;
    case ComparisonModel::Fallbacks:
      return row.fallbacks;
    default:
      return Measure::kUnknown;
  }
}

// In the header's unit; a value with an interval takes three cells.
QString exact(const ComparisonRow& row, int column) {
  if (column == ComparisonModel::Policy) return row.policy;
  const bool percent =
      column == ComparisonModel::Accuracy || column == ComparisonModel::Late || column == ComparisonModel::Fallbacks;
  const auto text = [&](double value) {
    return std::isfinite(value) ? QString::number(percent ? 100 * value : value, 'g', 10) : QString();
  };
  const QString value = text(numberOf(row, column));
  if (column != ComparisonModel::Score && column != ComparisonModel::Late) return value;
  const Measure& measure = column == ComparisonModel::Score ? row.score : row.violations;
  return value + QLatin1Char('\t') + text(measure.low) + QLatin1Char('\t') + text(measure.high);
}

QString ranged(const Measure& measure, int decimals, double scale) {
  const auto text = [&](double value) {
    return QString::number(scale * value, 'f', decimals).replace(QLatin1Char('-'), QStringLiteral("−"));
  };
  if (!std::isfinite(measure.low)) return text(measure.value);
  return QStringLiteral("%1 [%2, %3]").arg(text(measure.value), text(measure.low), text(measure.high));
}

}  // namespace

void ComparisonModel::setComparison(const Comparison& comparison) {
  const int before = rowCount();
  const int after = static_cast<int>(comparison.rows.size());
  // A row more, as a live comparison brings them, leaves the selection as it is.
  bool grows = after >= before;
  for (int i = 0; grows && i < before; ++i) {
    const auto at = static_cast<std::size_t>(i);
    grows = comparison.rows[at].policy == comparison_.rows[at].policy;
  }
  if (!grows) {
    beginResetModel();
    comparison_ = comparison;
    endResetModel();
    return;
  }
  if (after > before) beginInsertRows({}, before, after - 1);
  comparison_ = comparison;
  if (after > before) endInsertRows();
  if (after > 0) Q_EMIT dataChanged(index(0, 0), index(after - 1, ColumnCount - 1));
}

bool ComparisonModel::hasColumn(int column) const {
  if (column == Policy) return true;
  return std::ranges::any_of(comparison_.rows,
                             [column](const ComparisonRow& row) { return std::isfinite(numberOf(row, column)); });
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(comparison_.rows.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString ComparisonModel::textOf(const ComparisonRow& row, int column) const {
  if (column == Policy) return shownPolicy(row.policy);
  const double value = numberOf(row, column);
  if (!std::isfinite(value)) return QStringLiteral("–");
  switch (column) {
    case Score:
      return ranged(row.score, 2, 1);
    case Reward:
      return QString::number(value, 'f', 3);
    case Accuracy:
      return QString::number(100 * value, 'f', 1);
    case Late:
      return ranged(row.violations, 1, 100);
    case Bytes:
      return formatBytes(value);
    case Fallbacks:
      return QString::number(100 * value, 'f', 1);
    default:
      return QString::number(value, 'f', 1);
  }
}

QString ComparisonModel::tipOf(const ComparisonRow& row, int column) const {
  if (column == Policy) {
    const QString runs = row.runs.isEmpty() || row.runs == row.policy ? row.policy : row.policy + ": " + row.runs;
    QString tip = tr("%1\n%2").arg(runs, plural(row.requests, tr("%n request"), tr("%n requests")));
    for (std::size_t i = 0; i < std::min(row.decisions.size(), kToldDecisions); ++i) {
      tip += QStringLiteral("\n%1: %2").arg(row.decisions[i].first, formatPercent(row.decisions[i].second));
    }
    return tip;
  }
  if (column == Accuracy && std::isfinite(row.accuracy.low)) return ranged(row.accuracy, 2, 100) + tr(" %, 95 %");
  if (column == Reward && std::isfinite(row.reward.low)) return ranged(row.reward, 4, 1) + tr(", 95 %");
  return {};
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const ComparisonRow& row = comparison_.rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return textOf(row, index.column());
    case Qt::ToolTipRole:
      return tipOf(row, index.column());
    case Qt::TextAlignmentRole:
      return static_cast<int>((index.column() == Policy ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case NumberRole:
      return numberOf(row, index.column());
    case NameRole:
      return row.policy;
    case ExactRole:
      return exact(row, index.column());
    default:
      return {};
  }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
  struct Words {
    QString title, tip;
  };
  const auto words = [section]() -> Words {
    switch (section) {
      case Policy:
        return {tr("policy"), {}};
      case Score:
        return {tr("score (95 %)"),
                tr("0 = best fixed decision in hindsight, 1 = oracle; interquartile mean over seeds")};
      case Reward:
        return {tr("reward"), tr("Interquartile mean over seeds")};
      case Accuracy:
        return {tr("acc. %"), tr("Accuracy")};
      case Late:
        return {tr("violations % (95 %)"), tr("Share of requests that exceeded the latency target")};
      case Mean:
        return {tr("mean ms"), tr("Mean latency")};
      case Predicted:
        return {tr("sim. ms"), tr("Mean latency predicted by the simulator for the same link and loads")};
      case P50:
        return {tr("p50"), tr("Median latency (ms)")};
      case P95:
        return {tr("p95"), tr("95th percentile of the latency (ms)")};
      case P99:
        return {tr("p99"), tr("99th percentile of the latency (ms)")};
      case Bytes:
        return {tr("bytes sent"), tr("Mean number of bytes sent per request")};
      default:
        return {tr("timed out %"), tr("Share of requests whose transfer timed out; the device completed them locally")};
    }
  }();
  if (role == Qt::DisplayRole) return words.title;
  if (role == ExactRole) {
    if (section == Score) return QStringLiteral("score\tscore low\tscore high");
    return section == Late ? QStringLiteral("violations %\tviolations % low\tviolations % high") : words.title;
  }
  if (role == Qt::ToolTipRole) return words.tip;
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>((section == Policy ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  return {};
}

bool ComparisonSorter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  if (left.column() == ComparisonModel::Policy) {
    return QString::localeAwareCompare(left.data().toString(), right.data().toString()) < 0;
  }
  const double a = left.data(ComparisonModel::NumberRole).toDouble();
  const double b = right.data(ComparisonModel::NumberRole).toDouble();
  // Unknown ones stay at the end whichever way the column is sorted.
  if (std::isnan(a) || std::isnan(b)) {
    if (std::isnan(a) && std::isnan(b)) return false;
    return sortOrder() == Qt::AscendingOrder ? std::isnan(b) : std::isnan(a);
  }
  return a < b;
}

}  // namespace cleave::ui
