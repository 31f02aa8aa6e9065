#!/usr/bin/env bats
# The daemon as a process of its own, against a lab in another one.
# shellcheck disable=SC2154 # bats sets stderr, processes.bash sets code

bats_require_minimum_version 1.5.0
load processes

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || return 1
  load processes
  ./drillmaster demo --list-faults >/dev/null
  ./drillmaster version >/dev/null
  export ESTATE="$BATS_FILE_TMPDIR/estate" LAB="$BATS_FILE_TMPDIR/lab.log"
  started "$LAB" java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m \
    -cp "target/test-classes:target/classes:$(cat target/launcher/test.classpath)" io.drillmaster.lab.Serve "$ESTATE"
  eventually 90 test -e "$ESTATE/ready"
}

teardown_file() {
  load processes
  gone "$LAB"
}

setup() {
  cd "$BATS_TEST_DIRNAME/../.." || return 1
  LOG="$BATS_TEST_TMPDIR/daemon.log"
  CONFIG="$ESTATE/drillmaster.yaml"
  DR_URL=http://127.0.0.1:$(port_of api)
  MANAGEMENT=http://127.0.0.1:$(port_of management)
  export DR_URL DR_TOKEN_FILE="$ESTATE/token" NO_COLOR=1
  rm -rf "$ESTATE/data"
}

teardown() { gone "$LOG"; }

port_of() { sed -n "s/^$1: {.*port: \([0-9]*\).*/\1/p" "$ESTATE/drillmaster.yaml"; }
run_daemon() {
  started "$LOG" ./drillmaster run --config "${1:-$CONFIG}"
  eventually 60 fetch "$MANAGEMENT/health/ready"
}
healthy() { task -x dr:status CLUSTER=all; }
history_ids() { task -x dr:history LIMIT=100 2>/dev/null | grep -oE '^. +[a-z0-9]{4,32} ' | tr -d ' ✔✖?◌' | sort; }

@test "SIGTERM and SIGINT end it within 10 s, and ports and store are free again" {
  for signal in TERM INT; do
    run_daemon
    signalled "$signal" "$LOG"
    ended "$LOG" 10
    case $signal in TERM) [ "$code" -eq 143 ] ;; INT) [ "$code" -eq 130 ] ;; esac
  done
  run grep -cE '^\s+at [a-z]' "$LOG"
  [ "$output" = 0 ]
}

@test "SIGTERM in the middle of a verification ends it within 10 s too" {
  run_daemon
  for _ in 1 2 3; do
    fetch -X POST -H "Authorization: Bearer $(cat "$DR_TOKEN_FILE")" -H 'Content-Type: application/json' \
      -d '{"kind":"verify-backups"}' "$DR_URL/api/v1/clusters/all/runs" || true
  done
  signalled TERM "$LOG"
  ended "$LOG" 10
}

@test "a restart keeps runs, evidence and results" {
  run_daemon
  eventually 60 healthy
  task -x dr:verify-backups
  before=$(history_ids)
  [ -n "$before" ]
  id=$(tail -n 1 <<<"$before")
  last=$(fetch "$MANAGEMENT/metrics" | grep -c ^drillmaster_probe_last_success_timestamp_seconds)
  signalled TERM "$LOG"
  ended "$LOG" 10
  run_daemon
  [ "$(history_ids)" = "$before" ]
  [[ "$(fetch "$DR_URL/api/v1/runs/$id/evidence")" == *"$id"* ]]
  [ "$(fetch "$MANAGEMENT/metrics" | grep -c '^drillmaster_probe_last_success_timestamp_seconds')" -ge "$last" ]
}

@test "kill -9 loses no run that was over" {
  run_daemon
  eventually 60 healthy
  task -x dr:verify-backups
  before=$(history_ids)
  signalled KILL "$LOG"
  ended "$LOG" 10
  run_daemon
  [ "$(history_ids)" = "$before" ]
}

@test "a broken configuration starts nothing and says everything that is wrong" {
  broken="$BATS_TEST_TMPDIR/broken.yaml"
  sed -e 's/^store:.*/stroe: {directory: data}/' -e 's/every: [0-9a-z]*/every: soon/' -e 's/context: infra/context: nowhere/' \
    -e "s|kubeconfig: kubeconfig|kubeconfig: $ESTATE/kubeconfig|" -e "s|file: token|file: /not/there|" "$CONFIG" >"$broken"
  for command in run validate; do
    run --separate-stderr ./drillmaster "$command" --config "$broken"
    [ "$status" -ne 0 ]
    [[ "$stderr" == *stroe* && "$stderr" == *every* && "$stderr" == *context* && "$stderr" == *token* ]]
    [[ "$stderr" != *Exception* ]]
  done
  run fetch "$MANAGEMENT/health/live"
  [ "$status" -ne 0 ]
}

@test "no configuration, or not YAML, is told in words" {
  run ./drillmaster run --config "$BATS_TEST_TMPDIR/none.yaml"
  [ "$status" -ne 0 ]
  [[ "$output" == *none.yaml* && "$output" != *Exception* ]]
  printf 'clusters: [\n' >"$BATS_TEST_TMPDIR/odd.yaml"
  run ./drillmaster run --config "$BATS_TEST_TMPDIR/odd.yaml"
  [ "$status" -ne 0 ]
  [[ "$output" == *odd.yaml* && "$output" != *"	at "* ]]
}

@test "a second daemon on the same ports and store is refused in words, and the first goes on" {
  run_daemon
  run ./drillmaster run --config "$CONFIG"
  [ "$status" -eq 2 ]
  [[ "$output" == *"cannot start"*"next"* ]]
  [[ "$output" != *"	at "* ]]
  fetch "$MANAGEMENT/health/ready"
}

@test "an unknown option is a usage error" {
  run ./drillmaster run --confg x
  [ "$status" -eq 64 ]
}

@test "the roles of k8s/ are enough: as that ServiceAccount every probe is answered" {
  export KUBECONFIG="$ESTATE/kubeconfig"
  for cluster in infra apps; do
    kubectl kustomize "k8s/overlays/$cluster" | split_kinds Namespace ServiceAccount ClusterRole ClusterRoleBinding Role \
      RoleBinding >"$BATS_TEST_TMPDIR/$cluster.yaml"
    kubectl --context "$cluster" apply --validate=false -f "$BATS_TEST_TMPDIR/$cluster.yaml"
  done
  cp "$ESTATE/kubeconfig" "$BATS_TEST_TMPDIR/kubeconfig"
  export KUBECONFIG="$BATS_TEST_TMPDIR/kubeconfig"
  for cluster in infra apps; do
    kubectl config set-credentials "sa-$cluster" \
      --token "$(kubectl --context "$cluster" -n drillmaster create token drillmaster)"
    kubectl config set-context "$cluster" --user "sa-$cluster"
    [ "$(kubectl --context "$cluster" auth can-i list secrets -A)" = no ]
  done
  # beside the other one: what it refers to stands there
  sed "s|kubeconfig: kubeconfig|kubeconfig: $BATS_TEST_TMPDIR/kubeconfig|" "$CONFIG" >"$ESTATE/service-account.yaml"
  run_daemon "$ESTATE/service-account.yaml"
  eventually 60 healthy || { task -x dr:status CLUSTER=all && return 1; }
}

# Keeps the documents of these kinds.
split_kinds() {
  awk -v kinds=" $* " '
    function out() { if (index(kinds, " " kind " ")) printf "%s---\n", text; text = ""; kind = "" }
    /^---$/ { out(); next }
    /^kind: / { kind = $2 }
    { text = text $0 "\n" }
    END { out() }'
}
