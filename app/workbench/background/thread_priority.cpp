// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workbench/background/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace cleave::workbench {

void lowerThreadPriority(int niceness) {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

}  // namespace cleave::workbench
