#!/usr/bin/env bats
# The task verbs against a small daemon that does what the name of the cluster says.
# shellcheck disable=SC2154,SC2016 # bats sets stderr; what fakes do expands when they run

setup_file() {
  export ROOT="$BATS_TEST_DIRNAME/../.."
  export DAEMON="$BATS_FILE_TMPDIR/daemon"
  mkdir -p "$DAEMON"
  printf 'opensesame-%s' "$RANDOM$RANDOM" >"$DAEMON/token"
  javac -d "$DAEMON" "$BATS_TEST_DIRNAME/FakeDaemon.java"
  java -Xmx64m -cp "$DAEMON" FakeDaemon "$DAEMON" >"$DAEMON/log" 2>&1 3>&- &
  echo $! >"$DAEMON/pid"
  for _ in $(seq 1 300); do
    [ ! -s "$DAEMON/port" ] || break
    sleep 0.1
  done
  [ -s "$DAEMON/port" ]
}

teardown_file() {
  kill "$(cat "$DAEMON/pid")"
}

setup() {
  cd "$ROOT" || return 1
  : >"$DAEMON/requests"
  DR_URL="http://127.0.0.1:$(cat "$DAEMON/port")"
  export DR_URL DR_TOKEN_FILE="$DAEMON/token"
  # no kubectl of this machine, no proxy and no settings of its user
  BIN="$BATS_TEST_TMPDIR/bin"
  mkdir -p "$BIN"
  export PATH="$BIN:$PATH" TMPDIR="$BATS_TEST_TMPDIR" KUBECONFIG=/dev/null
  no_kubectl
}

teardown() {
  # nothing is left behind: no temporary file, no token in what was printed
  run find "$BATS_TEST_TMPDIR" -maxdepth 1 -name 'dr.*'
  [ -z "$output" ]
}

no_kubectl() {
  printf '#!/bin/sh\nexit 1\n' >"$BIN/kubectl"
  chmod +x "$BIN/kubectl"
}

# kubectl that knows the contexts good and bad, forwards to the daemon and gives its token
fake_kubectl() {
  cat >"$BIN/kubectl" <<SCRIPT
#!/usr/bin/env bash
echo "\$*" >>"$BATS_TEST_TMPDIR/kubectl.calls"
case "\$*" in
  "config get-contexts good -o name" | "config get-contexts bad -o name") exit 0 ;;
  config*) exit 1 ;;
  *port-forward*)
    echo "Forwarding from 127.0.0.1:$(cat "$DAEMON/port") -> 8080"
    echo \$\$ >>"$BATS_TEST_TMPDIR/forwards"
    ps -o pgid= -p \$\$ | tr -d ' ' >>"$BATS_TEST_TMPDIR/groups"
    exec sleep 600
    ;;
  *"create token"*) cat "$DAEMON/token" ;;
esac
SCRIPT
}

# verb ARGUMENTS: separates result from progress, and hands the exit code through
verb() {
  run --separate-stderr task -x "dr:$1" "${@:2}"
  [[ "$output$stderr" != *"$(cat "$DAEMON/token")"* ]]
}

bats_require_minimum_version 1.5.0

@test "a good verification shows cluster, run and progress on stderr, the result on stdout, and exits 0" {
  verb verify-backups CLUSTER=good
  [ "$status" -eq 0 ]
  [ "$output" = "result of run0good" ]
  [[ "$stderr" == *"Cluster good"* ]]
  [[ "$stderr" == *"Run run0good: verify-backups on good"* ]]
  [[ "$stderr" == *"step 1"*"step 4"*"step 5"* ]]
  grep -q '^POST /api/v1/clusters/good/runs {"kind":"verify-backups"} token' "$DAEMON/requests"
}

@test "the exit codes of the runs are passed on" {
  for expected in good:0 bad:1 blind:2 residue:3; do
    verb verify-backups "CLUSTER=${expected%:*}"
    [ "$status" -eq "${expected#*:}" ]
  done
}

@test "verify-cross-cluster asks for every way between the clusters, or for one" {
  verb verify-cross-cluster CLUSTER=good
  [ "$status" -eq 0 ]
  grep -q '^POST /api/v1/clusters/good/runs {"kind":"verify-cross-cluster"} token' "$DAEMON/requests"
  verb verify-cross-cluster CLUSTER=good COMPONENT=network-path
  [ "$status" -eq 0 ]
  grep -q '{"kind":"verify-cross-cluster","component":"network-path"}' "$DAEMON/requests"
}

