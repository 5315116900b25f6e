# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What ./run and ./check share: packages, configuring, building. The one who sources it has set `root`, the repository,
# and has made it the current directory. Logs are under build/log; what is printed is one line a step.

log_dir=${root:?}/build/log
build_mib=2300 # free disk for a first build: core alone takes 630, nearly all of it libtorch's precompiled header
job_mib=1500 # one compiler that reads libtorch's headers

say() { printf '%s\n' "$*"; }

die() {
  transient ""
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# A line that the next one overwrites; only a terminal sees it.
transient() {
  [[ -t 1 ]] || return 0
  printf '\r\033[K%.79s' "$1"
}

free_mib() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

# need_space DIRECTORY MIB WHAT-FOR
need_space() {
  local free
  free=$(free_mib "$1")
  ((free >= $2)) || die "$3 needs $2 MiB in $1, but only $free MiB are free: free disk space and run this script again."
}

# shellcheck source=resources/build/packages.sh
. "$root/resources/build/packages.sh"

# Compilers at once: as many as there are processors, or as memory (the machine's, or this container's) allows.
job_count() {
  local jobs memory_mib limit
  jobs=$(nproc)
  memory_mib=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  [[ $limit == max ]] || ((limit / 1048576 >= memory_mib)) || memory_mib=$((limit / 1048576))
  ((memory_mib / job_mib >= jobs)) || jobs=$((memory_mib / job_mib))
  echo $((jobs > 0 ? jobs : 1))
}

# Where logs and builds go.
setup_folders() {
  mkdir -p "$log_dir" 2>/dev/null || true
  [[ -w $log_dir ]] || die "cannot write to $log_dir: check its permissions and free disk space."
}

# setup_configure PRESET [NAME=VALUE...]: only where it is needed; the build itself follows changed CMakeLists.txt.
setup_configure() {
  local preset=$1 tree=build/$1 log=$log_dir/configure-$1.log begin=$SECONDS
  local -a fresh=()
  shift
  if configured "$tree" "$@"; then
    say "Configure: $tree is up to date."
    return
  fi
  if [[ ! -e $tree/CMakeCache.txt ]]; then
    need_space "$root/build" "$build_mib" "building"
  elif ! cached "$tree" "CMAKE_HOME_DIRECTORY=$root"; then
    fresh=(--fresh) # the folder was moved or copied with its build, which CMake refuses
  fi
  transient "  configuring $tree"
  cmake --preset "$preset" "${fresh[@]}" "${@/#/-D}" >"$log" 2>&1 \
    || die "configuring failed: $(first_cmake_error "$log") (log: $log)."
  say "Configure: $tree in $((SECONDS - begin)) s."
}

configured() {
  local tree=$1 setting
  shift
  [[ $packages_changed == no && $tree/build.ninja -nt CMakePresets.json ]] || return
  for setting in "CMAKE_HOME_DIRECTORY=$root" "$@"; do
    cached "$tree" "$setting" || return
  done
}

# cached TREE NAME=VALUE: whether TREE's cache holds that
cached() { sed -n "s/^${2%%=*}:[A-Z]*=//p" "$1/CMakeCache.txt" | grep -qxF -- "${2#*=}"; }

# The first paragraph of the first error, as one line.
first_cmake_error() {
  awk '/^CMake Error/ && !found { found = 1; if (/:$/) next; sub(/^CMake Error: */, "") }
       found && NF { sub(/^ +/, ""); text = text (text ? " " : "") $0; next }
       found && text { exit }
       END { sub(/[.:]$/, "", text); print text ? text : "see the log" }' "$1"
}

# What the compiler says: into the log; onto a terminal ninja's counter and every other line, elsewhere each tenth.
follow_ninja() {
  local line tenth=0
  while IFS= read -r line; do
    printf '%s\n' "$line" >&3
    case $line in
      \[*/*\]\ *)
        transient "  $line"
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
        if [[ ! -t 1 ]] && ((BASH_REMATCH[1] * 10 / BASH_REMATCH[2] > tenth)); then
          tenth=$((BASH_REMATCH[1] * 10 / BASH_REMATCH[2]))
          say "  ${BASH_REMATCH[0]}"
        fi
        ;;
      "-- "* | "ninja: no work to do.") ;;
      *) transient "" && say "$line" ;;
    esac
  done
  transient ""
}

# setup_build PRESET [TARGET...]
setup_build() {
  local preset=$1 log=$log_dir/build-$1.log begin=$SECONDS jobs
  shift
  jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(job_count)}
  say "Build: build/$preset, $jobs in parallel${1:+: $*}"
  cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} 2>&1 | follow_ninja 3>"$log" \
    || explain_build_failure "$log"
  say "Build: done in $((SECONDS - begin)) s."
}

explain_build_failure() {
  if grep -q 'No space left on device' "$1" || (($(free_mib "$log_dir") < 10)); then
    die "the disk is full: free disk space and run this script again (log: $1)."
  elif grep -qE 'Killed signal|virtual memory exhausted|cannot allocate memory|out of memory' "$1"; then
    die "the compiler ran out of memory: run this script again with CMAKE_BUILD_PARALLEL_LEVEL=1 (log: $1)."
  fi
  die "the build failed: $(grep -m 1 -E 'error:|^ninja: error' "$1" || echo "see the log") (log: $1)."
}
