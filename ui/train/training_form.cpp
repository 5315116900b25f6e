// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/train/training_form.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>

#include "ui/theme/look.h"
#include "ui/train/training_problem.h"

namespace cleave::ui {
namespace {

constexpr int kLabelWidth = 68;  // of all pages, so that their fields stand in one column
constexpr int kMostSeeds = 50;
constexpr int kMostSteps = 100'000'000;

QFormLayout* formOn(QWidget* page) {
  auto* form = new QFormLayout(page);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(10);
  form->setVerticalSpacing(7);
  form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  return form;
}

void addRow(QFormLayout* form, const QString& text, QWidget* field) {
  auto* label = new QLabel(text);
  label->setMinimumWidth(kLabelWidth);
  label->setBuddy(field);
  form->addRow(label, field);
}

QComboBox* addCombo(QFormLayout* form, const QString& label, const char* name, bool editable, const QString& tip) {
  auto* combo = new QComboBox;
  combo->setObjectName(QString::fromLatin1(name));
  combo->setEditable(editable);
  combo->setInsertPolicy(QComboBox::NoInsert);
  combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  combo->setMinimumContentsLength(8);
  combo->setToolTip(tip);
  addRow(form, label, combo);
  return combo;
}

QSpinBox* addSpin(QFormLayout* form, const QString& label, const char* name, int least, int most, const QString& tip) {
  auto* spin = new QSpinBox;
  spin->setObjectName(QString::fromLatin1(name));
  spin->setRange(least, most);
  spin->setGroupSeparatorShown(true);
  spin->setToolTip(tip);
  addRow(form, label, spin);
  return spin;
}

void fill(QComboBox* combo, const QStringList& texts) {
  const QString before = combo->currentText();
  combo->clear();
  combo->addItems(texts);
  if (!before.isEmpty() && texts.contains(before)) combo->setCurrentText(before);
}

}  // namespace

TrainingForm::TrainingForm(QWidget* parent)
    : Panel(tr("New training"), parent),
      kind_(new QComboBox),
      pages_(new QStackedWidget),
      name_(new QLineEdit),
      problem_(new QLabel),
      train_(new QPushButton(tr("Train"))) {
  kind_->setObjectName(QStringLiteral("kind"));
  kind_->addItems({tr("policy"), tr("network")});
  kind_->setToolTip(tr("A policy chooses exit, partition and bits; a network is the model that it partitions."));
  name_->setObjectName(QStringLiteral("trainingName"));
  problem_->setObjectName(QStringLiteral("trainingProblem"));
  problem_->setWordWrap(true);
  problem_->setMinimumHeight(problem_->fontMetrics().height());
  train_->setObjectName(QStringLiteral("train"));
  train_->setDefault(true);
  pages_->addWidget(makePolicyPage());
  pages_->addWidget(makeNetworkPage());
  auto* content = new QWidget;
  auto* box = new QVBoxLayout(content);
  box->setContentsMargins(2, 2, 8, 2);
  box->setSpacing(7);
  auto* top = formOn(new QWidget);
  addRow(top, tr("Type"), kind_);
  addRow(top, tr("Name"), name_);
  box->addWidget(top->parentWidget());
  box->addWidget(pages_);
  box->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("formScroll"));
  scroll->setWidget(content);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  content->setAutoFillBackground(false);
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addWidget(scroll, 1);
  column->addWidget(problem_);
  column->addWidget(train_);
  setBody(body);
  setEmpty(false);
  connect(kind_, &QComboBox::currentIndexChanged, this, [this](int page) {
    pages_->setCurrentIndex(page);
    check();
  });
  connect(name_, &QLineEdit::textChanged, this, &TrainingForm::check);
  connect(train_, &QPushButton::clicked, this, &TrainingForm::train);
  check();
}

void TrainingForm::train() {
  if (problem().isEmpty()) Q_EMIT trainRequested(request());
}

