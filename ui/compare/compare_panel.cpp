// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/compare_panel.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QScrollArea>
#include <QStackedLayout>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/compare/comparison_model.h"
#include "ui/compare/comparison_view.h"
#include "ui/export/table_of.h"
#include "ui/theme/format.h"

namespace cleave::ui {
namespace {

constexpr int kProgressSteps = 1000;
constexpr int kShownFiles = 12;

QString filter() {
  return ComparePanel::tr("Comparisons (*.jsonl);;All files (*)");
}

}  // namespace

ComparePanel::ComparePanel(QWidget* parent)
    : Panel(tr("Compare policies"), parent),
      bar_(new CompareBar),
      progress_(new QProgressBar),
      message_(new QLabel),
      results_(new QWidget),
      stack_(new QStackedLayout(results_)),
      view_(new ComparisonView) {
  addHeaderButtons();
  progress_->setObjectName(QStringLiteral("compareProgress"));
  progress_->setTextVisible(false);
  progress_->hide();
  message_->setObjectName(QStringLiteral("compareMessage"));
  message_->setWordWrap(true);
  message_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  message_->hide();
  auto* empty = new QLabel(
      QStringLiteral("<p style='margin:0 0 4px 0'>%1</p><p style='margin:0'><b>%2</b></p>")
          .arg(tr("Compares policies on one scenario: latency and its tail, accuracy, violations, data sent.")
                   .toHtmlEscaped(),
               tr("Choose a scenario and policies, then press Run; or open a saved comparison.").toHtmlEscaped()));
  empty->setObjectName(QStringLiteral("emptyText"));
  empty->setAlignment(Qt::AlignCenter);
  empty->setWordWrap(true);
  empty->setMinimumSize(10, 10);
  auto* scroll = new QScrollArea;
  scroll->setWidget(view_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setObjectName(QStringLiteral("compareScroll"));
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  view_->setObjectName(QStringLiteral("compareView"));
  stack_->addWidget(empty);
  stack_->addWidget(scroll);
  auto* body = new QWidget;
  auto* box = new QVBoxLayout(body);
  box->setContentsMargins(2, 0, 2, 0);
  box->setSpacing(6);
  box->addWidget(bar_);
  box->addWidget(progress_);
  box->addWidget(message_);
  box->addWidget(results_, 1);
  setBody(body);
  setEmpty(false);
  connect(bar_, &CompareBar::runClicked, this, [this] { Q_EMIT runRequested(bar_->request()); });
  connect(bar_, &CompareBar::stopClicked, this, &ComparePanel::stopRequested);
}

void ComparePanel::addHeaderButtons() {
  const auto button = [this](const QString& text, const QString& tip, const QString& name) {
    auto* made = new QToolButton;
    made->setText(text);
    made->setToolTip(tip);
    made->setObjectName(name);
    made->setProperty("plain", true);
    addHeaderWidget(made);
    return made;
  };
  openButton_ = button(tr("Open…"), tr("Open a saved comparison"), QStringLiteral("openComparison"));
  saveButton_ = button(tr("Save as…"), tr("Save this comparison as JSON lines, as printed by cleave-cli"),
                       QStringLiteral("saveComparison"));
  saveButton_->setEnabled(false);
  connect(openButton_, &QToolButton::clicked, this, &ComparePanel::openHistory);
  connect(saveButton_, &QToolButton::clicked, this, &ComparePanel::saveAs);
}

void ComparePanel::setScenarios(const QStringList& names, const QString& current) {
  bar_->setScenarios(names, current);
}

void ComparePanel::setPolicies(const std::vector<PolicyChoice>& choices, const QStringList& checked) {
  bar_->picker().setChoices(choices, checked);
}

void ComparePanel::setRequest(const CompareRequest& request) {
  bar_->setRequest(request);
}

CompareRequest ComparePanel::request() const {
  return bar_->request();
}

void ComparePanel::addPolicyFile(const QString& file) {
  bar_->picker().addFile(file);
}

void ComparePanel::offerPolicyFile(const QString& file) {
  bar_->picker().offerFile(file);
}

void ComparePanel::run() {
  if (!running_) bar_->clickRun();
}

void ComparePanel::setRunning(bool running) {
  running_ = running;
  bar_->setRunning(running);
  progress_->setVisible(running);
  progress_->setRange(0, 0);
  if (!running) return;
  setMessage({}, false);
  setNote(tr("Starting"));
}

void ComparePanel::setProgress(double done, const QString& text) {
  progress_->setRange(0, done < 0 ? 0 : kProgressSteps);
  if (done >= 0) progress_->setValue(static_cast<int>(std::lround(std::min(done, 1.0) * kProgressSteps)));
  setNote(text);
}

void ComparePanel::setMessage(const QString& sentence, bool isError) {
  message_->setText(sentence);
  message_->setProperty("error", isError);
  message_->style()->unpolish(message_);  // the style sheet asks for the property only then
  message_->style()->polish(message_);
  message_->setVisible(!sentence.isEmpty());
}

QString ComparePanel::message() const {
  return message_->text();
}

void ComparePanel::setComparison(const Comparison& comparison) {
  view_->setComparison(comparison);
  stack_->setCurrentIndex(comparison.rows.empty() ? 0 : 1);
  saveButton_->setEnabled(!comparison.rows.empty());
  if (running_ || comparison.rows.empty()) return;
  quint64 requests = 0;
  for (const ComparisonRow& row : comparison.rows) requests = std::max(requests, row.requests);
  const QString how = comparison.live ? tr("live") : tr("simulated");
  QString note = tr("%1, %2, %3 requests each").arg(comparison.scenario, how, formatCount(requests));
  if (comparison.targetMs > 0) note += tr(", target %1 ms").arg(comparison.targetMs);
  setNote(note);
}

const Comparison& ComparePanel::comparison() const {
  return view_->comparison();
}

void ComparePanel::setHistory(const QStringList& files) {
  history_ = files;
}

void ComparePanel::openHistory() {
  if (history_.isEmpty()) return chooseFile();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const QString& file : history_.mid(0, kShownFiles)) {
    QAction* action = menu->addAction(QFileInfo(file).completeBaseName());
    connect(action, &QAction::triggered, this, [this, file] { Q_EMIT openRequested(file); });
  }
  menu->addSeparator();
  connect(menu->addAction(tr("From file…")), &QAction::triggered, this, &ComparePanel::chooseFile);
  menu->popup(openButton_->mapToGlobal(QPoint(0, openButton_->height())));
}

void ComparePanel::chooseFile() {
  const QString file = QFileDialog::getOpenFileName(window(), tr("Open comparison"), {}, filter());
  if (!file.isEmpty()) Q_EMIT openRequested(file);
}

void ComparePanel::saveAs() {
  QString file = QFileDialog::getSaveFileName(window(), tr("Save comparison"),
                                              comparison().scenario + QStringLiteral(".jsonl"), filter());
  if (file.isEmpty()) return;
  if (QFileInfo(file).suffix().isEmpty()) file += QStringLiteral(".jsonl");
  Q_EMIT saveRequested(file);
}

std::optional<Figure> ComparePanel::figure(double) const {
  if (comparison().rows.empty()) return std::nullopt;
  ComparisonModel model;
  model.setComparison(comparison());
  return tableOf(model, ComparisonModel::ExactRole);
}

}  // namespace cleave::ui
