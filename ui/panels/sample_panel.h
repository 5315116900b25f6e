// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QTimer>
#include <optional>
#include <vector>

#include "core/types/network_description.h"
#include "core/types/request_record.h"
#include "ui/export/figure_source.h"
#include "ui/features/feature_view.h"
#include "ui/panels/panel.h"
#include "ui/panels/sample_view.h"

namespace cleave::ui {

/// One request: its frame, what the network took it for and how sure it was, the feature that crossed the link before
/// and after quantization, the payload. With somebody to compute features and room to show them it changes twice a
/// second, so that all of it speaks of the same request; else with every call.
class SamplePanel : public Panel, public FigureSource {
  Q_OBJECT

 public:
  explicit SamplePanel(QWidget* parent = nullptr);
  void setClasses(std::vector<QString> classes);
  /// Whose shapes the payload is told against.
  void setNetwork(const NetworkDescription& network);
  void showRequest(const RequestRecord& record, const QImage& frame);
  void clearRun();

  /// The answer to featureWanted.
  void showFeature(const FeatureView& view);

  /// The classes and how sure the network was of them.
  [[nodiscard]] std::optional<Figure> figure(double widthMm) const override;

  [[nodiscard]] QString className() const { return view_->content().name; }
  [[nodiscard]] QString verdict() const { return view_->content().verdict; }
  [[nodiscard]] const SampleContent& content() const { return view_->content(); }

 Q_SIGNALS:
  /// The feature at the partition of the request that comes next; at most twice a second, only while it can be seen.
  void featureWanted(const cleave::ui::FeatureQuery& query);

 private:
  struct Request {
    RequestRecord record;
    QImage frame;
  };
  void takeNext();
  void present(const Request& request, std::optional<FeatureView> feature);
  [[nodiscard]] bool wantsFeatures() const;
  [[nodiscard]] std::optional<FeatureQuery> queryOf(const RequestRecord& record) const;
  [[nodiscard]] QString nameOf(int index) const;
  [[nodiscard]] std::vector<SampleContent::Candidate> best(const RequestRecord& record) const;
  void describePayload(const RequestRecord& record, SampleContent& content) const;

  std::vector<QString> classes_;
  NetworkDescription network_;
  SampleView* view_;
  std::optional<Request> next_;   ///< the newest that was not shown yet
  std::optional<Request> asked_;  ///< shown as soon as its feature is there
  FeatureQuery query_;            ///< of `asked_`
  QTimer beat_;
};

}  // namespace cleave::ui
