# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The Debian packages that Cleave needs, and how they get onto the machine. Sourced by setup.sh.

packages_log=${log_dir:?}/packages.log
# shellcheck disable=SC2034 # setup.sh configures anew after a change
packages_changed=no
lock_wait_s=120
# Free disk that installing needs: from nothing (bookworm amd64: 374 MB fetched, 1,590 MB unpacked), and for a few.
all_packages_mib=2600
some_packages_mib=300

# cleave_packages run|check: the names, for the Debian that this is.
cleave_packages() {
  local codename name
  [[ -r /etc/os-release ]] || die "/etc/os-release does not exist: Debian 12 or 13 is required."
  codename=$(sed -n 's/^VERSION_CODENAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release)
  name=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' /etc/os-release)
  case $codename in
    bookworm) echo libboost1.81-dev libqt6opengl6-dev ;; # qt6-charts-dev needs the latter but does not ask for it
    trixie) echo libboost-dev qt6-svg-plugins ;;
    *)
      die "only Debian 12 (bookworm) and 13 (trixie) are supported, and this is ${name:-an unknown system}:" \
        "install the equivalents of the packages listed in resources/build/packages.sh, then run" \
        "'cmake --preset release && cmake --build --preset release'."
      ;;
  esac
  echo cmake ninja-build g++ libtorch-dev libopenblas0-pthread zlib1g-dev nlohmann-json3-dev libcli11-dev libxxhash-dev libstb-dev
  echo qt6-base-dev qt6-charts-dev qt6-svg-dev qt6-wayland libquazip1-qt6-dev
  echo dataset-fashion-mnist fonts-inter fonts-dejavu-core
  if [[ $1 == check ]]; then
    # torchvision: what imported networks are compared with; a test skips where it is missing
    [[ $codename != bookworm ]] || echo python3-torchvision
    echo xvfb xauth poppler-utils iproute2 # a display, readers of exported PDF, shaped links between namespaces
  fi
}

# The named packages that are not installed, in one query.
missing_packages() {
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# Runs a command as root; need_root_for has asked for sudo's password where it had to.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

need_root_for() {
  ((EUID == 0)) && return
  if ! command -v sudo >/dev/null; then
    die "installing packages needs root, and sudo is not available: as root, run" \
      "'apt-get update && apt-get install --no-install-recommends $*', then run this script again."
  fi
  sudo -n true 2>/dev/null && return
  if [[ ! -t 0 || ! -t 2 ]]; then
    die "installing packages needs root, and sudo needs a password: run" \
      "'sudo apt-get update && sudo apt-get install --no-install-recommends $*', then run this script again."
  fi
  sudo -v || die "installing packages needs root, but sudo failed."
}

# What apt-get says: into the log, and as a percentage onto a terminal ("dlstatus:N:PERCENT:WHAT", "pmstatus:...").
follow_apt() {
  local line kind percent
  while IFS= read -r line; do
    IFS=: read -r kind _ percent _ <<<"$line"
    case $kind in
      dlstatus) transient "  downloading: ${percent%%.*} %" ;;
      pmstatus) transient "  installing: ${percent%%.*} %" ;;
      *) printf '%s\n' "$line" >>"$packages_log" ;;
    esac
  done
  transient ""
}

apt_get() {
  local -a environment=(DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none LC_ALL=C)
  local variable
  for variable in http_proxy https_proxy no_proxy; do # sudo drops them
    [[ -z ${!variable:-} ]] || environment+=("$variable=${!variable}")
  done
  as_root env "${environment[@]}" apt-get -o APT::Status-Fd=1 -o "DPkg::Lock::Timeout=$lock_wait_s" \
    -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@" </dev/null 2>&1 | follow_apt
}

# apt-get waits for dpkg's lock by itself, but not for that of the lists, which a fresh machine's timers hold too. That a
# source cannot be read is no failure yet: it may be one that has nothing to do with us.
update_package_lists() {
  local begin=$SECONDS
  transient "  reading the package lists"
  until apt_get update || ! grep -q 'lists/lock' "$packages_log" || ((SECONDS - begin > lock_wait_s)); do
    transient "  waiting for another program to release the package lists"
    sleep 3
    : >"$packages_log"
  done
}

# One sentence on why apt-get failed, from its log.
explain_apt_failure() {
  local log=$packages_log
  said() { grep -qiE "$1" "$log"; }
  if said 'no space left on device|enough free space'; then
    die "the disk is full: free disk space and run this script again (log: $log)."
  elif said 'could not get lock|unable to acquire the dpkg|unable to lock'; then
    die "another program is installing packages: wait until it finishes and run this script again" \
      "(log: $log)."
  elif said 'could not resolve|temporary failure resolving|could not connect|cannot initiate|connection (failed|timed out)' \
    || said 'network is unreachable|unable to connect'; then
    die "the package archive is unreachable: check the network (or apt's proxy) and run this script again (log: $log)."
  elif said 'is not valid yet|not valid until|expired'; then
    die "apt rejects the package archive because of its date: check the system clock (log: $log)."
  elif said 'unable to locate package|no installation candidate|no .*release file'; then
    die "the configured package sources lack" \
      "$(sed -nE "s/.*(Unable to locate package |Package '?)([a-z0-9.+-]+).*/\2/p" "$log" | sort -u | paste -sd ' ')" \
      "(check that /etc/apt/sources.list includes Debian's 'main'; log: $log)."
  elif said 'dpkg was interrupted'; then
    die "an earlier installation was interrupted: run 'dpkg --configure -a' as root, then run this script again" \
      "(log: $log)."
  fi
  die "apt-get could not install the packages: $(grep -m 1 '^E: ' "$log" || echo "unknown reason") (log: $log)."
}

# setup_packages run|check: installs what is missing; costs one dpkg-query when nothing is.
setup_packages() {
  local -a wanted missing
  local names begin=$SECONDS need_mib=$some_packages_mib
  names=$(cleave_packages "$1")
  read -r -d '' -a wanted <<<"$names" || true
  command -v dpkg-query >/dev/null || die "dpkg was not found, but setup uses Debian packages:" \
    "install the packages listed in resources/build/packages.sh, then run" \
    "'cmake --preset release && cmake --build --preset release'."
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if ((${#missing[@]} == 0)); then
    say "Packages: all ${#wanted[@]} are installed."
    return
  fi
  command -v apt-get >/dev/null || die "apt-get was not found: install the missing packages by hand: ${missing[*]}."
  [[ " ${missing[*]} " != *" libtorch-dev "* ]] || need_mib=$all_packages_mib
  need_space /usr "$need_mib" "installing packages"
  need_root_for "${missing[@]}"
  say "Packages: installing ${#missing[@]} of ${#wanted[@]} with apt-get (log: $packages_log): ${missing[*]}"
  : >"$packages_log"
  update_package_lists
  apt_get install --yes --no-install-recommends "${missing[@]}" || explain_apt_failure
  # shellcheck disable=SC2034 # as above
  packages_changed=yes
  say "Packages: installed in $((SECONDS - begin)) s."
}
