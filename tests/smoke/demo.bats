#!/usr/bin/env bats
# The demo as a process, asked by the real curl, task, kubectl and promtool. DEMO_PORT and DEMO_MANAGEMENT_PORT
# move it elsewhere.
# shellcheck disable=SC2154 # bats sets stderr, processes.bash sets code
# shellcheck disable=SC2016 # backquotes of Markdown, variables of Go templates

bats_require_minimum_version 1.5.0
load processes

setup_file() {
  cd "$BATS_TEST_DIRNAME/../.." || return 1
  load processes
  export API=http://127.0.0.1:${DEMO_PORT:-8080} MANAGEMENT=http://127.0.0.1:${DEMO_MANAGEMENT_PORT:-8081}
  export LOG="$BATS_FILE_TMPDIR/demo.log" FIFO="$BATS_FILE_TMPDIR/console"
  ./drillmaster version >/dev/null
  mkfifo "$FIFO"
  set -m
  ./drillmaster demo --port "${DEMO_PORT:-8080}" --management-port "${DEMO_MANAGEMENT_PORT:-8081}" \
    >"$LOG" 2>&1 <"$FIFO" 3>&- &
  echo $! >"$LOG.pid"
  set +m
  # holds the console open, as a terminal does
  sleep 3000 >"$FIFO" 3>&- &
  echo $! >"$BATS_FILE_TMPDIR/holder"
  eventually 120 fetch "$MANAGEMENT/health/ready"
  eventually 60 grep -q 'Backups on apps' "$LOG"
}

teardown_file() {
  load processes
  gone "$LOG"
  kill "$(cat "$BATS_FILE_TMPDIR/holder")"
}

setup() {
  cd "$BATS_TEST_DIRNAME/../.." || return 1
  export DR_URL=$API DR_TOKEN_FILE=target/demo/token NO_COLOR=1
}

verb() { run --separate-stderr task -x "dr:$1" "${@:2}"; }
status_json() { fetch -H 'Accept: application/json' "$API/api/v1/status"; }
type_in() { echo "$*" >"$FIFO"; }
# What differs from run to run: dates, times, spans, sizes, ids, and the width that they take.
normalised() {
  sed -E -e 's/run [0-9a-f]{8}/run ID/' -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/g; s/[0-9]{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/DATE/g' \
    -e 's/[0-9]{2}:[0-9]{2}(:[0-9]{2})?/TIME/g; s/[0-9]+(\.[0-9]+)? (B|KiB|MiB)/SIZE/g' \
    -e 's/([0-9]+(d|h|ms|m|s) ?)+/SPAN /g' -e 's/ +/ /g; s/ $//'
}
healthy() { task -x dr:status CLUSTER=all; }

@test "it says where to look and what to try, and shows both clusters" {
  grep -q "$API" "$LOG"
  grep -q "$MANAGEMENT/metrics" "$LOG"
  grep -q 'task dr:verify-backups' "$LOG"
  grep -q 'Backups on infra' "$LOG"
  grep -q 'Backups on apps' "$LOG"
}

@test "it listens on loopback only" {
  run ss -ltnH
  [ "$(grep -cE "(0\.0\.0\.0|\*|\[::\]):(${DEMO_PORT:-8080}|${DEMO_MANAGEMENT_PORT:-8081})\b" <<<"$output")" -eq 0 ]
}

@test "token and kubeconfig are there, for their owner alone" {
  [ "$(stat -c %a target/demo/token)" = 600 ]
  [ -s target/demo/kubeconfig ]
}

@test "all is well: status and verification of all clusters exit 0" {
  eventually 30 healthy
  verb verify-backups CLUSTER=all
  [ "$status" -eq 0 ]
  [[ "$output" == *VERIFIED* ]]
  [[ "$stderr" == *"Cluster infra"*"Cluster apps"* ]]
  verb verify-volsync
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"Cluster apps"* ]]
}

