// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace cleave::ui {

/// What is written in figures, where the language's translators find it. Numbers in files keep their English heads.
struct PaperText {
  Q_DECLARE_TR_FUNCTIONS(PaperText)
};

}  // namespace cleave::ui