@test "verify-cross-cluster fails where it is bad, or could not look" {
  for expected in bad:1 blind:2; do
    verb verify-cross-cluster "CLUSTER=${expected%:*}"
    [ "$status" -eq "${expected#*:}" ]
  done
}

@test "verify-volsync asks for volsync only" {
  verb verify-volsync CLUSTER=good
  [ "$status" -eq 0 ]
  grep -q '{"kind":"verify-backups","component":"volsync"}' "$DAEMON/requests"
}

# fake_plugin BODY: kubectl-cnpg that notes how it was called and then does that; kubectl knows the contexts
fake_plugin() {
  fake_kubectl
  printf '#!/usr/bin/env bash\necho "$*" >>"%s/plugin.calls"\n%s\n' "$BATS_TEST_TMPDIR" "$1" >"$BIN/kubectl-cnpg"
  chmod +x "$BIN/kubectl-cnpg"
}

@test "verify-cnpg asks for cnpg only, and says in one line how to install the plugin where it is not" {
  verb verify-cnpg CLUSTER=good
  [ "$status" -eq 0 ]
  [ "$output" = "result of run0good" ]
  grep -q '{"kind":"verify-backups","component":"cnpg"}' "$DAEMON/requests"
  [ "$(grep -c 'kubectl cnpg' <<<"$stderr")" -eq 1 ]
  [[ "$stderr" == *"kubectl krew install cnpg"* ]]
}

@test "verify-cnpg shows the status of every Cluster by the plugin, after the result" {
  fake_plugin 'echo "Primary instance: $2-1"'
  verb verify-cnpg CLUSTER=good
  [ "$status" -eq 0 ]
  [[ "$output" == "result of run0good"*"status main -n team-1 (good)"*"main-1"*"status side -n team-2 (good)"*"side-1" ]]
  [ "$(sort "$BATS_TEST_TMPDIR/plugin.calls")" = "status main --context good --namespace team-1
status side --context good --namespace team-2" ]
}

@test "a plugin that fails changes neither result nor exit code" {
  fake_plugin 'echo "no such cluster" >&2; exit 7'
  for expected in good:0 bad:1; do
    verb verify-cnpg "CLUSTER=${expected%:*}"
    [ "$status" -eq "${expected#*:}" ]
    [[ "$output" == *"no such cluster"* ]]
    [[ "$stderr" == *"ended with exit code 7; the verification stands without it"* ]]
  done
}

@test "a plugin that hangs is stopped with everything it started" {
  fake_plugin 'sleep 300 & echo $! >>'"$BATS_TEST_TMPDIR"'/sleepers; trap "" TERM INT; wait'
  DR_PLUGIN_TIMEOUT=1 verb verify-cnpg CLUSTER=good
  [ "$status" -eq 0 ]
  [ "$(grep -c 'did not end within 1s and was stopped' <<<"$stderr")" -eq 2 ]
  while read -r pid; do
    # killed, whether or not somebody has taken notice of it
    run ps -o stat= -p "$pid"
    [[ "$output" == "" || "$output" == Z* ]]
  done <"$BATS_TEST_TMPDIR/sleepers"
}

@test "a plugin that prints garbage cannot command the terminal or flood it" {
  fake_plugin 'printf "\033[31mred\033]0;title\007 \000\001end\n"; yes filler | head -n 100000'
  verb verify-cnpg CLUSTER=good
  [ "$status" -eq 0 ]
  [[ "$output" == *red* ]]
  [[ "$output" != *$'\e'* ]]
  [[ "$output" != *$'\a'* ]]
  [ "$(wc -l <<<"$output")" -lt 500 ]
}

@test "the plugin is not asked in a cluster that the kubeconfig does not know" {
  fake_plugin 'echo asked'
  verb verify-cnpg CLUSTER=blind
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"no context blind"* ]]
  [ ! -e "$BATS_TEST_TMPDIR/plugin.calls" ]
}

@test "the time of the plugin is a number" {
  DR_PLUGIN_TIMEOUT=soon verb verify-cnpg CLUSTER=good
  [ "$status" -eq 64 ]
  [ ! -s "$DAEMON/requests" ]
}

