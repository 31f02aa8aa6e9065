#!/usr/bin/env bash
# The client that the dr: verbs share: starts runs, follows them, cancels them, shows status and history.
# Needs bash and curl; kubectl only where DR_URL or DR_TOKEN_FILE is not set. The API is described at
# GET /openapi.json of every daemon. The answer goes to stdout, everything else to stderr.
set -euo pipefail
umask 077

usage() {
  cat >&2 <<'TEXT'
usage: client.sh start KIND --cluster NAME [--plugin cnpg] [parameter=value ...]
       client.sh status|history --cluster NAME [--limit N]
       client.sh watch|cancel --cluster NAME --run ID

  --plugin cnpg     shows kubectl cnpg status of each Cluster as well, where that plugin is installed
  --cluster all     visits the clusters in DR_CLUSTERS one after the other; the worst exit code wins
  DR_CLUSTERS       the clusters of the estate, separated by blanks
  DR_URL            URL of the daemon; without it a port-forward to it is opened and closed again
  DR_TOKEN_FILE     file with the bearer token; without it: kubectl create token
  DR_CA_FILE        certificates to trust for an https DR_URL
  DR_PLUGIN_TIMEOUT seconds that kubectl cnpg status may take for one Cluster (20)
  DR_NAMESPACE, DR_SERVICE, DR_SERVICE_ACCOUNT, DR_AUDIENCE
                    where the daemon is (drillmaster) and who asks (drillmaster-operator, drillmaster)

exit codes: 0 good, 1 bad, 2 could not look or run, 3 residue left, 64 usage, 130 cancelled
TEXT
}

say() { printf '%s\n' "$*" >&2; }
refuse() {
  say "$1"
  [ $# -lt 2 ] || say "  next   $2"
  exit 64
}

# --- what was asked -------------------------------------------------------------------------------
name_form='^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$'
run_form='^[a-z0-9]{4,32}$'
url_form='^https?://[][A-Za-z0-9.:_-]+(/[A-Za-z0-9._/-]*)?$'

cluster='' run='' limit=20 kind='' plugin='' body_parameters=''
verb=${1-}
[ $# -eq 0 ] || shift
case $verb in
  start)
    kind=${1-}
    [ $# -eq 0 ] || shift
    [[ $kind =~ $name_form ]] || { usage && refuse "start needs the kind of the run."; }
    ;;
  status | history | watch | cancel) ;;
  -h | --help) usage && exit 0 ;;
  *) usage && refuse "Unknown verb." ;;