@test "history lists the run, and watch shows it again with its exit code" {
  verb verify-backups
  [ "$status" -eq 0 ]
  id=$(sed -n 's/^Run \([a-z0-9]*\): .*/\1/p' <<<"$stderr")
  verb history
  [[ "$output" == *"$id"* ]]
  verb watch "RUN=$id"
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"$id"* ]]
  [[ "$output" == *VERIFIED* ]]
  verb cancel "RUN=$id"
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"was over before"* ]]
}

@test "what cannot be is refused in words" {
  verb status CLUSTER=nowhere
  [ "$status" -eq 64 ]
  [[ "$stderr" == *"no such cluster"*next* ]]
  verb verify-backups COMPONENT=tapes
  [ "$status" -eq 64 ]
  [[ "$stderr" == */component* ]]
  verb watch RUN=00000000
  [ "$status" -eq 2 ]
  echo not-the-token >"$BATS_TEST_TMPDIR/token"
  DR_TOKEN_FILE="$BATS_TEST_TMPDIR/token" verb verify-backups
  [ "$status" -eq 2 ]
  [[ "$stderr" == *next* ]]
}

@test "a real kubectl can look into both clusters" {
  for context in infra apps; do
    run kubectl --kubeconfig target/demo/kubeconfig --context "$context" get replicationsources -A
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -gt 1 ]
  done
}

@test "the metrics are clean, no series is doubled, and docs/metrics.md lists exactly them" {
  fetch "$MANAGEMENT/metrics" >"$BATS_TEST_TMPDIR/metrics"
  promtool check metrics <"$BATS_TEST_TMPDIR/metrics"
  doubled=$(grep -v '^#' "$BATS_TEST_TMPDIR/metrics" | sed 's/ [^ ]*$//' | sort | uniq -d)
  [ -z "$doubled" ] || { echo "$doubled" && return 1; }
  # while all is well there is no finding, and this daemon is not told to send a nonce: their metrics are not there
  diff <(grep -o '^| `drillmaster_[a-z0-9_]*`' docs/metrics.md | tr -d '|` ' | grep -v '_finding$' |
    grep -v '^drillmaster_nonce_' | sort -u) \
    <(sed -n 's/^# TYPE \(drillmaster_[a-z0-9_]*\) .*/\1/p' "$BATS_TEST_TMPDIR/metrics" | grep -v '_finding$' | sort -u)
}

@test "the labels of the metrics are those of docs/metrics.md" {
  fetch "$MANAGEMENT/metrics" >"$BATS_TEST_TMPDIR/metrics"
  while IFS='|' read -r _ name _ labels _; do
    name=$(tr -d '` ' <<<"$name")
    sample=$(grep -m 1 "^${name}[{ ]" "$BATS_TEST_TMPDIR/metrics") || continue
    seen=$(grep -oE '[{,][a-z_]+="' <<<"$sample" | tr -d '{,="' | sort | paste -sd,)
    told=$(tr -d ' ' <<<"$labels" | tr , '\n' | sed '/^$/d' | sort | paste -sd,)
    [ "$seen" = "$told" ] || { echo "$name: $seen, documented: $told" && return 1; }
  done < <(grep '^| `drillmaster_' docs/metrics.md)
}

@test "it is alive and ready" {
  fetch "$MANAGEMENT/health/live"
  fetch "$MANAGEMENT/health/ready"
}

@test "the page and the description of the API are served" {
  run fetch -H 'Accept: text/html' "$API/"
  [ "$status" -eq 0 ]
  [[ "$output" == *infra*apps* ]]
  run fetch "$API/openapi.json"
  [[ "$output" == *'"openapi"'* ]]
}

