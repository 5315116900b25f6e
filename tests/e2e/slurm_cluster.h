// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace cleave {

/// Slurm's own daemons on this machine, one node of two cores, on free ports and in a temporary folder. SLURM_CONF
/// points to them while this lives.
class SlurmCluster {
 public:
  SlurmCluster() {
    for (const char* name : {"sbatch", "squeue", "slurmctld", "slurmd", "munged", "mungekey"}) {
      if (program(name).isEmpty()) why_ = QStringLiteral("Slurm is not installed: there is no %1").arg(name);
    }
    if (why_.isEmpty() && ::geteuid() != 0) why_ = QStringLiteral("Slurm's daemons need root here");
    if (!why_.isEmpty()) return;
    writeConfig();
    run("mungekey", {"--create", "--keyfile=" + at("munge.key"), "--bits=1024"});
    run("munged",
        {"--force", "--key-file=" + at("munge.key"), "--socket=" + at("munge.socket"), "--pid-file=" + at("munged.pid"),
         "--log-file=" + at("munged.log"), "--seed-file=" + at("munge.seed")});
    qputenv("SLURM_CONF", at("slurm.conf").toUtf8());
    run("slurmctld", {});
    run("slurmd", {});
    for (int i = 0; i < 200 && error_.isEmpty(); ++i) {
      if (output("sinfo", {"--noheader", "--format=%t"}).trimmed() == "idle") return;
      QTest::qWait(100);
    }
    if (error_.isEmpty()) error_ = "the node did not come up: " + read("slurmctld.log") + read("slurmd.log");
  }
  ~SlurmCluster() {
    for (const char* name : {"slurmd", "slurmctld", "munged"}) {
      const int pid = read(QString(name) + ".pid").trimmed().toInt();
      if (pid <= 0) continue;
      ::kill(pid, SIGTERM);
      for (int i = 0; i < 100 && ::kill(pid, 0) == 0; ++i) QTest::qWait(50);
      if (::kill(pid, 0) == 0) ::kill(pid, SIGKILL);
    }
    qunsetenv("SLURM_CONF");
  }
  SlurmCluster(const SlurmCluster&) = delete;
  SlurmCluster& operator=(const SlurmCluster&) = delete;

  /// Why this machine cannot have one; empty where it can.
  [[nodiscard]] const QString& missing() const { return why_; }
  /// What went wrong at the start.
  [[nodiscard]] const QByteArray& error() const { return error_; }
  [[nodiscard]] QByteArray output(const QString& name, const QStringList& arguments) const {
    QProcess process;
    process.start(program(name), arguments);
    process.waitForFinished(20'000);
    return process.readAllStandardOutput();
  }

 private:
  static QString program(const QString& name) {
    const QString found = QStandardPaths::findExecutable(name);
    return found.isEmpty() ? QStandardPaths::findExecutable(name, {"/usr/sbin", "/usr/local/sbin", "/sbin"}) : found;
  }
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }
  [[nodiscard]] QByteArray read(const QString& name) const {
    QFile file(at(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  void run(const QString& name, const QStringList& arguments) {
    if (!error_.isEmpty()) return;
    QProcess process;
    process.setStandardOutputFile(at(name + ".out"));  // a pipe would stay open in the daemon
    process.setStandardErrorFile(at(name + ".err"));
    process.start(program(name), arguments);
    if (!process.waitForFinished(20'000) || process.exitCode() != 0) {
      error_ = name.toUtf8() + " did not start: " + read(name + ".err");
    }
  }

  static int freePort() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
  }

  void writeConfig() const {
    const QString host = QSysInfo::machineHostName().section('.', 0, 0);
    const QString text =
        QStringLiteral(
            "ClusterName=cleave\nSlurmctldHost=%1(127.0.0.1)\nSlurmUser=root\nSlurmdUser=root\n"
            "AuthType=auth/munge\nAuthInfo=socket=%2/munge.socket\nSlurmctldPort=%3\nSlurmdPort=%4\n"
            "StateSaveLocation=%2/state\nSlurmdSpoolDir=%2/spool\nSlurmctldPidFile=%2/slurmctld.pid\n"
            "SlurmdPidFile=%2/slurmd.pid\nSlurmctldLogFile=%2/slurmctld.log\nSlurmdLogFile=%2/slurmd.log\n"
            "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nSelectType=select/cons_tres\n"
            "SelectTypeParameters=CR_Core\nSchedulerParameters=sched_interval=1,batch_sched_delay=0\n"
            "KillWait=2\nReturnToService=2\nMailProg=/bin/true\n"
            "NodeName=%1 NodeAddr=127.0.0.1 CPUs=%5 State=UNKNOWN\n"
            "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n")
            .arg(host, folder_.path())
            .arg(freePort())
            .arg(freePort())
            .arg(::sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1);
    for (const char* name : {"state", "spool"}) QDir(folder_.path()).mkdir(name);
    QFile file(at("slurm.conf"));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0) qFatal("no temporary file");
  }

  QTemporaryDir folder_;
  QString why_;
  QByteArray error_;
};

}  // namespace cleave
