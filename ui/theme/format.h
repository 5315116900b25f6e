// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>

namespace cleave::ui {

/// Numbers as the workbench writes them: three significant digits at most where more would only flicker.
QString formatMs(double ms);                               ///< "17.1 ms", "0.4 ms", "132 ms"
QString formatBytes(double bytes);                         ///< SI: "812 B", "9.8 kB", "1.2 MB"
QString formatMbps(double mbps);                           ///< "0.25 Mbit/s", "8.4 Mbit/s", "1.2 Gbit/s"
QString formatPercent(double fraction, int decimals = 1);  ///< "93.1 %"
QString formatInterval(double low, double high);           ///< of fractions: "(91.6–94.3)"
QString formatCount(std::uint64_t count);                  ///< "1,284"
QString formatNumber(double value);                        ///< "8.4", "132", "0.25"

/// A policy as people read it: a file's name in place of its path. "policy:/a/b/mine.cleavepolicy" -> "mine"
QString shownPolicy(const QString& policy);

}  // namespace cleave::ui
