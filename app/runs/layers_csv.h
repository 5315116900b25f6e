// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/runs/csv_reader.h"
#include "core/types/network_description.h"
#include "core/types/run_table.h"

namespace cleave {

/// layers.csv: a line a request, a column a layer of the network with its time in ms ("conv1_ms"), empty where the
/// request did not run it: trunk first, then each exit's branch, so that the fields that are there, from left to right,
/// are the request's path. Which side ran a layer says `partition` in requests.csv.
class LayersCsv {
 public:
  explicit LayersCsv(const NetworkDescription& network);

  void appendHeader(std::string& csv) const;
  /// @throws Error when the record's times are not of a path of the network
  void append(std::string& csv, const RequestRecord& record) const;

  /// What the file holds: the table's layers, and what is needed to hold them against the requests.
  struct Layers {
    std::vector<std::uint64_t> id;
    std::vector<std::int16_t> trunk;  ///< how many of the trunk
    std::vector<std::int16_t> exit;   ///< whose branch follows; 0: none
    std::vector<float> ms;
    std::vector<std::size_t> end;

    /// Leaves the first `rows` of them, or all when there are fewer.
    void cut(std::size_t rows);
  };
  /// @param requests at most so many @throws Error; Cancelled
  [[nodiscard]] Layers read(CsvReader& reader, const std::string& name, std::size_t requests,
                            const std::stop_token& stop) const;
  /// Puts them into the table. @throws Error when they are not those of its requests
  void join(Layers&& layers, const std::string& name, RunTable& table) const;

  [[nodiscard]] std::size_t columns() const { return names_.size(); }

 private:
  const char* take(Layers& layers, const char* at, const char* end) const;

  std::vector<std::string> names_;
  std::size_t trunk_ = 0;            ///< columns of it
  std::vector<int> exitOf_;          ///< by column; 0: of the trunk
  std::vector<std::size_t> first_;   ///< column of each exit's branch
  std::vector<std::size_t> until_;   ///< how many trunk layers each exit runs
  std::vector<std::size_t> length_;  ///< of each exit's branch
};

}  // namespace cleave
