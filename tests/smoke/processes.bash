# Shared by the tests that start real processes. Each is started in a process group of its own and stopped by its id.
# shellcheck shell=bash disable=SC2034 # code is for the callers

# started FILE COMMAND...: starts it, its output in FILE, its id in FILE.pid
started() {
  local log=$1
  shift
  set -m
  "$@" >"$log" 2>&1 </dev/null 3>&- &
  echo $! >"$log.pid"
  set +m
}

# ended FILE SECONDS: waits for the end of what was started; fails if it is still there then. Sets code.
ended() {
  local pid
  pid=$(cat "$1.pid")
  for _ in $(seq 1 $(($2 * 10))); do
    if ! kill -0 "$pid" 2>/dev/null; then
      code=0
      wait "$pid" 2>/dev/null || code=$?
      return 0
    fi
    sleep 0.1
  done
  echo "still there after $2 s" && return 1
}

signalled() { kill "-$1" "$(cat "$2.pid")"; }

# gone FILE: makes sure of it, whatever happened
gone() {
  [ ! -s "$1.pid" ] || kill -KILL -- "-$(cat "$1.pid")" 2>/dev/null || true
}

# eventually SECONDS COMMAND...
eventually() {
  local limit=$1
  shift
  for _ in $(seq 1 $((limit * 5))); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 0.2
  done
  echo "not within $limit s: $*"
  return 1
}

fetch() { curl -sS --fail --max-time 10 "$@"; }
