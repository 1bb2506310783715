#!/bin/sh
# Runs the whole on kind: a registry, archway-server's own image, the manifests, and pods of images that run on one architecture.
# Needs docker, kind, kubectl and the .NET SDK. Leaves nothing behind but its image; KEEP=1 keeps the cluster.
set -eu

cluster=archway-try
registry=archway-try-registry
port=5077
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$here")

for program in docker kind kubectl dotnet; do
    command -v "$program" >/dev/null || { echo "$program is not on PATH; this script needs docker, kind, kubectl and dotnet" >&2; exit 2; }
done

work=$(mktemp -d)
# The trap calls it.
# shellcheck disable=SC2317
leave() {
    rm -rf "$work"
    if [ -n "${KEEP:-}" ]; then
        echo "kept: the cluster $cluster and the registry $registry"
        return
    fi
    kind delete cluster --name "$cluster" >/dev/null 2>&1 || true
    docker rm --force "$registry" >/dev/null 2>&1 || true
}
trap leave EXIT INT TERM

echo "== a registry, and archway-server's image in it"
docker run -d --name "$registry" -p "127.0.0.1:$port:5000" registry:2 >/dev/null
(cd "$root" && dotnet run build.cs -- publish-server "127.0.0.1:$port/archway-server:try")

echo "== a cluster whose nodes know the registry"
cat > "$work/kind.yaml" <<YAML
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
containerdConfigPatches:
  - |-
    [plugins."io.containerd.grpc.v1.cri".registry]
      config_path = "/etc/containerd/certs.d"
nodes:
  - role: control-plane
  - role: worker
  - role: worker
YAML
kind create cluster --name "$cluster" --config "$work/kind.yaml"
docker network connect kind "$registry"
for node in $(kind get nodes --name "$cluster"); do
    docker exec "$node" mkdir -p "/etc/containerd/certs.d/$registry:5000"
    printf '[host."http://%s:5000"]\n' "$registry" | docker exec -i "$node" cp /dev/stdin "/etc/containerd/certs.d/$registry:5000/hosts.toml"
done

echo "== archway-server"
mkdir "$work/own"
cp -R "$here/manifests" "$work/manifests"
# install TAG: what stands in docs/webhook.md, with the registry of this script
install() {
    cat > "$work/own/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../manifests]
images:
  - {name: registry.example.com/archway-server, newName: "$registry:5000/archway-server", newTag: $1}
YAML
    kube apply -k "$work/own"
}
kube() { kubectl --context "kind-$cluster" "$@"; }
ready() { kube -n archway rollout status deployment/archway-server --timeout=180s; }
install try
kube -n archway create job --from=cronjob/archway-certificate archway-certificate-first
kube -n archway wait --for=condition=complete job/archway-certificate-first --timeout=180s
ready

status=0
said() { if [ "$1" = ok ]; then echo "ok      $2"; else echo "WRONG   $2" && status=1; fi; }

# asked NAME IMAGE: what a pod of this image would be asked for
asked() {
    kube run "$1" --image="$2" --dry-run=server \
        -o jsonpath='{.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[?(@.key=="kubernetes.io/arch")].values}'
}

# check NAME IMAGE PATTERN: waits until the server knows the image, which the first pod that names it may be too early for
check() {
    tries=0
    while :; do
        told=$(asked "$1" "$2")
        # A pattern is meant.
        # shellcheck disable=SC2254
        case $told in
            $3) said ok "$2 $told" && return ;;
        esac
        tries=$((tries + 1))
        [ $tries -lt 30 ] || break
        sleep 1
    done
    said wrong "$2 $told"
}

# two NAME ANNOTATION: what is answered to a pod whose images have no architecture in common
two() {
    kube create --dry-run=server -o name -f - 2>&1 <<YAML || true
apiVersion: v1
kind: Pod
metadata: {name: $1, annotations: {archway/place: "$2"}}
spec:
  containers:
    - {name: amd, image: "docker.io/amd64/busybox:1.36"}
    - {name: arm, image: "docker.io/arm64v8/busybox:1.36"}
YAML
}

echo "== pods"
check both registry.k8s.io/pause:3.10 '*"amd64"*"arm64"*'
check amd docker.io/amd64/busybox:1.36 '\["amd64"\]'
check arm docker.io/arm64v8/busybox:1.36 '\["arm64"\]'
case $(two left true) in
    *pod/left*) said ok "a pod without an architecture in common is left" ;;
    *) said wrong "a pod without an architecture in common is not left" ;;
esac

echo "== deny"
kube -n archway patch deployment archway-server --type=json -p '[{"op": "add", "path": "/spec/template/spec/containers/0/args/-", "value": "--on-no-common=deny"}]'
ready
# The pods are new, and know nothing yet.
check amd docker.io/amd64/busybox:1.36 '\["amd64"\]'
check arm docker.io/arm64v8/busybox:1.36 '\["arm64"\]'
tries=0
while told=$(two denied true); [ $tries -lt 30 ]; do
    # Either of two replicas may be asked, and each learns by itself.
    case $told in *"archway refuses the pod"*) break ;; esac
    tries=$((tries + 1))
    sleep 1
done
case $told in
    *"archway refuses the pod"*amd64*arm64*) said ok "denied: $told" ;;
    *) said wrong "not denied: $told" ;;
esac
case $(two excepted false) in
    *pod/excepted*) said ok "a pod that opted out passes" ;;
    *) said wrong "a pod that opted out does not pass" ;;
esac

echo "== another version, at once"
"$root/artifacts/publish/linux-x64/archway" copy --quiet "127.0.0.1:$port/archway-server:try" "127.0.0.1:$port/archway-server:again"
install again
ready
check both registry.k8s.io/pause:3.10 '*"amd64"*"arm64"*'

kube -n archway logs deployment/archway-server --tail=20

echo "== rollback"
kube delete mutatingwebhookconfiguration archway-server
told=$(asked after docker.io/arm64v8/busybox:1.36)
if [ -z "$told" ]; then said ok "pods are made as if nothing had been"; else said wrong "after the rollback a pod is asked for $told"; fi
kube delete --wait=true -k "$work/own" --ignore-not-found
if kube get namespace archway >/dev/null 2>&1; then said wrong "the namespace is still there"; else said ok "nothing is left of it"; fi
exit $status
