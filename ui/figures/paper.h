// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QCoreApplication>

namespace cleave::ui {

/// What is written in figures, where the language's translators find it. Numbers in files keep their English heads.
struct PaperText {
  Q_DECLARE_TR_FUNCTIONS(PaperText)
};

namespace paper {

/// Okabe-Ito, with the lightness of the three sides apart, so that they differ in grey print too.
inline const QColor kInk(0x20, 0x20, 0x20);
inline const QColor kGrid(0xe4, 0xe4, 0xe4);
inline const QColor kDevice(0xd5, 0x5e, 0x00);
inline const QColor kDeviceFill(0xef, 0x9a, 0x5a);
inline const QColor kLink(0x6e, 0x6e, 0x6e);
inline const QColor kLinkFill(0xd2, 0xd4, 0xd8);
inline const QColor kEdge(0x00, 0x72, 0xb2);
inline const QColor kEdgeFill(0x00, 0x72, 0xb2);
inline const QColor kExit(0x00, 0x9e, 0x73);
inline const QColor kExitFill(0xcc, 0xec, 0xe3);
inline const QColor kViolation(0xb8, 0x1d, 0x13);

inline constexpr double kType = 8;  ///< points
inline constexpr double kAxis = 0.5;
inline constexpr double kLine = 1;

}  // namespace paper
}  // namespace cleave::ui