esac
while [ $# -gt 0 ]; do
  case $1 in
    --cluster | --run | --limit | --plugin)
      [ $# -ge 2 ] || refuse "$1 needs a value."
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    *=*)
      [[ ${1%%=*} =~ ^[a-z][A-Za-z]*$ ]] || refuse "A parameter is written name=value."
      # an empty value is a parameter that was not given
      if [ -n "${1#*=}" ]; then
        [[ ${1#*=} =~ ^[A-Za-z0-9._:+/-]{1,253}$ ]] ||
          refuse "${1%%=*} may hold letters, digits and . _ : + / - only."
        body_parameters+=",\"${1%%=*}\":\"${1#*=}\""
      fi
      shift
      ;;
    *) usage && refuse "Unexpected argument." ;;
  esac
done

[[ $cluster =~ $name_form ]] ||
  refuse "CLUSTER is not the name of a cluster." "CLUSTER=<name of a cluster> or CLUSTER=all"
[[ $limit =~ ^[1-9][0-9]{0,3}$ ]] || refuse "LIMIT is a number from 1 to 9999." "LIMIT=20"
if [ "$verb" = watch ] || [ "$verb" = cancel ]; then
  [[ $run =~ $run_form ]] || refuse "RUN is missing or not the id of a run." "task dr:history"
  [ "$cluster" != all ] ||
    refuse "One run is in one cluster: CLUSTER=all does not go with RUN." "CLUSTER=<name of a cluster>"
fi
[[ $plugin =~ ^(cnpg)?$ ]] || { usage && refuse "--plugin knows cnpg only."; }
plugin_timeout=${DR_PLUGIN_TIMEOUT:-20}
[[ $plugin_timeout =~ ^[1-9][0-9]{0,2}$ ]] ||
  refuse "DR_PLUGIN_TIMEOUT is a number of seconds from 1 to 999." "DR_PLUGIN_TIMEOUT=20"
DR_URL=${DR_URL-}
DR_URL=${DR_URL%/}
DR_URL=${DR_URL%/api/v1}
[ -z "$DR_URL" ] || [[ $DR_URL =~ $url_form ]] ||
  refuse "DR_URL is not an http(s) URL (no user, no query)." "DR_URL=http://127.0.0.1:8080"
namespace=${DR_NAMESPACE:-drillmaster}
service=${DR_SERVICE:-drillmaster}
account=${DR_SERVICE_ACCOUNT:-drillmaster-operator}
audience=${DR_AUDIENCE:-drillmaster}
for word in "$namespace" "$service" "$account" "$audience"; do
  [[ $word =~ ^[A-Za-z0-9][A-Za-z0-9.:/-]*$ ]] ||
    refuse "DR_NAMESPACE, DR_SERVICE, DR_SERVICE_ACCOUNT and DR_AUDIENCE are plain names."
done
command -v curl >/dev/null || refuse "curl is needed and was not found." "install curl"

# --- what is open, and how it is closed -----------------------------------------------------------
tmp=$(mktemp -d "${TMPDIR:-/tmp}/dr.XXXXXX")
forward='' streaming='' interrupted=0
close_forward() {
  [ -z "$forward" ] || kill "$forward" 2>/dev/null || true
  [ -z "$forward" ] || wait "$forward" 2>/dev/null || true
  forward=''
}
# shellcheck disable=SC2317 # called by the trap
close_all() {
  [ -z "$streaming" ] || kill "$streaming" 2>/dev/null || true
  close_forward
  rm -rf "$tmp"
}
trap close_all EXIT
# Only notes the signal and ends the stream: what to do about it is decided where the run is followed.
trap 'interrupted=$((interrupted + 1)); [ -z "$streaming" ] || kill "$streaming" 2>/dev/null || true' INT TERM HUP

# Waits for a process to its end, however many signals come in between, and gives its exit code.
await() {
  local code before
  while :; do
    before=$interrupted
    code=0
    wait "$1" || code=$?
    [ "$before" != "$interrupted" ] || return "$code"
  done
}
nap() {
  sleep "$1" &
  wait $! || true
}
stop_if_interrupted() { [ "$interrupted" = 0 ] || { say "Interrupted; nothing was started." && exit 130; }; }

# --- the way to the daemon ------------------------------------------------------------------------
connect() {
  if [ -n "$DR_URL" ]; then
    base=$DR_URL
    return 0
  fi
  base=''
  command -v kubectl >/dev/null || {
    say "kubectl was not found, and DR_URL is not set."
    say "  next   DR_URL=http://127.0.0.1:8080 task …"
    return 2
  }
  kubectl config get-contexts "$current" -o name >/dev/null 2>&1 || {
    say "Unknown cluster: the kubeconfig has no context $current."
    say "  next   kubectl config get-contexts"
    return 64
  }
  open_forward
}

# A process group of its own, so that Ctrl-C does not cut the way that cancelling needs.
open_forward() {
  local tries=0 port=''
  : >"$tmp/forward"
  set -m
  kubectl --context "$current" --namespace "$namespace" port-forward --address 127.0.0.1 \
    "service/$service" :8080 </dev/null >"$tmp/forward" 2>"$tmp/forward.error" &
  forward=$!
  set +m
  while [ "$tries" -lt 150 ]; do
    port=$(sed -n 's/^Forwarding from 127\.0\.0\.1:\([0-9]*\) .*/\1/p' "$tmp/forward" | head -n 1)
    if [ -n "$port" ]; then
      base=http://127.0.0.1:$port
      return 0
    fi
    kill -0 "$forward" 2>/dev/null || break
    tries=$((tries + 1))
    nap 0.1
  done
  close_forward
  say "No port-forward to service/$service in namespace $namespace of $current."
  say "  next   kubectl --context $current -n $namespace get pods,service"
  return 2
}

reconnect() {
  [ -z "$DR_URL" ] || return 0
  [ -z "$forward" ] || ! kill -0 "$forward" 2>/dev/null || return 0
  open_forward 2>/dev/null || true
}

token=''
find_token() {
  local command_error=''
  if [ -n "${DR_TOKEN_FILE-}" ]; then
    if ! token=$(head -c 16384 "$DR_TOKEN_FILE" 2>/dev/null | tr -d '\r\n'); then token=''; fi
    if [[ $token =~ ^[A-Za-z0-9._~+/=-]+$ ]]; then return 0; fi
    say "No token: DR_TOKEN_FILE cannot be read, is empty or does not hold one token."
    say "  next   ls -l \"\$DR_TOKEN_FILE\""
    token=''
    return 2
  fi
  if command -v kubectl >/dev/null; then
    token=$(kubectl --context "$current" --namespace "$namespace" --request-timeout 20s \
      create token "$account" --audience "$audience" --duration 1h 2>/dev/null) || command_error=1
    if [ -z "$command_error" ] && [[ $token =~ ^[A-Za-z0-9._~+/=-]+$ ]]; then return 0; fi
  fi
  token=''
  say "No token: DR_TOKEN_FILE is not set, and kubectl create token gave none for $account in $current."
  say "  next   kubectl --context $current -n $namespace create token $account --audience $audience"
  return 2
}

# The token goes to curl through a pipe: neither an argument nor a file shows it.
curl_options() { [ -z "$token" ] || printf 'header = "Authorization: Bearer %s"\n' "$token"; }
curl=(curl -q --config - --silent --connect-timeout 10 --noproxy '127.0.0.1,localhost')
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM-dumb}" != dumb ]; then
  curl+=(--header 'Drillmaster-Color: always')
fi
[ -z "${DR_CA_FILE-}" ] || curl+=(--cacert "$DR_CA_FILE")

# call METHOD PATH ACCEPT [BODY]: sets HTTP and $tmp/body; fails where nothing answered.
call() {
  local method=$1 path=$2 accept=$3 body=${4-} pid code=0
  local extra=()
  [ -z "$body" ] || extra=(--header 'Content-Type: application/json' --data "$body")
  [ "$method" != POST ] || extra+=(--header "Idempotency-Key: $key")
  : >"$tmp/head"
  : >"$tmp/body"
  "${curl[@]}" --max-time 30 --request "$method" --header "Accept: $accept" ${extra[@]+"${extra[@]}"} \
    --dump-header "$tmp/head" --output "$tmp/body" --write-out '%{http_code}' "$base/api/v1$path" \
    < <(curl_options) >"$tmp/code" 2>/dev/null &
  pid=$!
  await "$pid" || code=$?
  HTTP=$(tr -dc 0-9 <"$tmp/code")
  [ "$code" = 0 ] && [ -n "$HTTP" ] && [ "$HTTP" != 000 ]
}

# A read that gets 401 without a token asks for one and tries again, and so does any call whose token
# from kubectl has run out.
ask() {
  call "$@" || return 1
  if [ "$HTTP" = 401 ] && [ -z "${DR_TOKEN_FILE-}" ] && find_token 2>/dev/null; then call "$@"; fi
}

# A problem comes as JSON or, where text was asked for, as lines "error: …" and "next: …".
told() {
  case $(head -c 1 "$tmp/body") in
    '{') json "$1" ;;
    *)
      [ "$1" != detail ] || set -- error
      tr -d '\000-\011\013-\037' <"$tmp/body" | sed -n "s/^$1: //p" | head -n 1
      ;;
  esac
}