@test "Ctrl-C while the plugin is at work ends it at once" {
  fake_plugin 'echo here; sleep 300'
  set -m
  task -x dr:verify-cnpg CLUSTER=good >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
  group=$!
  set +m
  for _ in $(seq 1 150); do
    [ ! -e "$BATS_TEST_TMPDIR/plugin.calls" ] || break
    sleep 0.1
  done
  kill -INT -- "-$group"
  code=0
  wait "$group" || code=$?
  [ "$(wc -l <"$BATS_TEST_TMPDIR/plugin.calls")" -eq 1 ]
  [ "$code" -eq 130 ]
}

@test "a component can be chosen" {
  verb verify-backups CLUSTER=good COMPONENT=cnpg
  grep -q '{"kind":"verify-backups","component":"cnpg"}' "$DAEMON/requests"
}

@test "the default cluster is infra, for VolSync apps" {
  verb status
  [ "$output" = "Backups on infra" ]
  verb verify-volsync
  grep -q '^POST /api/v1/clusters/apps/runs' "$DAEMON/requests"
}

@test "all visits the clusters in turn and the worst code wins: 3 over 1 over 2 over 0" {
  for expected in "good good:0" "good blind:2" "bad blind good:1" "good residue bad:3"; do
    DR_CLUSTERS="${expected%:*}" verb verify-backups CLUSTER=all
    [ "$status" -eq "${expected##*:}" ]
  done
  [[ "$stderr" == *"Cluster good"*"Cluster residue"*"Cluster bad"* ]]
}

@test "all goes on after a cluster that cannot be looked at, and says 2" {
  DR_CLUSTERS="unknown good" verb verify-backups CLUSTER=all
  [ "$status" -eq 2 ]
  [ "$output" = "result of run0good" ]
}

@test "a stream that breaks is taken up again and no line is lost or doubled" {
  verb verify-backups CLUSTER=cut
  [ "$status" -eq 0 ]
  [ "$(grep -c '^step ' <<<"$stderr")" -eq 5 ]
  [ "$(grep '^step ' <<<"$stderr" | sort -u | wc -l)" -eq 5 ]
}

@test "a start whose answer was lost is asked for again with the same key" {
  verb verify-backups CLUSTER=flaky
  [ "$status" -eq 0 ]
  [ "$(grep -c '^POST' "$DAEMON/requests")" -eq 2 ]
}

# interrupt CLUSTER: starts a run in a process group of its own, and interrupts that group like Ctrl-C does
interrupt() {
  set -m
  task -x dr:verify-backups "CLUSTER=$1" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
  group=$!
  set +m
  for _ in $(seq 1 150); do
    ! grep -q 'step 4' "$BATS_TEST_TMPDIR/err" || break
    sleep 0.1
  done
  kill -INT -- "-$group"
  code=0
  wait "$group" || code=$?
}

@test "Ctrl-C cancels the run, waits for its cleanup and exits 130" {
  interrupt slow
  [ "$code" -eq 130 ]
  grep -q '^DELETE /api/v1/runs/run0slow' "$DAEMON/requests"
  grep -q 'Cancelling run run0slow' "$BATS_TEST_TMPDIR/err"
  grep -q 'step 5' "$BATS_TEST_TMPDIR/err"
  grep -q 'result of run0slow' "$BATS_TEST_TMPDIR/out"
}

@test "residue beats cancelled" {
  interrupt dirty
  [ "$code" -eq 3 ]
}

@test "watch follows a run to its end and exits with its code" {
  verb watch RUN=run0bad CLUSTER=bad
  [ "$status" -eq 1 ]
  [[ "$stderr" == *"step 5"* ]]
  [ "$output" = "result of run0bad" ]
}

@test "cancel cancels, waits and exits 0" {
  verb cancel RUN=run0slow CLUSTER=slow
  [ "$status" -eq 0 ]
  grep -q '^DELETE /api/v1/runs/run0slow  token' "$DAEMON/requests"
}

