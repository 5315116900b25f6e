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
                                       {"device_load", QT_TRANSLATE_NOOP("ScenarioKey", "Device load")},
                                       {"edge_load", QT_TRANSLATE_NOOP("ScenarioKey", "Edge load")},
                                       {"arrivals", QT_TRANSLATE_NOOP("ScenarioKey", "Requests")},
                                       {"name", QT_TRANSLATE_NOOP("ScenarioKey", "Scenario")},
                                       {"description", QT_TRANSLATE_NOOP("ScenarioKey", "Scenario")}}};
constexpr const char* kGoal = QT_TRANSLATE_NOOP("ScenarioKey", "Target and device");

constexpr std::array<Pair, 8> kLabels{{{"link", "kind"},
                                       {"device_load", "kind"},
                                       {"edge_load", "kind"},
                                       {"arrivals", "kind"},
                                       {"target_ms", "latency target"},
                                       {"reward", "reward"},
                                       {"device", "made for"},
                                       {"link.log_sd", "spread (log)"}}};

constexpr std::array<Pair, 23> kHelp{
    {{"link.peak_mbps", "Maximum rate of the radio"},
     {"link.log_sd", "Standard deviation of the logarithm of the rate, before it is clipped to the maximum"},
     {"link.correlation_s", "Correlation time of the rate"},
     {"link.flicker_sd", "Noise from step to step, as a standard deviation of the logarithm"},
     {"link.outage_share", "Fraction of time the link is down"},
     {"link.outage_mean_s", "Mean length of an outage"},
     {"link.outage_mbps", "Remaining rate during an outage"},
     {"link.good_mean_s", "Mean time in the good state"},
     {"link.bad_mean_s", "Mean time in the bad state"},
     {"link.coherence_ms", "Coherence time of the fading"},
     {"link.airtime_share", "Fraction of airtime that this device gets"},
     {"link.far_m", "The device moves between the distance and this one; 0: it does not move"},
     {"link.diversity", "Number of independent diversity branches; 0: no fading"},
     {"link.error_probability", "Error probability of a short block, which is then retransmitted"},
     {"link.file", "CSV file (time_s,mbps) or Mahimahi trace"},
     {"rtt.base_ms", "Round-trip time of the idle link"},
     {"rtt.jitter_ms", "Mean additional delay, drawn every 100 ms"},
     {"arrivals.per_second", "Requests per second"},
     {"target_ms", "Latency target; slower results are violations"},
     {"give_up_ms", "Transfer timeout, after which the device completes the inference locally; 0: none"},
     {"reward.weight", "Penalty for exceeding the target by 100 %"},
     {"reward.cap", "Maximum penalty of a late result"},
     {"device", "Device to emulate: raspberrypi4, raspberrypi4:1, a profile file, or none"}}};

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
