// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/bench.h"

namespace cleave::cli {

void addBench(const Command& app, Context& context) {
  const Command bench = app.addGroup("bench", "measure performance relative to a reference in the same process");
  addBenchCodec(bench, context);
  addBenchNetwork(bench, context);
  addBenchEnv(bench, context);
  addBenchTrain(bench, context);
  addBenchDecide(bench, context);
  addBenchRecovery(bench, context);
  addBenchRuns(bench, context);
#ifdef CLEAVE_WITH_FIGURES
  addBenchGui(bench, context);
#endif
}

}  // namespace cleave::cli