@test "a fault that is typed in is seen in status, metrics and exit codes, and goes with the repair" {
  type_in break volsync-overdue
  found() { fetch "$MANAGEMENT/metrics" | grep -q 'drillmaster_finding{.*code="sync-overdue"'; }
  eventually 20 found
  verb status CLUSTER=apps
  [ "$status" -eq 1 ]
  [[ "$output" == *CRITICAL*BackupStale* ]]
  verb verify-volsync
  [ "$status" -eq 1 ]
  [[ "$output" == *FAILED* ]]
  {
    echo '$ task -x dr:status CLUSTER=apps'
    task -x dr:status CLUSTER=apps 2>/dev/null || true
    echo '$ task -x dr:verify-volsync; echo $?'
    echo "$output"
    echo "$status"
  } >"$BATS_TEST_TMPDIR/transcript"
  type_in repair volsync-overdue
  not_found() { ! found; }
  eventually 30 not_found
  eventually 30 healthy
  # GOLDEN_UPDATE=1 writes what was seen into the README; read the difference before you commit it
  if [ -n "${GOLDEN_UPDATE-}" ]; then
    {
      sed '/^<!-- transcript: begin -->$/q' README.md
      printf '```\n%s\n```\n' "$(cat "$BATS_TEST_TMPDIR/transcript")"
      sed -n '/^<!-- transcript: end -->$/,$p' README.md
    } >"$BATS_TEST_TMPDIR/README.md"
    cp "$BATS_TEST_TMPDIR/README.md" README.md
  fi
  diff <(sed -n '/^<!-- transcript: begin -->$/,/^<!-- transcript: end -->$/p' README.md | sed '/^<!--/d; /^```/d' | normalised) \
    <(normalised <"$BATS_TEST_TMPDIR/transcript")
}

@test "a bucket that hangs is seen, and a run that waits for it can be cancelled by Ctrl-C" {
  type_in break bucket-hangs
  hangs() { fetch "$MANAGEMENT/metrics" | grep -q 'drillmaster_finding{.*code="bucket-timeout"'; }
  eventually 60 hangs
  set -m
  task -x dr:verify-backups CLUSTER=apps >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
  group=$!
  set +m
  eventually 20 grep -q 'started' "$BATS_TEST_TMPDIR/err"
  kill -INT -- "-$group"
  code=0
  wait "$group" || code=$?
  type_in repair bucket-hangs
  cat "$BATS_TEST_TMPDIR/err"
  [ "$code" -eq 130 ]
  grep -q 'Cancelling run' "$BATS_TEST_TMPDIR/err"
  eventually 60 healthy
}

@test "no secret of the estate is in the status, the metrics or what was printed" {
  {
    status_json
    fetch "$MANAGEMENT/metrics"
    fetch -H 'Accept: application/json' "$API/api/v1/runs"
    cat "$LOG"
  } >"$BATS_TEST_TMPDIR/all"
  for context in infra apps; do
    kubectl --kubeconfig target/demo/kubeconfig --context "$context" get secrets -A \
      -o go-template='{{range .items}}{{range $k, $v := .data}}{{$k}} {{$v | base64decode}}{{"\n"}}{{end}}{{end}}'
  done | sed -n 's/^\(RESTIC_PASSWORD\|AWS_SECRET_ACCESS_KEY\) //p' | sort -u >"$BATS_TEST_TMPDIR/secrets"
  cat target/demo/token >>"$BATS_TEST_TMPDIR/secrets"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/secrets")" -ge 3 ]
  run grep -cFf "$BATS_TEST_TMPDIR/secrets" "$BATS_TEST_TMPDIR/all"
  [ "$output" = 0 ]
}

@test "what can be broken is listed one a line" {
  run ./drillmaster demo --list-faults
  [ "$status" -eq 0 ]
  [ "$(grep -cvE '^[a-z0-9-]+ +(probe|drill) +[a-z0-9-]+ +[^ ]' <<<"$output")" -eq 0 ]
  run ./drillmaster demo --fault no-such-fault
  [ "$status" -eq 64 ]
}

@test "a port that is taken is told in words" {
  run ./drillmaster demo --port "${DEMO_PORT:-8080}" --management-port 0 --directory "$BATS_TEST_TMPDIR/other"
  [ "$status" -eq 2 ]
  [[ "$output" == *"${DEMO_PORT:-8080}"* ]]
}

# The last test: it ends the demo.
@test "SIGTERM ends it within 10 s, and no process and no stack trace is left" {
  signalled TERM "$LOG"
  ended "$LOG" 10
  grep -q '^Ended\.' "$LOG"
  run grep -cE '^\s+at [a-z]|Exception' "$LOG"
  [ "$output" = 0 ]
  run fetch "$MANAGEMENT/health/live"
  [ "$status" -ne 0 ]
}
