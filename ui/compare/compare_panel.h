// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/compare/compare_bar.h"
#include "ui/compare/comparison.h"
#include "ui/compare/policy_picker.h"
#include "ui/export/figure_source.h"
#include "ui/panels/panel.h"

QT_BEGIN_NAMESPACE
class QMenu;
class QProgressBar;
class QStackedLayout;
QT_END_NAMESPACE

namespace cleave::ui {

class ComparisonView;

/// Policies over one scenario, simulated or live: conditions, table and charts. Says what the user wants; whoever
/// listens fills it in.
class ComparePanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit ComparePanel(QWidget* parent = nullptr);

  void setScenarios(const QStringList& names, const QString& current);
  void setPolicies(const std::vector<PolicyChoice>& choices, const QStringList& checked);
  /// Chooses what is to be run next.
  void setRequest(const CompareRequest& request);
  [[nodiscard]] CompareRequest request() const;
  /// "use this policy": its file is offered, and checked.
  void addPolicyFile(const QString& file);
  /// It is offered, and not checked.
  void offerPolicyFile(const QString& file);

  /// As the button does, where it can be clicked.
  void run();
  void setRunning(bool running);
  [[nodiscard]] bool isRunning() const { return running_; }
  /// @param done 0..1; negative: not known
  void setProgress(double done, const QString& text);
  /// One sentence: an error, or where the comparison was kept; empty: none.
  void setMessage(const QString& sentence, bool isError);
  [[nodiscard]] QString message() const;

  /// Shown from now on; no rows: the empty state.
  void setComparison(const Comparison& comparison);
  [[nodiscard]] const Comparison& comparison() const;
  /// The table, with all its digits.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;
  [[nodiscard]] ComparisonView& view() const { return *view_; }
  /// Files that were kept, newest first.
  void setHistory(const QStringList& files);

 Q_SIGNALS:
  void runRequested(const CompareRequest& request);
  void stopRequested();
  void openRequested(const QString& file);
  void saveRequested(const QString& file);

 private:
  void addHeaderButtons();
  void openHistory();
  void chooseFile();
  void saveAs();

  CompareBar* bar_;
  QProgressBar* progress_;
  QLabel* message_;
  QWidget* results_;
  QStackedLayout* stack_;
  ComparisonView* view_;
  QToolButton* openButton_;
  QToolButton* saveButton_;
  QStringList history_;
  bool running_ = false;
};

}  // namespace cleave::ui
