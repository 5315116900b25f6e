// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/scenario/scenario_key_texts.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <utility>

namespace cleave::workbench {
namespace {

using Pair = std::pair<const char*, const char*>;

// Endings of keys and the units that they stand for.
constexpr std::array<Pair, 10> kUnits{{{"_mbps", "Mbit/s"},
                                       {"_ms", "ms"},
                                       {"_s", "s"},
                                       {"_mhz", "MHz"},
                                       {"_ghz", "GHz"},
                                       {"_dbm", "dBm"},
                                       {"_db", "dB"},
                                       {"_mps", "m/s"},
                                       {"_m", "m"},
                                       {"per_second", "1/s"}}};

// Sections and their headings; the first that fits.
constexpr std::array<Pair, 7> kGroups{{{"link", QT_TRANSLATE_NOOP("ScenarioKey", "Link")},
                                       {"rtt", QT_TRANSLATE_NOOP("ScenarioKey", "Round trip")},
                                       {"device_load", QT_TRANSLATE_NOOP("ScenarioKey", "Load on the device")},
                                       {"edge_load", QT_TRANSLATE_NOOP("ScenarioKey", "Load on the edge")},
                                       {"arrivals", QT_TRANSLATE_NOOP("ScenarioKey", "Requests")},
                                       {"name", QT_TRANSLATE_NOOP("ScenarioKey", "Scenario")},
                                       {"description", QT_TRANSLATE_NOOP("ScenarioKey", "Scenario")}}};
constexpr const char* kGoal = QT_TRANSLATE_NOOP("ScenarioKey", "Goal and device");

constexpr std::array<Pair, 8> kLabels{{{"link", "kind"},
                                       {"device_load", "kind"},
                                       {"edge_load", "kind"},
                                       {"arrivals", "kind"},
                                       {"target_ms", "latency target"},
                                       {"reward", "reward"},
                                       {"device", "made for"},
                                       {"link.log_sd", "spread (log)"}}};

constexpr std::array<Pair, 23> kHelp{
    {{"link.peak_mbps", "Ceiling of the radio"},
     {"link.log_sd", "Standard deviation of the rate's logarithm, before the ceiling"},
     {"link.correlation_s", "After this long the rate has half forgotten where it was"},
     {"link.flicker_sd", "Trembling from step to step, as a deviation of the logarithm"},
     {"link.outage_share", "Share of the time in which the link is down"},
     {"link.outage_mean_s", "Mean length of an outage"},
     {"link.outage_mbps", "What is left during an outage"},
     {"link.good_mean_s", "Mean stay in the good state"},
     {"link.bad_mean_s", "Mean stay in the bad state"},
     {"link.coherence_ms", "The fading stays the same for this long"},
     {"link.airtime_share", "Share of the channel's time that this device gets"},
     {"link.far_m", "It walks from the distance to this and back; 0: it stands still"},
     {"link.diversity", "Independent branches that are combined; 0: no fading"},
     {"link.error_probability", "Of one short block, which is then sent again"},
     {"link.file", "A CSV file (time_s,mbps) or a Mahimahi trace"},
     {"rtt.base_ms", "Round trip of the idle link"},
     {"rtt.jitter_ms", "Mean of what comes on top, drawn anew every 100 ms"},
     {"arrivals.per_second", "Requests a second"},
     {"target_ms", "A result that takes longer violates it"},
     {"give_up_ms", "A transfer that takes longer is given up and the device finishes alone; 0: never"},
     {"reward.weight", "Penalty for being late by one target"},
     {"reward.cap", "The most that a late result can cost"},
     {"device", "A device to stand in for: raspberrypi4, raspberrypi4:1, a profile's file or none"}}};

template <class Table>
const char* lookUp(const Table& table, const QString& key) {
  const auto found = std::ranges::find_if(table, [&](const Pair& each) { return key == QLatin1String(each.first); });
  return found == table.end() ? nullptr : found->second;
}

}  // namespace

KeyText textOf(const QString& key) {
  const auto translated = [](const char* text) { return QCoreApplication::translate("ScenarioKey", text); };
  KeyText made;
  const auto dot = key.indexOf(QLatin1Char('.'));
  const char* group = lookUp(kGroups, key.left(dot));
  made.group = translated(group != nullptr ? group : kGoal);
  made.label = key.mid(dot + 1);
  for (const auto& [ending, unit] : kUnits) {
    if (!made.label.endsWith(QLatin1String(ending))) continue;
    made.unit = QLatin1String(unit);
    if (ending[0] == '_') made.label.chop(static_cast<qsizetype>(std::char_traits<char>::length(ending)));
    break;
  }
  made.label.replace(QLatin1Char('_'), QLatin1Char(' '));
  if (const char* label = lookUp(kLabels, key)) made.label = translated(label);
  if (const char* help = lookUp(kHelp, key)) made.help = translated(help);
  return made;
}

}  // namespace cleave::workbench