@test "cancel says when the run was over before" {
  curl -s -X POST -H "Authorization: Bearer $(cat "$DAEMON/token")" "$DR_URL/api/v1/clusters/good/runs"
  printf '#!/bin/sh\ncase "$*" in *DELETE*) printf 202;; *) exec /usr/bin/curl "$@";; esac\n' >"$BIN/curl"
  chmod +x "$BIN/curl"
  verb cancel RUN=run0good CLUSTER=good
  [ "$status" -eq 0 ]
  [[ "$stderr" == *"was over before it could be cancelled"* ]]
}

@test "status exits 0, 1 or 2 with what the table says" {
  for expected in good:0 bad:1 blind:2; do
    verb status "CLUSTER=${expected%:*}"
    [ "$status" -eq "${expected#*:}" ]
    [ "$output" = "Backups on ${expected%:*}" ]
  done
}

@test "colours are asked for on a terminal, and not with NO_COLOR" {
  in_terminal() { script -qec "bash .taskfiles/dr/client.sh status --cluster good" /dev/null </dev/null; }
  run env -u NO_COLOR TERM=xterm bash -c "$(declare -f in_terminal); in_terminal"
  [[ "$output" == *"in colour"* ]]
  NO_COLOR=1 TERM=xterm run in_terminal
  [[ "$output" != *"in colour"* ]]
}

@test "history asks for the cluster and the limit" {
  verb history CLUSTER=good LIMIT=7
  [ "$status" -eq 0 ]
  [ "$output" = "history cluster=good&limit=7" ]
}

@test "usage errors exit 64 and say what to write" {
  # shellcheck disable=SC2089,SC2090
  for arguments in "status CLUSTER=Bad_Name" "status CLUSTER=\$(id)" "status CLUSTER=-x" "watch" "watch RUN=../x" \
    "cancel RUN=UP" "history LIMIT=many" "verify-backups COMPONENT=a\"b" "watch RUN=run0good CLUSTER=all"; do
    # shellcheck disable=SC2086,SC2090 # words on purpose
    verb $arguments
    [ "$status" -eq 64 ]
    [ -z "$output" ]
  done
  [ ! -s "$DAEMON/requests" ]
}

@test "an unknown verb, a missing value and a wrong DR_URL exit 64" {
  run bash .taskfiles/dr/client.sh explode
  [ "$status" -eq 64 ]
  run bash .taskfiles/dr/client.sh status --cluster
  [ "$status" -eq 64 ]
  DR_URL='http://user:pass@host/' run bash .taskfiles/dr/client.sh status --cluster good
  [ "$status" -eq 64 ]
  [[ "$output" != *pass@* ]]
}

@test "a request that the daemon finds wrong exits 64 with every member" {
  verb verify-backups CLUSTER=strict
  [ "$status" -eq 64 ]
  [[ "$stderr" == *"/component"*"is one of volsync, cnpg"* ]]
}

@test "an unknown cluster exits 64, an unknown run 2, each with a next step" {
  verb status CLUSTER=unknown
  [ "$status" -eq 64 ]
  [[ "$stderr" == *"no cluster of that name"*"next   task dr:status CLUSTER=good"* ]]
  verb watch RUN=nothere CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"no run of that id"*"next   task dr:history"* ]]
}

@test "a run that is at work already is named" {
  verb verify-backups CLUSTER=busy
  [ "$status" -eq 2 ]
  [[ "$stderr" == *'verify-backups is "running" already.'*"next   task dr:watch CLUSTER=busy RUN=9busy"* ]]
}

@test "too many runs and a daemon that is ending are told in words" {
  verb verify-backups CLUSTER=full
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"Four runs are at work."* ]]
  verb status CLUSTER=broken
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"The daemon is ending."* ]]
}

@test "a token that is not accepted, not there or not a token exits 2 and is never printed" {
  echo wrong-secret-token >"$BATS_TEST_TMPDIR/token"
  DR_TOKEN_FILE="$BATS_TEST_TMPDIR/token" verb verify-backups CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"not accepted"*"next"* ]]
  [[ "$stderr$output" != *wrong-secret-token* ]]
  DR_TOKEN_FILE=/not/there verb verify-backups CLUSTER=good
  [ "$status" -eq 2 ]
  printf 'two words"\n' >"$BATS_TEST_TMPDIR/token"
  DR_TOKEN_FILE="$BATS_TEST_TMPDIR/token" verb verify-backups CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"does not hold one token"* ]]
  unset DR_TOKEN_FILE
  verb verify-backups CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"kubectl create token"* ]]
}

