// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_view.h"

#include <QEvent>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/charts/category_chart.h"
#include "ui/charts/xy_chart.h"
#include "ui/compare/comparison_curves.h"
#include "ui/compare/comparison_table.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr int kCardWidth = 290;  // what a chart needs to be read at ease
constexpr int kCardHeight = 190;
constexpr int kMostColumns = 5;
constexpr int kTableColumns = 3;  // that the table takes where there are kMostColumns: two charts stand beside it
constexpr int kTableRows = 14;    // more are scrolled

int columnsFor(int width) {
  return std::clamp(width / kCardWidth, 1, kMostColumns);
}

}  // namespace

ComparisonView::ComparisonView(QWidget* parent)
    : QWidget(parent), grid_(new QGridLayout(this)), table_(new ComparisonTable(this)) {
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setHorizontalSpacing(14);
  grid_->setVerticalSpacing(10);
  connect(table_, &ComparisonTable::policySelected, this, &ComparisonView::highlight);
  cdf_ = addXy(QStringLiteral("cdf"), tr("Latency"), tr("latency (ms)"), tr("CDF"));
  cdf_->setYRange(XyRange{0, 1});
  tail_ = addXy(QStringLiteral("tail"), tr("Latency tail"), tr("latency (ms)"), tr("1 − CDF"));
  tail_->setLogX(true);
  tail_->setLogY(true);
  boxes_ = addCategories(QStringLiteral("boxes"), tr("Latency: quartiles, 5 and 95 %, mean"));
  trade_ = addXy(QStringLiteral("trade"), tr("Accuracy against latency"), tr("mean latency (ms)"), tr("accuracy (%)"));
  scores_ = addCategories(QStringLiteral("scores"), tr("Score, per seed and overall"));
  violations_ = addCategories(QStringLiteral("violations"), tr("Latency target violations"));
  bytes_ = addCategories(QStringLiteral("bytes"), tr("Data sent"));
  boxes_->setAxis(tr("latency (ms)"), formatMs);
  scores_->setAxis(tr("score: 0 best fixed decision, 1 oracle"),
                   [](double value) { return QString::number(value, 'f', 2); });
  violations_->setAxis(tr("violations (%), 95 % interval"),
                       [](double value) { return QString::number(value, 'f', value < 1 ? 2 : 1) + tr(" %"); });
  bytes_->setAxis(tr("data per request (kB)"), [](double value) { return formatBytes(1000 * value); });
}

void ComparisonView::addCard(const QString& name, const QString& title, QWidget* chart) {
  auto* card = new QWidget(this);
  card->setMinimumHeight(kCardHeight);
  auto* heading = new QPushButton;
  heading->setText(title);
  heading->setProperty("cardTitle", true);
  heading->setToolTip(tr("Click to enlarge; click again to show all charts"));
  heading->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  heading->setMinimumWidth(10);
  connect(heading, &QPushButton::clicked, this, [this, card] { enlarge(enlarged_ == card ? nullptr : card); });
  auto* box = new QVBoxLayout(card);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(3);
  box->addWidget(heading);
  box->addWidget(chart, 1);
  chart->setObjectName(name);
  cards_.push_back(card);
}

XyChart* ComparisonView::addXy(const QString& name, const QString& title, const QString& x, const QString& y) {
  auto* chart = new XyChart;
  chart->setTitle(title);
  chart->setAxisTitles(x, y);
  chart->setLegendVisible(false);  // the table is the legend
  connect(chart, &XyChart::curveClicked, this, &ComparisonView::select);
  addCard(name, title, chart);
  return chart;
}

CategoryChart* ComparisonView::addCategories(const QString& name, const QString& title) {
  auto* chart = new CategoryChart;
  chart->setTitle(title);
  connect(chart, &CategoryChart::rowClicked, this, &ComparisonView::select);
  addCard(name, title, chart);
  return chart;
}

void ComparisonView::setComparison(const Comparison& comparison) {
  comparison_ = comparison;
  table_->setComparison(comparison);
  fill();
  highlight(table_->selectedPolicy());
}

