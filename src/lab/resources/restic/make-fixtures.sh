#!/usr/bin/env bash
# Makes the restic repositories that the lab puts into its buckets: one of repository version 1 and one of
# version 2, each written as the mover of VolSync does it (path /data, host volsync, one sync after another).
# usage: make-fixtures.sh [OUT]      OUT defaults to the folder of this script
#
# Beside the repository each archive holds
#   steps.txt   which objects each sync uploaded, in the order of their upload: "<sync> <object>"
#   lock        the exclusive lock of a restic that was killed while it worked
# Needs restic 0.14 or newer and zip, and creates /data: run it as root in a container.
set -euo pipefail

syncs=12
out=$(cd "${1:-$(dirname "${BASH_SOURCE[0]}")}" && pwd)
export RESTIC_PASSWORD=lab-repository-password

[ ! -e /data ] || { echo "/data exists: run this where it does not" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work" /data' EXIT
export RESTIC_CACHE_DIR=$work/cache

objects() { (cd "$RESTIC_REPOSITORY" && find . -type f ! -path './locks/*' -printf '%P\n' | sort); }

# A snapshot refers to everything else, so its upload is the last of a sync.
remember() {
  local sync=$1
  objects >"$work/now"
  comm -13 "$work/before" "$work/now" | awk -v sync="$sync" '
    /^snapshots\// { last[++n] = $0; next }
    { print sync, $0 }
    END { for (i = 1; i <= n; i++) print sync, last[i] }' >>"$work/repository/steps.txt"
  mv "$work/now" "$work/before"
}

abandoned_lock() {
  restic --limit-download 1 check --read-data >/dev/null 2>&1 &
  local pid=$! lock=''
  for _ in $(seq 1 100); do
    lock=$(find "$RESTIC_REPOSITORY/locks" -type f -print -quit)
    [ -z "$lock" ] || break
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  [ -s "$lock" ] || { echo "restic left no lock behind" >&2; exit 1; }
  mkdir "$work/repository/lock"
  mv "$lock" "$work/repository/lock/"
}

for version in 1 2; do
  mkdir -p "$work/repository" /data/filestore
  export RESTIC_REPOSITORY=$work/repository/objects
  : >"$work/before"
  : >"$work/repository/steps.txt"
  restic init --quiet --repository-version "$version"
  remember 0
  for sync in $(seq 1 "$syncs"); do
    head -c 800 /dev/urandom >"/data/filestore/attachment-$sync"
    echo "entry of sync $sync" >>/data/journal.txt
    (cd /data && restic backup --quiet --host volsync /data)
    remember "$sync"
  done
  abandoned_lock
  find "$RESTIC_REPOSITORY" -type f -exec chmod 644 {} +
  rm -f "$out/v$version.zip"
  (cd "$work/repository" && find . -type f -printf '%P\n' | sort | zip -q -X -@ "$out/v$version.zip")
  rm -rf "$work/repository" /data
done
ls -l "$out"/v?.zip