# json KEY: the first string member of that name in the body, without control characters.
json() {
  local text
  text=$(tr -d '\000-\037' <"$tmp/body" |
    grep -o "\"$1\"[ ]*:[ ]*\"\([^\"\\\\]\|\\\\.\)*\"" | head -n 1 |
    sed 's/^"[^"]*"[ ]*:[ ]*"//; s/"$//; s/\\"/"/g; s/\\n/ /g; s/\\\//\//g; s/\\\\/\\/g') || true
  printf '%s' "$text"
}

unreachable() {
  say "The daemon for $current does not answer at $base."
  if [ -n "$DR_URL" ]; then
    say "  next   curl -s $base/api/v1/status   (is DR_URL right, is the daemon running?)"
  else
    say "  next   kubectl --context $current -n $namespace get pods"
  fi
}

# Says in words what the daemon refused, and gives the exit code for it.
explain() {
  local detail next running code=2
  detail=$(told detail)
  next=$(told next)
  case $HTTP in
    400) code=64 && say "${detail:-The request is not valid.}" && invalid_members ;;
    401)
      say "${detail:-The daemon does not accept the token.}"
      next=${next:-"DR_TOKEN_FILE=<file with a valid token>"}
      ;;
    403) say "${detail:-Not allowed.}" ;;
    404)
      say "${detail:-Not known.}"
      if [ "${1-}" = run ]; then next=${next:-"task dr:history CLUSTER=$current"}; else code=64; fi
      ;;
    409)
      say "${detail:-The same is running already.}"
      running=$(tr -d '\r' <"$tmp/head" | cat - "$tmp/body" |
        grep -o '/api/v1/runs/[a-z0-9]\{4,32\}' | head -n 1) || true
      [ -z "$running" ] || next="task dr:watch CLUSTER=$current RUN=${running##*/}"
      ;;
    429) say "${detail:-Too many requests; try again later.}" ;;
    *) say "${detail:-The daemon answered with HTTP status $HTTP.}" ;;
  esac
  [ -z "$next" ] || say "  next   $next"
  return "$code"
}