@test "reads need no token" {
  unset DR_TOKEN_FILE
  verb status CLUSTER=good
  [ "$status" -eq 0 ]
}

@test "a daemon that does not answer exits 2 with a next step" {
  DR_URL=http://127.0.0.1:1 verb status CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"does not answer"*"next"* ]]
  DR_URL=http://127.0.0.1:1 verb verify-backups CLUSTER=good
  [ "$status" -eq 2 ]
}

@test "a daemon that goes away during a run exits 2 and names the run" {
  DR_TRIES=2 DR_URL=http://127.0.0.1:1 verb watch RUN=run0good CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"task dr:watch CLUSTER=good RUN=run0good"* ]]
}

@test "without DR_URL a port-forward is opened for each cluster and closed again" {
  fake_kubectl
  unset DR_URL DR_TOKEN_FILE
  DR_CLUSTERS="good bad" verb verify-backups CLUSTER=all
  [ "$status" -eq 1 ]
  [ "$(wc -l <"$BATS_TEST_TMPDIR/forwards")" -eq 2 ]
  while read -r pid; do
    run kill -0 "$pid"
    [ "$status" -ne 0 ]
  done <"$BATS_TEST_TMPDIR/forwards"
  grep -q -- '--context good --namespace drillmaster port-forward --address 127.0.0.1 service/drillmaster :8080' \
    "$BATS_TEST_TMPDIR/kubectl.calls"
  grep -q 'create token drillmaster-operator --audience drillmaster' "$BATS_TEST_TMPDIR/kubectl.calls"
}

@test "Ctrl-C does not cut the port-forward that cancelling needs" {
  fake_kubectl
  unset DR_URL DR_TOKEN_FILE
  sed -i 's/get-contexts bad/get-contexts slow/' "$BIN/kubectl"
  interrupt slow
  [ "$code" -eq 130 ]
  grep -q '^DELETE' "$DAEMON/requests"
  # kubectl heeds Ctrl-C even where a shell told it to ignore it, so it needs a process group of its own
  cmp "$BATS_TEST_TMPDIR/forwards" "$BATS_TEST_TMPDIR/groups"
  run kill -0 "$(cat "$BATS_TEST_TMPDIR/forwards")"
  [ "$status" -ne 0 ]
}

@test "a closed daemon gets a token for reads too" {
  fake_kubectl
  unset DR_TOKEN_FILE
  verb status CLUSTER=closed
  [ "$status" -eq 0 ]
  [ "$output" = "Backups on closed" ]
}

@test "an unknown context exits 64 with the command that lists them" {
  fake_kubectl
  unset DR_URL
  verb status CLUSTER=elsewhere
  [ "$status" -eq 64 ]
  [[ "$stderr" == *"no context elsewhere"*"kubectl config get-contexts"* ]]
}

@test "a port-forward that fails exits 2" {
  fake_kubectl
  unset DR_URL
  sed -i 's/^  \*port-forward\*)/  *port-forward*) exit 1/' "$BIN/kubectl"
  sed -i 's/exit 1$/exit 1 ;; never)/' "$BIN/kubectl"
  verb status CLUSTER=good
  [ "$status" -eq 2 ]
  [[ "$stderr" == *"No port-forward"*"get pods,service"* ]]
}

@test "the token is no argument of any process" {
  cat >"$BIN/curl" <<SCRIPT
#!/bin/sh
echo "\$*" >>"$BATS_TEST_TMPDIR/curl.calls"
exec /usr/bin/curl "\$@"
SCRIPT
  chmod +x "$BIN/curl"
  verb verify-backups CLUSTER=good
  [ "$status" -eq 0 ]
  [ -s "$BATS_TEST_TMPDIR/curl.calls" ]
  run grep -c "$(cat "$DAEMON/token")" "$BATS_TEST_TMPDIR/curl.calls"
  [ "$output" = 0 ]
  # every call has its time-outs
  run grep -vc -- '--connect-timeout 10 .*--max-time' "$BATS_TEST_TMPDIR/curl.calls"
  [ "$output" = 0 ]
}

@test "help is printed and exits 0" {
  run bash .taskfiles/dr/client.sh --help
  [ "$status" -eq 0 ]
  [[ "$output" == usage:* ]]
}
