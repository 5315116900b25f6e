// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/policy/top_decisions_model.h"

#include <algorithm>
#include <tuple>

#include "ui/policy/insight_measure.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

std::vector<int> best(const PolicyInsight& insight, int count) {
  std::vector<int> order;
  for (std::size_t i = 0; i < insight.decisions.size(); ++i) {
    if (insight.decisions[i].allowed) order.push_back(static_cast<int>(i));
  }
  const auto key = [&](int index) {
    const DecisionInsight& one = insight.decisions[static_cast<std::size_t>(index)];
    const double value = insight.scores == ScoreMeaning::Value ? one.score : one.reward;
    return std::tuple(one.probability, value, one.reward, -one.predictedMs);
  };
  const auto end = order.begin() + std::min<std::ptrdiff_t>(count, std::ssize(order));
  std::partial_sort(order.begin(), end, order.end(), [&](int a, int b) { return key(a) > key(b); });
  order.erase(end, order.end());
  return order;
}

}  // namespace

void TopDecisionsModel::setInsight(std::shared_ptr<const PolicyInsight> insight) {
  auto order = insight ? best(*insight, kRows) : std::vector<int>();
  if (order.size() == order_.size()) {  // selection and scrolling stay where they are
    insight_ = std::move(insight);
    order_ = std::move(order);
    if (!order_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, Score, Score);
    return;
  }
  beginResetModel();
  insight_ = std::move(insight);
  order_ = std::move(order);
  endResetModel();
}

int TopDecisionsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int TopDecisionsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : Columns;
}

QString TopDecisionsModel::text(const DecisionInsight& decision, int column) const {
  switch (column) {
    case Name:
      return spaced(decision.decision);
    case Probability:
      return toText(decision.probability, InsightMeasure::Probability);
    case Latency:
      return formatMs(decision.predictedMs);
    case Accuracy:
      return decision.accuracy > 0 ? formatPercent(decision.accuracy) : tr("–");
    default:
      break;
  }
  if (insight_->scores == ScoreMeaning::None) return toText(decision.reward, InsightMeasure::Reward);
  return decision.scored ? toText(decision.score, InsightMeasure::Score) : tr("–");
}

QVariant TopDecisionsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const int at = order_[static_cast<std::size_t>(index.row())];
  const DecisionInsight& decision = insight_->decisions[static_cast<std::size_t>(at)];
  const double target = insight_->values.targetMs;
  switch (role) {
    case Qt::DisplayRole:
      return text(decision, index.column());
    case Qt::ToolTipRole:
      return describe(decision, *insight_);
    case Qt::TextAlignmentRole:
      return QVariant(index.column() == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case ShareRole:
      if (index.column() == Probability) return decision.probability;
      if (index.column() == Latency && target > 0) return std::min(decision.predictedMs / (2 * target), 1.0);
      return {};
    case ChosenRole:
      return at == insight_->chosen;
    case LateRole:
      return target > 0 && decision.predictedMs > target;
    case DecisionRole:
      return at;
    default:
      return {};
  }
}

QVariant TopDecisionsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    return QVariant(section == Name ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
  }
  const ScoreMeaning meaning = insight_ ? insight_->scores : ScoreMeaning::None;
  if (role == Qt::ToolTipRole && section == Latency) {
    return tr("Predicted from the policy's estimates of link and loads; the red mark is the target.");
  }
  if (role == Qt::ToolTipRole && section == Score) {
    if (meaning == ScoreMeaning::Value) return tr("Reward that the policy's network expects from the decision.");
    if (meaning == ScoreMeaning::Logit) {
      return tr("No critics in this file: shows the actor's output before the softmax.");
    }
    return tr("Rules have no critics: shows the reward for the measured accuracy and the predicted latency.");
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Name:
      return tr("decision");
    case Probability:
      return tr("p");
    case Latency:
      return tr("latency");
    case Accuracy:
      return tr("accuracy");
    case Score:
      return meaning == ScoreMeaning::Value   ? tr("critic")
             : meaning == ScoreMeaning::Logit ? tr("actor")
                                              : tr("reward");
    default:
      return {};
  }
}

}  // namespace cleave::ui