void ComparisonView::fill() {
  const Colours& colours = coloursOf(*this);
  cdf_->setCurves(latencyCdf(comparison_, colours));
  tail_->setCurves(latencyTail(comparison_, colours));
  trade_->setCurves(accuracyAgainstLatency(comparison_, colours));
  boxes_->setRows(latencyBoxes(comparison_, colours));
  scores_->setRows(scoreRows(comparison_, colours));
  violations_->setRows(violationRows(comparison_, colours));
  bytes_->setRows(byteRows(comparison_, colours));
  std::vector<XyMark> marks;
  if (comparison_.targetMs > 0) {
    marks.push_back({Qt::Vertical, comparison_.targetMs, tr("target %1 ms").arg(comparison_.targetMs)});
  }
  for (XyChart* chart : {cdf_, tail_, trade_}) chart->setMarks(marks);
  if (!marks.empty()) {
    marks.front().labelBelow = true;
    cdf_->setMarks(marks);
  }
  // The tail has a chart of its own: this one shows where most requests are.
  double most = 1.25 * comparison_.targetMs;
  double least = std::numeric_limits<double>::infinity();
  for (const ComparisonRow& row : comparison_.rows) {
    const double high = 1.25 * latencyAt(row, 95);
    if (std::isfinite(high)) most = std::max(most, high);
    if (!row.quantiles.isEmpty()) least = std::min(least, row.quantiles.front().y());
  }
  cdf_->setXRange(least < most ? std::optional(XyRange{0.9 * least, most}) : std::nullopt);
  boxes_->setMark(marks.empty() ? std::nullopt : std::optional(marks.front()));
  for (QWidget* card : cards_) card->setMinimumHeight(std::max(kCardHeight, card->minimumSizeHint().height()));
  place();
}

void ComparisonView::place() {
  const bool scored =
      std::ranges::any_of(comparison_.rows, [](const ComparisonRow& row) { return std::isfinite(row.score.value); });
  if (enlarged_ == scores_->parentWidget() && !scored) enlarged_ = nullptr;
  for (QWidget* card : cards_) {
    const bool known = scored || card != scores_->parentWidget();
    card->setVisible(known && (enlarged_ == nullptr || enlarged_ == card));
  }
  while (grid_->count() > 0) delete grid_->takeAt(0);
  columns_ = columnsFor(width());
  const bool beside = columns_ == kMostColumns;
  const int span = beside ? kTableColumns : columns_;
  table_->setFixedHeight(beside ? QWIDGETSIZE_MAX : table_->heightFor(kTableRows));
  table_->setMinimumHeight(table_->heightFor(beside ? kTableRows / 2 : kTableRows));
  grid_->addWidget(table_, 0, 0, 1, span);
  int at = beside ? span : columns_;
  for (QWidget* card : cards_) {
    if (card->isHidden()) continue;
    const int across = card == enlarged_ ? columns_ - at % columns_ : 1;
    grid_->addWidget(card, at / columns_, at % columns_, 1, across);
    ++at;
  }
  for (int i = 0; i < kMostColumns; ++i) grid_->setColumnStretch(i, i < columns_ ? 1 : 0);
  for (int i = 0; i < grid_->rowCount(); ++i) {
    grid_->setRowStretch(i, (i > 0 || beside) && i * columns_ < at ? 1 : 0);
  }
}

void ComparisonView::enlarge(QWidget* card) {
  enlarged_ = card;
  place();
}

void ComparisonView::highlight(const QString& policy) {
  const QString shown = shownPolicy(policy);
  for (XyChart* chart : {cdf_, tail_, trade_}) chart->setHighlighted(shown);
  for (CategoryChart* chart : {boxes_, scores_, violations_, bytes_}) chart->setHighlighted(shown);
}

void ComparisonView::select(const QString& shown) {
  const auto row =
      std::ranges::find(comparison_.rows, shown, [](const ComparisonRow& each) { return shownPolicy(each.policy); });
  table_->selectPolicy(row == comparison_.rows.end() ? QString() : row->policy);
}

void ComparisonView::resizeEvent(QResizeEvent*) {
  if (columnsFor(width()) != columns_) place();
}

void ComparisonView::changeEvent(QEvent* event) {
  const bool newColours = event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange;
  if (newColours && bytes_ != nullptr) fill();
  QWidget::changeEvent(event);
}

}  // namespace cleave::ui
