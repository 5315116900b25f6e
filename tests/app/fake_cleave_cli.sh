#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Behaves as cleave-cli does in a training, on command. Its third argument says how: work (until OUT.go is there),
# crash or fail. (Not sh: a dash that is put to sleep in its vfork is never seen asleep.)
mode=$3
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift;;
    --metrics) metrics=$2; shift;;
    --snapshot) early=$2; shift;;
  esac
  shift
done
if [ -n "$early" ]; then
  [ -f "$out.checkpoint" ] || { echo "cleave-cli: There is no checkpoint." >&2; exit 1; }
  echo early > "$early"
  echo '{"policy":"early","steps":50}'
  exit 0
fi
[ $mode = fail ] && { echo "cleave-cli: 'moon' is no scenario: choose another." >&2; exit 2; }
step=0
[ -f "$out.checkpoint" ] && step=$(cat "$out.checkpoint")
[ $step = 0 ] && echo '{"step":0,"steps":100,"references":{"oracle":{"return":9.5,"violation_rate":0.1}}}' > "$metrics"
trap 'echo 60 > "$out.checkpoint"; echo "cleave-cli: Stopped; progress is saved in the checkpoint." >&2; exit 1' INT
echo '{"step":20,"steps":100,"return":5.0,"entropy":1.5,"eta_s":8}' >> "$metrics"
echo '{"step":40,"steps":100,"return":6.0,"entropy":1.0,"eta_s":6}' >> "$metrics"
echo $$ > "$out.new"; mv "$out.new" "$out.started"
[ $mode = crash ] && { echo 40 > "$out.checkpoint"; kill -9 $$; }
# Waits without a child: bash takes an interrupt that comes while it forks for the child's, and forgets it.
exec {never}<> <(:)
for ((i = 0; i < 3000; i++)); do [ -f "$out.go" ] && break; read -rt 0.02 -u "$never"; done  # a lost one ends by itself
echo '{"step":100,"steps":100,"return":8.0,"entropy":0.5,"eta_s":0}' >> "$metrics"
rm -f "$out.checkpoint"
echo policy > "$out"
