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
cat > "$work/own/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../manifests]
images:
  - {name: registry.example.com/archway-server, newName: "$registry:5000/archway-server", newTag: try}
YAML
cp -R "$here/manifests" "$work/manifests"
kubectl --context "kind-$cluster" apply -k "$work/own"
kubectl --context "kind-$cluster" -n archway wait --for=condition=complete job/archway-certificate --timeout=180s
kubectl --context "kind-$cluster" -n archway rollout status deployment/archway-server --timeout=180s

echo "== pods"
status=0
# check NAME IMAGE PATTERN: what the pod is asked for by its images' architectures
check() {
    told=$(kubectl --context "kind-$cluster" run "$1" --image="$2" --dry-run=server \
        -o jsonpath='{.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[?(@.key=="kubernetes.io/arch")].values}')
    # A pattern is meant.
    # shellcheck disable=SC2254
    case $told in
        $3) echo "ok      $2 $told" ;;
        *) echo "WRONG   $2 $told" && status=1 ;;
    esac
}
check both registry.k8s.io/pause:3.10 '*"amd64"*"arm64"*'
check amd docker.io/amd64/busybox:1.36 '\["amd64"\]'
check arm docker.io/arm64v8/busybox:1.36 '\["arm64"\]'
kubectl --context "kind-$cluster" -n archway logs deployment/archway-server --tail=20
exit $status
