// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/bench.h"

namespace cleave::cli {

void addBench(CLI::App& app, Context& context) {
  CLI::App* bench = app.add_subcommand("bench", "measure performance relative to a reference in the same process");
  bench->require_subcommand(1);
  addBenchCodec(*bench, context);
  addBenchNetwork(*bench, context);
  addBenchEnv(*bench, context);
  addBenchTrain(*bench, context);
  addBenchDecide(*bench, context);
  addBenchRuns(*bench, context);
#ifdef CLEAVE_WITH_FIGURES
  addBenchGui(*bench, context);
#endif
}

}  // namespace cleave::cli