invalid_members() {
  tr -d '\000-\037' <"$tmp/body" | grep -o '{[^{}]*"pointer"[^{}]*}' | while IFS= read -r member; do
    printf '%s' "$member" >"$tmp/member"
    printf '  %s  %s\n' "$(tmp_json pointer)" "$(tmp_json message)" >&2
  done || true
}
tmp_json() {
  sed -n "s/.*\"$1\"[ ]*:[ ]*\"\(\([^\"\\\\]\|\\\\.\)*\)\".*/\1/p" "$tmp/member" | sed 's/\\"/"/g'
}

# --- the verbs ------------------------------------------------------------------------------------
start() {
  local tries=0 code
  find_token || return $?
  key=dr-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  stop_if_interrupted
  # The key makes a second try safe: the daemon starts one run for one key.
  until call POST "/clusters/$current/runs" application/json "{\"kind\":\"$kind\"$body_parameters}"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 3 ] || [ "$interrupted" != 0 ]; then
      unreachable
      return 2
    fi
    nap 1
    reconnect
  done
  if [ "$HTTP" != 202 ] && [ "$HTTP" != 200 ]; then
    code=0
    explain || code=$?
    return "$code"
  fi
  run=$(tr -d '\r' <"$tmp/head" | sed -n 's|^[Ll]ocation: .*/api/v1/runs/\([a-z0-9]*\)$|\1|p' | head -n 1)
  [[ $run =~ $run_form ]] || {
    say "The daemon accepted the run but did not say which it is."
    say "  next   task dr:history CLUSTER=$current"
    return 2
  }
  say "Run $run: $kind on $current. Ctrl-C cancels it; to look again: task dr:watch CLUSTER=$current RUN=$run"
  follow cancel
}

# Shows progress lines that were not shown before. A connection that breaks or says nothing for a minute is
# opened anew, and the lines that came before are skipped.
stream() {
  local line seen=0 before=$interrupted
  rm -f "$tmp/fifo"
  mkfifo "$tmp/fifo"
  "${curl[@]}" --no-buffer --fail --max-time 60 --header 'Accept: text/plain' \
    "$base/api/v1/runs/$run/events" < <(curl_options) >"$tmp/fifo" 2>/dev/null &
  streaming=$!
  [ "$interrupted" = "$before" ] || kill "$streaming" 2>/dev/null || true
  while IFS= read -r line; do
    seen=$((seen + 1))
    if [ "$seen" -gt "$shown" ]; then
      printf '%s\n' "$line" >&2
      shown=$seen
    fi
  done <"$tmp/fifo"
  kill "$streaming" 2>/dev/null || true
  wait "$streaming" 2>/dev/null || true
  streaming=''
}

