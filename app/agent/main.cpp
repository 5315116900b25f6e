// SPDX-License-Identifier: GPL-3.0-or-later
// cleave-agent: the daemon on the device. No Qt, no root.
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "app/common/stop_signals.h"
#include "app/device/device_executor.h"
#include "core/profile/emulated_device.h"
#include "core/system/machine.h"
#include "core/system/system_monitor.h"
#include "core/types/error.h"
#include "net/tcp/agent_server.h"

namespace {

struct Options {
  std::string listen = "127.0.0.1:7070";
  int threads = 1;
  std::string emulate = "none";
  double load = 0;
  pid_t parent = 0;  ///< 0: independent
  bool announce = false;
};

int serve(const Options& options) {
  if (options.parent != 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != options.parent) return 0;  // it died before the line above: nobody would ever signal us
  }
  cleave::StopSignals signals;
  const auto log = [](std::string_view line) {  // from two threads: one write a line
    std::cerr << "cleave-agent: " + std::string(line) + '\n';
  };
  const auto emulated = cleave::EmulatedDevice::parse(options.emulate);
  cleave::DeviceExecutor device(emulated, log);
  device.setThreads(options.threads);
  device.setLoad(options.load);
  cleave::net::AgentServerOptions server;
  server.software = "cleave-agent " CLEAVE_VERSION;
  server.threads = emulated ? emulated->threads() : options.threads;
  server.computeThreads = options.threads;
  server.load = options.load;
  server.log = log;
  const cleave::SystemMonitor monitor;
  server.systemState = [&monitor] { return monitor.state(); };
  server.device = {cleave::machineName(), cleave::frequencyGovernor(), emulated ? emulated->name() : ""};
  cleave::net::AgentServer agent(cleave::net::parseHostPort(options.listen), device, server);
  std::cerr << "cleave-agent: listening on port " << agent.port() << ", stop with Ctrl-C.\n";
  if (options.announce) std::cout << agent.port() << std::endl;
  agent.run(signals.token());
  std::cerr << "cleave-agent: stopped.\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Device agent of Cleave: runs the first layers of a network and sends the resulting feature to the edge.",
      "cleave-agent");
  app.set_version_flag("--version", "cleave-agent " CLEAVE_VERSION);
  app.add_option("--listen", options.listen,
                 "address to listen on, ADDR:PORT; loopback only (links are not yet encrypted); port 0: any free port")
      ->capture_default_str();
  app.add_option("--threads", options.threads, "threads per layer")->check(CLI::Range(1, 1024))->capture_default_str();
  app.add_option(
         "--emulate", options.emulate,
         "emulate the layer times of another device: raspberrypi4 (4 threads), raspberrypi4:1, a FILE written by "
         "'cleave-cli profile --out', or none")
      ->capture_default_str();
  app.add_option(
         "--load", options.load,
         "background load as a fraction of the cores, 0 to 0.95: real load, or with --emulate, longer layer times; "
         "a connected workbench can change it")
      ->check(CLI::Range(0.0, 0.95))
      ->capture_default_str();
  app.add_option("--parent", options.parent, "exit when this parent process exits")->group("");
  app.add_flag("--announce", options.announce, "print the port on standard output")->group("");
  try {
    app.parse(argc, argv);
    return serve(options);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const cleave::UsageError& error) {
    std::cerr << "cleave-agent: " << error.what() << '\n';
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "cleave-agent: " << error.what() << '\n';
    return 1;
  }
}
