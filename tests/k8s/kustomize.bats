#!/usr/bin/env bats
# The manifests as kubectl renders them.

setup_file() {
  export ROOT="$BATS_TEST_DIRNAME/../.."
  export OVERLAYS="infra apps"
  for overlay in $OVERLAYS; do
    kubectl kustomize "$ROOT/k8s/overlays/$overlay" >"$BATS_FILE_TMPDIR/$overlay.yaml"
  done
}

rendered() { cat "$BATS_FILE_TMPDIR/$1.yaml"; }

# document KIND NAME OVERLAY: one object of what was rendered
document() {
  awk -v kind="kind: $1" -v name="  name: $2" '
    function out() { if (is_kind && is_name) printf "%s", text }
    /^---$/ { out(); text = ""; is_kind = is_name = 0; next }
    { text = text $0 "\n" }
    $0 == kind { is_kind = 1 }
    index($0, name) == 1 && (length($0) == length(name) || substr($0, length(name) + 1, 1) == "-") { is_name = 1 }
    END { out() }' "$BATS_FILE_TMPDIR/$3.yaml"
}

@test "every overlay renders the daemon with all it needs" {
  for overlay in $OVERLAYS; do
    for object in Namespace:drillmaster ServiceAccount:drillmaster Deployment:drillmaster Service:drillmaster \
      PersistentVolumeClaim:drillmaster-data ClusterRole:drillmaster ClusterRoleBinding:drillmaster \
      ConfigMap:drillmaster-config; do
      [ -n "$(document "${object%:*}" "${object#*:}" "$overlay")" ] || { echo "$overlay: $object" && return 1; }
    done
  done
}

@test "the daemon is not root, cannot become it, and writes only to its volumes" {
  for overlay in $OVERLAYS; do
    deployment=$(document Deployment drillmaster "$overlay")
    for line in "runAsNonRoot: true" "readOnlyRootFilesystem: true" "allowPrivilegeEscalation: false" \
      "type: RuntimeDefault" "- ALL" "type: Recreate" "path: /health/live" "path: /health/ready" \
      "terminationGracePeriodSeconds: 30" "memory: 384Mi"; do
      grep -qF -- "$line" <<<"$deployment" || { echo "$overlay: $line" && return 1; }
    done
  done
}

@test "roles only read, hold no wildcard, and no Secret can be listed or watched" {
  for overlay in $OVERLAYS; do
    cluster_roles=$(document ClusterRole drillmaster "$overlay")
    [[ "$cluster_roles" != *"*"* ]]
    [ "$(grep -cE '^  - (create|update|patch|delete|deletecollection|bind|escalate|impersonate)$' <<<"$cluster_roles")" = 0 ]
    secrets=$(awk '/^- apiGroups/ { rule = "" } { rule = rule $0 "\n" } /- secrets$/ { found = 1 } found && /verbs/ { verbs = 1 }
      found && verbs && /^  - / { print } found && /^- apiGroups/ { found = verbs = 0 }' <<<"$cluster_roles")
    [[ "$secrets" == *"- get"* ]]
    [[ "$secrets" != *list* && "$secrets" != *watch* ]]
    # the role that reads Secrets is bound in namespaces, never in the whole cluster
    [ "$(grep -c 'kind: ClusterRoleBinding' "$BATS_FILE_TMPDIR/$overlay.yaml")" = 1 ]
    [[ "$(document ClusterRoleBinding drillmaster "$overlay")" != *secret-reader* ]]
    binding=$(document RoleBinding drillmaster-secret-reader "$overlay")
    [[ "$binding" == *"kind: ClusterRole"* ]]
    [[ "$(sed '/^subjects:/,$d' <<<"$binding")" != *"namespace: drillmaster"* ]]
  done
}

@test "the Deployment mounts the configuration under its hashed name, so that a change restarts it" {
  for overlay in $OVERLAYS; do
    name=$(grep -o "^  name: drillmaster-config-[a-z0-9]*$" "$BATS_FILE_TMPDIR/$overlay.yaml" | head -n 1)
    grep -qF "        ${name# }" <<<"$(document Deployment drillmaster "$overlay")"
  done
}

@test "every object carries the recommended labels, and the service finds the pods" {
  for overlay in $OVERLAYS; do
    objects=$(grep -c '^kind: ' "$BATS_FILE_TMPDIR/$overlay.yaml")
    [ "$(grep -c '^    app.kubernetes.io/name: drillmaster$' "$BATS_FILE_TMPDIR/$overlay.yaml")" -ge "$objects" ]
    grep -q "drillmaster.dev/cluster: $overlay" "$BATS_FILE_TMPDIR/$overlay.yaml"
    selector=$(document Service drillmaster "$overlay" | sed -n '/selector:/,$p')
    [[ "$selector" == *"app.kubernetes.io/component: daemon"* ]]
  done
}

@test "the overlays differ in values only" {
  same() { sed "s/\b$1\b/CLUSTER/g" "$BATS_FILE_TMPDIR/$1.yaml" | grep '^kind: ' | sort -u; }
  [ "$(same infra)" = "$(same apps)" ]
}

@test "the configuration of every overlay is valid where its token is" {
  echo token >"$BATS_TEST_TMPDIR/token"
  for overlay in $OVERLAYS; do
    grep -q 'file: /etc/drillmaster-token/token' "$ROOT/k8s/overlays/$overlay/drillmaster.yaml"
    sed "s|/etc/drillmaster-token/token|$BATS_TEST_TMPDIR/token|" "$ROOT/k8s/overlays/$overlay/drillmaster.yaml" \
      >"$BATS_TEST_TMPDIR/drillmaster.yaml"
    run "$ROOT/drillmaster" validate --config "$BATS_TEST_TMPDIR/drillmaster.yaml"
    [ "$status" -eq 0 ] || { echo "$output" && return 1; }
  done
}