# follow cancel|leave: what Ctrl-C does to the run. Gives the exit code of the run.
follow() {
  local shown=0 failures=0 cancelled='' code
  while :; do
    if [ "$interrupted" != 0 ] && [ -z "$cancelled" ]; then
      [ "$1" = cancel ] || {
        say "No longer watching; run $run goes on. To cancel it: task dr:cancel CLUSTER=$current RUN=$run"
        return 130
      }
      say "Cancelling run $run and waiting for its cleanup. Ctrl-C again leaves it to the daemon."
      cancelled=yes
      interrupted=1
      ask DELETE "/runs/$run" application/json || unreachable
    fi
    if [ "$interrupted" -gt 1 ]; then
      say "Left; the daemon goes on cleaning up. To look: task dr:watch CLUSTER=$current RUN=$run"
      return 130
    fi
    stream
    if ask GET "/runs/$run/exit-code" text/plain; then
      case $HTTP in
        200)
          code=$(tr -dc 0-9 <"$tmp/body")
          break
          ;;
        425) failures=0 ;;
        401 | 403 | 404)
          code=0
          explain run || code=$?
          return "$code"
          ;;
        *) failures=$((failures + 1)) ;;
      esac
    else
      failures=$((failures + 1))
      [ "$failures" != 1 ] || say "Lost the daemon; trying again."
    fi
    if [ "$failures" -ge "${DR_TRIES:-60}" ]; then
      unreachable
      say "Run $run may go on. To look: task dr:watch CLUSTER=$current RUN=$run"
      return 2
    fi
    if [ "$interrupted" = 0 ] || [ -n "$cancelled" ]; then nap 0.5; fi
    [ "$failures" -lt 4 ] || nap 1.5
    reconnect
  done
  if ask GET "/runs/$run" text/plain && [ "$HTTP" = 200 ]; then cat "$tmp/body"; fi
  [[ $code =~ ^(0|1|2|3|130)$ ]] || code=2
  if [ -n "$cancelled" ] && [ "$code" != 3 ]; then code=130; fi
  return "$code"
}

cancel() {
  local code=0
  find_token || return $?
  ask DELETE "/runs/$run" application/json || {
    unreachable
    return 2
  }
  case $HTTP in 2*) ;; *) explain run || return $? ;; esac
  say "Cancelling run $run on $current and waiting for its cleanup."
  follow leave || code=$?
  case $code in
    130) [ "$interrupted" = 0 ] || return 130 ;;
    3) return 3 ;;
    0 | 1) say "Run $run was over before it could be cancelled." ;;
    *) return "$code" ;;
  esac
}

show() {
  ask GET "$1" text/plain || {
    unreachable
    return 2
  }
  [ "$HTTP" = 200 ] || {
    explain
    return
  }
  cat "$tmp/body"
}

# What the table says in symbols is the exit code of the verb.
status() {
  show "/clusters/$current/status" || return $?
  ask GET "/clusters/$current/status" application/json || {
    unreachable
    return 2
  }
  case $(json status) in
    OK | WARNING) return 0 ;;
    CRITICAL) return 1 ;;
    *) return 2 ;;
  esac
}

# What people know from the plugin of CloudNativePG, beside the verification: it is shown and judges nothing,
# so that a plugin that is missing, hangs, fails or prints something odd changes no exit code.
show_plugin() {
  [ "$plugin" = cnpg ] && [ "$interrupted" = 0 ] || return 0
  if ! command -v kubectl-cnpg >/dev/null; then
    say "kubectl cnpg is not installed, so that its status is not shown. Install it: kubectl krew install cnpg"
    return 0
  fi
  if ! kubectl config get-contexts "$current" -o name >/dev/null 2>&1; then
    say "The kubeconfig has no context $current, so that kubectl cnpg status is not shown."
    return 0
  fi
  if ! ask GET "/clusters/$current/status" application/json || [ "$HTTP" != 200 ]; then
    say "The names of the Clusters cannot be had, so that kubectl cnpg status is not shown."
    return 0
  fi
  local name found=0
  while IFS= read -r name; do
    [ "$interrupted" = 0 ] || return 0
    found=1
    plugin_status "${name%/*}" "${name#*/}"
  done < <(cnpg_clusters)
  [ "$found" = 1 ] || say "No Cluster of CloudNativePG is known in $current."
}

