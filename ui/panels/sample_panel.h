// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <vector>

#include "core/plain/request_record.h"
#include "ui/panels/panel.h"

namespace cleave::ui {

/// The frame of the request shown, what the network took it for, and how sure it was.
class SamplePanel : public Panel {
  Q_OBJECT

 public:
  explicit SamplePanel(QWidget* parent = nullptr);
  void setClasses(std::vector<QString> classes);
  void showRequest(const RequestRecord& record, const QImage& frame);
  void clearRun();

  [[nodiscard]] QString className() const { return name_; }
  [[nodiscard]] QString verdict() const { return verdict_; }

 private:
  class View;
  struct Candidate {
    QString name;
    double probability = 0;
  };
  [[nodiscard]] QString nameOf(int index) const;
  [[nodiscard]] std::vector<Candidate> best(const RequestRecord& record) const;

  std::vector<QString> classes_;
  View* view_;
  QString name_;
  QString verdict_;
};

}  // namespace cleave::ui