QWidget* TrainingForm::makePolicyPage() {
  auto* page = new QWidget;
  auto* form = formOn(page);
  algorithm_ = addCombo(form, tr("Algorithm"), "algorithm", false,
                        tr("Learning algorithm; policies of sac-d-features transfer to other models"));
  scenario_ = addCombo(form, tr("Scenario"), "scenario", true,
                       tr("Link, loads, arrivals and target: a scenario's name or file"));
  traces_ = addPath(form, tr("Traces"), "traces", tr("Scenario's link"),
                    tr("Link traces (*.csv *.up *.down);;All files (*)"));
  model_ = addPath(form, tr("Model"), "model", tr("Open model, or default"), tr("Models (*.cleavemodel)"));
  seeds_ = addSpin(form, tr("Seeds"), "seeds", 1, kMostSeeds,
                   tr("Number of runs with different seeds, to show seed variance"));
  steps_ = addSpin(form, tr("Requests"), "steps", 0, kMostSteps, tr("Number of simulated requests to learn from"));
  steps_->setSingleStep(50'000);
  steps_->setSpecialValueText(tr("Default"));
  for (QComboBox* combo : {algorithm_, scenario_})
    connect(combo, &QComboBox::currentTextChanged, this, &TrainingForm::check);
  return page;
}

QWidget* TrainingForm::makeNetworkPage() {
  auto* page = new QWidget;
  auto* form = formOn(page);
  dataset_ = addCombo(form, tr("Data set"), "dataset", false, tr("folder: your own images, one subfolder per class"));
  data_ = addPath(form, tr("Data folder"), "dataFolder", tr("Default folder"), {});
  architecture_ = addCombo(form, tr("Network"), "architecture", true, tr("A name, or a JSON file"));
  stages_ = addCombo(
      form, tr("Stages"), "stages", true,
      tr("Frame size and epochs of each stage: SIZE:EPOCHS[:RATE],... The first preset takes minutes; the last is "
         "the shipped model's and takes hours."));
  stages_->addItems({QStringLiteral("96:0.25"), QStringLiteral("96:1"), QStringLiteral("96:4,160:0.8,224:1")});
  threads_ = addSpin(form, tr("Threads"), "threads", 1, 1024, tr("Number of CPU cores to use"));
  for (QComboBox* combo : {dataset_, architecture_, stages_}) {
    connect(combo, &QComboBox::currentTextChanged, this, &TrainingForm::check);
  }
  return page;
}

QLineEdit* TrainingForm::addPath(QFormLayout* form, const QString& label, const char* name, const QString& placeholder,
                                 const QString& filter) {
  auto* edit = new QLineEdit;
  edit->setObjectName(QString::fromLatin1(name));
  edit->setPlaceholderText(placeholder);
  auto* browse = new QToolButton;
  browse->setText(QStringLiteral("…"));
  browse->setProperty("plain", true);
  browse->setToolTip(tr("Browse"));
  browse->setAccessibleName(tr("Browse: %1").arg(label));
  auto* row = new QWidget;
  auto* box = new QHBoxLayout(row);
  box->setContentsMargins(0, 0, 0, 0);
  box->setSpacing(4);
  row->setFocusProxy(edit);
  box->addWidget(edit, 1);
  box->addWidget(browse);
  addRow(form, label, row);
  connect(browse, &QToolButton::clicked, this, [this, edit, label, filter] { choose(edit, label, filter); });
  connect(edit, &QLineEdit::textChanged, this, &TrainingForm::check);
  return edit;
}

void TrainingForm::choose(QLineEdit* edit, const QString& title, const QString& filter) {
  if (edit == traces_) {
    const QStringList files = QFileDialog::getOpenFileNames(this, title, {}, filter);
    if (!files.isEmpty()) edit->setText(files.join(QStringLiteral("; ")));
    return;
  }
  const QString path = filter.isEmpty() ? QFileDialog::getExistingDirectory(this, title)
                                        : QFileDialog::getOpenFileName(this, title, {}, filter);
  if (!path.isEmpty()) edit->setText(path);
}

void TrainingForm::setChoices(const TrainingChoices& choices) {
  choices_ = choices;
  fill(algorithm_, choices.algorithms);
  fill(scenario_, choices.scenarios);
  fill(dataset_, choices.datasets);
  fill(architecture_, choices.architectures);
  threads_->setMaximum(std::max(1, choices.threads));
  threads_->setValue(std::max(1, choices.threads - 1));  // one is left for the live run
  check();
}

void TrainingForm::setScenarios(const QStringList& scenarios) {
  choices_.scenarios = scenarios;
  const QString before = scenario_->currentText();  // a file that somebody typed stays
  fill(scenario_, scenarios);
  scenario_->setCurrentText(before);
  check();
}

void TrainingForm::setScenario(const QString& scenario) {
  scenario_->setCurrentText(scenario);
}

TrainingRequest TrainingForm::request() const {
  TrainingRequest request;
  request.kind = kind_->currentIndex() == 0 ? TrainingKind::Policy : TrainingKind::Network;
  request.name = name_->text().trimmed();
  request.algorithm = algorithm_->currentText();
  request.scenario = scenario_->currentText().trimmed();
  for (const QString& trace : traces_->text().split(u';', Qt::SkipEmptyParts)) {
    if (!trace.trimmed().isEmpty()) request.traces << trace.trimmed();
  }
  request.model = model_->text().trimmed();
  request.seeds = request.kind == TrainingKind::Policy ? seeds_->value() : 1;
  request.steps = steps_->value();
  request.dataset = dataset_->currentText();
  request.dataFolder = data_->text().trimmed();
  request.architecture = architecture_->currentText().trimmed();
  request.stages = stages_->currentText().remove(u' ');
  request.threads = threads_->value();
  return request;
}

QString TrainingForm::problem() const {
  return problemOf(request(), choices_);
}

void TrainingForm::check() {
  if (threads_ == nullptr) return;  // not all is made yet
  const QString said = problem();
  const TrainingRequest now = request();
  name_->setPlaceholderText(now.kind == TrainingKind::Policy ? now.algorithm + u'-' + now.scenario.section(u'/', -1)
                                                             : now.architecture.section(u'/', -1) + u'-' + now.dataset);
  problem_->setText(said);
  problem_->setVisible(!said.isEmpty());
  problem_->setStyleSheet(QStringLiteral("color: %1; font-size: 12px;").arg(coloursOf(*this).violation.name()));
  train_->setEnabled(said.isEmpty());
  train_->setToolTip(said.isEmpty() ? tr("Add this training to the queue") : said);
}

}  // namespace cleave::ui
