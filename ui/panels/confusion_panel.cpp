// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/confusion_panel.h"

#include <utility>

#include "ui/theme/format.h"

namespace cleave::ui {

ConfusionPanel::ConfusionPanel(QWidget* parent)
    : ChartPanel(tr("Confusion"), parent), grid_(new ConfusionGrid(matrix_, this)) {
  setEmptyText(tr("True and predicted classes"), tr("Start a run on labelled images"));
  setBody(grid_);
}

void ConfusionPanel::setClasses(const std::vector<QString>& names) {
  matrix_ = ConfusionMatrix();
  matrix_.setClasses(static_cast<int>(names.size()));
  grid_->setNames(names);
  setEmpty(true);
}

struct ConfusionPanel::Filling : PanelFilling {
  void add(const RequestRecord& record) override {
    if (record.outcome != Outcome::Failed) matrix.add(record.label, record.prediction);
  }
  ConfusionMatrix matrix;
};

void ConfusionPanel::append(const RequestRecord& record) {
  if (record.outcome != Outcome::Failed) append(record.label, record.prediction);
}

std::unique_ptr<PanelFilling> ConfusionPanel::makeFilling(std::size_t) const {
  return std::make_unique<Filling>();
}

void ConfusionPanel::swap(PanelFilling& filling) {
  auto& filled = dynamic_cast<Filling&>(filling).matrix;
  filled.setClasses(matrix_.classes());
  std::swap(matrix_, filled);
  grid_->setPicked(std::nullopt);
  grid_->matrixChanged();
  setEmpty(matrix_.total() == 0);
}

void ConfusionPanel::append(int label, int prediction) {
  if (!matrix_.add(label, prediction)) return;
  grid_->matrixChanged();
  if (isEmpty()) setEmpty(false);
}

void ConfusionPanel::showLatest() {
  if (matrix_.total() == 0) return;
  setNote(tr("%1 of %2 correct").arg(formatCount(matrix_.correct()), formatCount(matrix_.total())));
}

void ConfusionPanel::clearRun() {
  matrix_.clear();
  grid_->setPicked(std::nullopt);
  ChartPanel::clearRun();
}

ChartData ConfusionPanel::chartData(ChartSpan) const {
  ChartData result;
  result.title = accessibleName();
  result.matrix = true;
  result.xTitle = tr("Predicted class");
  result.yTitle = tr("True class");
  ChartColumn head{tr("true class"), {}, {}};
  for (int label = 0; label < matrix_.classes(); ++label) head.words.push_back(grid_->nameOf(label));
  result.columns.push_back(std::move(head));
  for (int prediction = 0; prediction < matrix_.classes(); ++prediction) {
    ChartColumn column{grid_->nameOf(prediction), {}, {}};
    for (int label = 0; label < matrix_.classes(); ++label) {
      column.values.push_back(static_cast<double>(matrix_.count(label, prediction)));
    }
    result.columns.push_back(std::move(column));
  }
  return result;
}

}  // namespace cleave::ui