# namespace/name of each target of the probe cnpg, whose targets are written infra/cnpg/<namespace>/<name>.
cnpg_clusters() {
  tr -d '\000-\037' <"$tmp/body" | grep -o "\"target\"[ ]*:[ ]*\"$current/cnpg/[^\"]*\"" |
    sed 's|.*/cnpg/||; s|"$||' |
    grep -x '[a-z0-9]\([-a-z0-9]\{0,61\}[a-z0-9]\)\{0,1\}/[a-z0-9]\([-.a-z0-9]\{0,251\}[a-z0-9]\)\{0,1\}' |
    sort -u | head -n 50 || true
}

# In a process group of its own with an end of its own: what it starts ends with it.
plugin_status() {
  local pid code=0 waited=0
  printf '\nkubectl cnpg status %s -n %s (%s)\n' "$2" "$1" "$current"
  set -m
  kubectl-cnpg status "$2" --context "$current" --namespace "$1" </dev/null >"$tmp/plugin" 2>&1 &
  pid=$!
  set +m
  while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt $((plugin_timeout * 10)) ] && [ "$interrupted" = 0 ]; do
    nap 0.1
    waited=$((waited + 1))
  done
  if kill -0 "$pid" 2>/dev/null; then
    kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    say "kubectl cnpg status did not end within ${plugin_timeout}s and was stopped; the verification stands without it."
    return 0
  fi
  wait "$pid" || code=$?
  head -c 65536 "$tmp/plugin" | sed 's/\x1b\[[0-9;]*[A-Za-z]//g' | tr -d '\000-\010\013-\037\177' | head -n 200
  [ "$code" = 0 ] || say "kubectl cnpg status ended with exit code $code; the verification stands without it."
}

visit() {
  current=$1
  local code=0 before
  stop_if_interrupted
  connect || return $?
  say "Cluster $current, daemon at $base"
  case $verb in
    start)
      start || code=$?
      before=$interrupted
      show_plugin
      # the verification was over, but whoever pressed Ctrl-C wants nothing more
      [ "$before" = "$interrupted" ] || [ "$code" = 3 ] || code=130
      ;;
    watch) follow leave || code=$? ;;
    cancel) cancel || code=$? ;;
    status) status || code=$? ;;
    history) show "/runs?cluster=$current&limit=$limit" || code=$? ;;
  esac
  close_forward
  return "$code"
}

# 3 > 1 > 2 > 0; what stopped a visit before it could look counts as 2.
worse() {
  local code
  for code in 3 1; do
    if [ "$1" = $code ] || [ "$2" = $code ]; then printf %s $code && return; fi
  done
  if [ "$1" = 0 ] && [ "$2" = 0 ]; then printf 0; else printf 2; fi
}

if [ -n "${DR_TOKEN_FILE-}" ]; then find_token || exit $?; fi
if [ "$cluster" != all ]; then
  code=0
  visit "$cluster" || code=$?
  exit "$code"
fi
read -r -a clusters <<<"${DR_CLUSTERS-}"
[ "${#clusters[@]}" -gt 0 ] || refuse "CLUSTER=all needs the names of the clusters." 'DR_CLUSTERS="a b"'
for name in "${clusters[@]}"; do
  [[ $name =~ $name_form ]] || refuse "DR_CLUSTERS holds a word that is not the name of a cluster."
done
worst=0
for name in "${clusters[@]}"; do
  code=0
  visit "$name" || code=$?
  [ "$code" != 130 ] || exit 130
  worst=$(worse "$worst" "$code")
done
exit "$worst"
