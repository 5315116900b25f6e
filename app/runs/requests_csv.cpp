// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/runs/requests_csv.h"

#include <algorithm>
#include <cmath>

#include "app/runs/csv_text.h"
#include "app/runs/run_manifest.h"
#include "core/types/error.h"
#include "core/types/measured_time.h"

namespace cleave {
namespace {

constexpr std::size_t kReservedRows = 1 << 20;  // more only as they come: a manifest may lie
constexpr std::string_view kUplink = "uplink_ms";
constexpr std::string_view kOlderUplink = "transmit_ms";  // both halves of the round trip

/// The rows that were read, and what turns one field into an entry of one column.
class Rows {
 public:
  Rows(RunTable& table, std::span<const std::string> policies) : table_(table), policies_(policies) {}

  using Take = const char* (*)(Rows& rows, std::size_t column, const char* at, const char* end);

  /// @throws Error naming the column that is missing or there twice
  void arrange(const std::vector<std::string>& names, const std::string& file);
  /// Gives the columns that the file lacks their values.
  void fillAbsent();
  /// One row; nothing of it stays when it is malformed.
  const char* read(const char* at, const char* end);

 private:
  struct Target {
    Take take;
    void* column = nullptr;
  };

  template <class Number, bool kIsTime = false>
  static const char* number(Rows& rows, std::size_t column, const char* at, const char* end) {
    Number value{};
    at = csv::readNumber(at, end, value);
    if constexpr (kIsTime) {
      if (at != nullptr && !std::isnan(value) && !isTime(value)) return nullptr;
    }
    if (at != nullptr) static_cast<std::vector<Number>*>(rows.targets_[column].column)->push_back(value);
    return at;
  }
  template <int Decision::*Part>
  static const char* part(Rows& rows, std::size_t, const char* at, const char* end) {
    return csv::readNumber(at, end, rows.decision_.*Part);
  }
  static const char* policy(Rows& rows, std::size_t, const char* at, const char* end);
  static const char* outcome(Rows& rows, std::size_t, const char* at, const char* end);
  static const char* error(Rows& rows, std::size_t, const char* at, const char* end);
  static const char* nothing(Rows& rows, std::size_t, const char* at, const char* end);
  void forget();

  RunTable& table_;
  std::span<const std::string> policies_;
  std::vector<Target> targets_;  ///< by column of the file
  Decision decision_;            ///< of the row that is being read, as the rest below
  int policy_ = -1;
  Outcome outcome_ = Outcome::Completed;
  std::string scratch_;
};

void Rows::arrange(const std::vector<std::string>& names, const std::string& file) {
  targets_.assign(names.size(), {&Rows::nothing});
  const auto place = [&](std::string_view name, bool must, Take taking, void* column = nullptr) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end() && !must) return;
    if (found == names.end() || std::find(found + 1, names.end(), name) != names.end()) {
      throw Error(file + " has " + (found == names.end() ? "no column " : "two columns ") + std::string(name) +
                  ": restore the file from a copy or choose another file.");
    }
    targets_[static_cast<std::size_t>(found - names.begin())] = {taking, column};
  };
  const bool older = std::ranges::find(names, kUplink) == names.end();
  visitNumberColumns([&](std::string_view name, auto, auto column) {
    using Number = typename std::remove_reference_t<decltype(table_.*column)>::value_type;
    Take taking = &Rows::number<Number>;
    if constexpr (std::is_same_v<Number, double>) {
      if (name.ends_with("_ms")) taking = &Rows::number<Number, true>;
    }
    place(name == kUplink && older ? kOlderUplink : name, name == "id", taking, &(table_.*column));
  });
  place("exit", true, &Rows::part<&Decision::exit>);
  place("partition", true, &Rows::part<&Decision::partition>);
  place("bits", true, &Rows::part<&Decision::bits>);
  place("policy", false, &Rows::policy);
  place("outcome", true, &Rows::outcome);
  place("error", false, &Rows::error);
}

void Rows::fillAbsent() {
  const RequestRecord unknown;
  const std::size_t rows = table_.decision.size();
  visitNumberColumns([&](const char*, auto field, auto column) { (table_.*column).resize(rows, unknown.*field); });
}

const char* Rows::read(const char* at, const char* end) {
  for (std::size_t column = 0; column < targets_.size(); ++column) {
    if (column > 0) at = at != end && *at == ',' ? at + 1 : nullptr;
    if (at != nullptr) at = targets_[column].take(*this, column, at, end);
    if (at == nullptr) {
      forget();
      return nullptr;
    }
  }
  table_.decision.push_back(decision_);
  table_.policy.push_back(policy_);
  table_.outcome.push_back(outcome_);
  return at;
}

