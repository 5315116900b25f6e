// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGuiApplication>
#include <clocale>

namespace cleave::cli {

/// What Qt needs to draw figures without a display. One at a time.
class FigureSession {
 public:
  FigureSession() {
    std::setlocale(LC_NUMERIC, "C");  // Qt took the user's: numbers in files keep their point
  }

 private:
  static bool prepare() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_LOGGING_RULES", "default.warning=false");  // Qt's remarks on the session are nothing to the user
    return true;
  }

  bool prepared_ = prepare();
  int argc_ = 1;
  char name_[11] = "cleave-cli";
  char* argv_[2] = {name_, nullptr};
  QGuiApplication application_{argc_, argv_};
};

}  // namespace cleave::cli