void Rows::forget() {
  const std::size_t whole = table_.decision.size();
  visitNumberColumns([&](const char*, auto, auto column) {
    auto& values = table_.*column;
    if (values.size() > whole) values.pop_back();
  });
  table_.error.erase(whole);
}

const char* Rows::policy(Rows& rows, std::size_t, const char* at, const char* end) {
  std::string_view text;
  at = csv::readText(at, end, text, rows.scratch_);
  if (at == nullptr) return nullptr;
  const auto& known = rows.policies_;
  const auto last = static_cast<std::size_t>(rows.policy_);  // most often the same as in the row before
  if (rows.policy_ >= 0 && text == known[last]) return at;
  const auto found = std::ranges::find(known, text);
  rows.policy_ = found == known.end() ? -1 : static_cast<int>(found - known.begin());
  return found != known.end() || text.empty() ? at : nullptr;
}

const char* Rows::outcome(Rows& rows, std::size_t, const char* at, const char* end) {
  std::string_view text;
  at = csv::readText(at, end, text, rows.scratch_);
  if (at == nullptr) return nullptr;
  for (const Outcome outcome : {Outcome::Completed, Outcome::Fallback, Outcome::Failed}) {
    if (text != toText(outcome)) continue;
    rows.outcome_ = outcome;
    return at;
  }
  return nullptr;
}

const char* Rows::error(Rows& rows, std::size_t, const char* at, const char* end) {
  std::string_view text;
  at = csv::readText(at, end, text, rows.scratch_);
  if (at != nullptr && !text.empty()) rows.table_.error.emplace(rows.table_.decision.size(), text);
  return at;
}

const char* Rows::nothing(Rows& rows, std::size_t, const char* at, const char* end) {
  std::string_view text;
  return csv::readText(at, end, text, rows.scratch_);
}

double rounded(double ms) {
  return std::round(ms * 1e6) / 1e6;
}

}  // namespace

void appendRequestsHeader(std::string& csv) {
  csv += "id,exit,partition,bits,policy,outcome";
  visitNumberColumns([&](const std::string& name, auto, auto) {
    if (name != "id") csv += "," + name;
  });
  csv += ",device_layers_ms,edge_layers_ms,device_ms,link_ms,edge_ms,error\n";
}

void appendRequest(std::string& csv, const RequestRecord& record, std::span<const std::string> policies) {
  csv::appendNumber(csv, record.id);
  for (const int part : {record.decision.exit, record.decision.partition, record.decision.bits}) {
    csv += ',';
    csv::appendNumber(csv, part);
  }
  csv += ',';
  const auto policy = static_cast<std::size_t>(record.policy);
  if (record.policy >= 0 && policy < policies.size()) csv::appendText(csv, policies[policy]);
  csv += ',';
  csv += toText(record.outcome);
  visitNumberColumns([&](const char*, auto field, auto) {
    if constexpr (std::is_same_v<decltype(field), decltype(&RequestRecord::id)>) {
      if (field == &RequestRecord::id) return;
    }
    csv += ',';
    csv::appendNumber(csv, record.*field);
  });
  for (const double ms :
       {record.deviceLayersMs(), record.edgeLayersMs(), record.deviceMs(), record.linkMs(), record.edgeMs()}) {
    csv += ',';
    csv::appendNumber(csv, rounded(ms));
  }
  csv += ',';
  csv::appendText(csv, record.error);
  csv += '\n';
}

void readRequests(CsvReader& reader, const std::string& name, std::optional<std::size_t> requests,
                  std::span<const std::string> policies, RunTable& table, const std::function<void(double)>& progress,
                  const std::stop_token& stop) {
  Rows rows(table, policies);
  rows.arrange(reader.header(), name);
  table.reserve(std::min(requests.value_or(0), kReservedRows));
  const auto most = requests.value_or(RunManifest::kMaxRequests);
  const auto wrongCount = [&] {
    if (!requests) {
      return Error(name + " has more requests than the limit of " + std::to_string(most) +
                   ": open it with another program.");
    }
    return Error(name + " does not contain the " + std::to_string(most) +
                 " requests declared in the run's manifest: " + "restore the file from a copy.");
  };
  reader.rows(
      [&](const char* at, const char* end) {
        if (table.decision.size() == most) throw wrongCount();
        return rows.read(at, end);
      },
      progress, stop);
  if (requests && table.decision.size() != most) throw wrongCount();
  rows.fillAbsent();
}

void forgetZeros(RunTable& table) {
  for (std::vector<double>* column : {&table.uplinkMs, &table.returnMs, &table.fallbackMs, &table.bandwidthMbps,
                                      &table.estimateMbps, &table.rttMs, &table.tcpRttMs}) {
    std::ranges::replace(*column, 0.0, kUnknown);
  }
}

}  // namespace cleave
