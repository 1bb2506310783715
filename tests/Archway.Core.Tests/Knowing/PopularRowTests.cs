using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>The popular images that are not official ones: each entry that knows something is asked, a yes and what lies just below it.</summary>
public sealed class PopularRowTests
{
    private static readonly string[] Ids =
    [
        "kubernetes-control-plane", "pause", "etcd", "k8s-gcr-io", "k8s-dns-node-cache", "addon-resizer", "vertical-pod-autoscaler", "ingress-nginx",
        "kubernetes-dashboard", "node-problem-detector", "descheduler", "csi-sidecars", "csi-snapshotter", "secrets-store-csi-driver",
        "prometheus-adapter", "nfs-subdir-external-provisioner", "node-feature-discovery", "kind-node", "local-path-provisioner", "k3s", "metallb",
        "cert-manager", "external-secrets", "sealed-secrets", "reloader", "keda", "karpenter", "velero", "longhorn", "rook", "ceph", "harbor",
        "distribution-registry", "crossplane", "kyverno", "gatekeeper", "opa", "falco", "trivy-operator", "grype", "dex", "oauth2-proxy", "keycloak",
        "openldap-osixia", "argocd-image-updater", "linkerd", "kiali", "contour", "envoy-gateway", "nginx-ingress-f5", "nginx-unprivileged",
        "weave-net", "kong", "prometheus-operator", "alertmanager", "node-exporter", "prometheus-exporters", "postgres-exporter", "thanos", "cortex",
        "mimir", "tempo", "grafana-agent", "grafana-alloy", "victoria-metrics", "otel-collector", "otel-operator", "otel-demo", "zipkin",
        "fluentd-daemonset", "vector", "elastic-beats", "elastic-stack", "eck-operator", "opensearch", "opendistro", "data-prepper",
        "datadog-operator", "datadog-serverless-init", "splunk", "sumologic-collector", "netdata", "vpc-cni", "eks-pod-identity-webhook",
        "eks-pod-identity-agent", "aws-fsx-csi-driver", "mountpoint-s3-csi-driver", "aws-xray-daemon", "adot-collector", "aws-lambda-base-images",
        "aws-dlc", "amazon-ecr-public-docker", "mssql", "azure-sql-edge", "oracle-database", "db2", "bitnami", "confluent-platform", "apache-kafka",
        "wurstmeister-kafka", "strimzi", "redpanda", "pulsar", "rabbitmq-operator", "cockroachdb", "cockroach-operator", "timescaledb", "postgis",
        "spilo", "postgres-operator-zalando", "cloudnative-pg", "percona-docker", "mysql-oracle", "mongodb-community-operator", "minio",
        "clickhouse-server", "tidb", "qdrant", "milvus", "weaviate", "dragonfly", "scylladb", "keydb", "jenkins", "jenkins-agents", "gitlab",
        "gitlab-runner", "github-actions-runner", "actions-runner-controller", "teamcity", "nexus3", "nexus2", "artifactory", "gitea", "drone",
        "buildkite-agent", "kaniko", "buildkit", "selenium", "browserless", "alpine-chrome", "cypress", "playwright", "docker-android", "wine",
        "steamcmd", "distroless", "dotnet", "microsoft-dotnet-old", "ubi", "openshift-operators", "chainguard", "linuxserver", "arch-prefixed-hub",
        "nvidia-cuda", "nvidia-l4t", "triton", "ngc-frameworks", "nvidia-device-plugin", "nvidia-gpu-operator", "nvidia-container-toolkit",
        "dcgm-exporter", "cuda-sample", "pytorch-upstream", "vllm", "tgi", "ollama", "llama-cpp", "unsloth", "jupyter-docker-stacks", "rapids",
        "airflow", "superset", "trino", "mlflow", "metabase", "localstack", "mailhog", "mailpit", "temporal", "openbao", "opentofu", "boundary",
        "teleport", "portainer", "rancher", "watchtower", "nginx-proxy", "pihole", "home-assistant", "vaultwarden", "n8n", "sentry",
        "crowdstrike-falcon", "appdynamics",
    ];

    public static TheoryData<string, string, CatalogVerdict, string> ClusterImages => PopularClusterRows.Images;

    public static TheoryData<string, string, CatalogVerdict, string> OperationImages => PopularOperationRows.Images;

    public static TheoryData<string, string, CatalogVerdict, string> ApplicationImages => PopularApplicationRows.Images;

    [Theory]
    [MemberData(nameof(ClusterImages))]
    [MemberData(nameof(OperationImages))]
    [MemberData(nameof(ApplicationImages))]
    public void A_popular_image_is_answered(string id, string image, CatalogVerdict expected, string advice)
    {
        var answer = Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64);

        Assert.Equal((expected, id), (answer.Verdict, answer.Entry?.Id));
        Assert.Contains(advice, string.Join("; ", [answer.Caution, .. answer.Remedies, .. answer.Remarks]), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_popular_entry_is_there() => Assert.Equal([], Ids.Except(Catalog.Embedded.Entries.Select(entry => entry.Id)));

    [Fact]
    public void Every_entry_with_a_rule_is_asked()
    {
        var asked = PopularClusterRows.Images.Concat(PopularOperationRows.Images).Concat(PopularApplicationRows.Images).Select(row => row.Data.Item1);
        var knowing = Catalog.Embedded.Entries.Where(entry => entry.Images.Any(line => line is not { Gate.IsSilent: true, Tags.IsEmpty: true }));

        Assert.Equal([], knowing.Select(entry => entry.Id).Intersect(Ids).Except(asked));
    }

    // The gates are about arm64, yet what is for another system or another architecture is a no on amd64 too.
    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/framework/aspnet:4.8", CatalogVerdict.No)]
    [InlineData("arm64v8/debian:12", CatalogVerdict.No)]
    [InlineData("arm32v7/debian:12", CatalogVerdict.No)]
    [InlineData("nvcr.io/nvidia/l4t-base:r32.7.1", CatalogVerdict.No)]
    [InlineData("nvidia/cuda-ppc64le:10.2", CatalogVerdict.No)]
    [InlineData("mailhog/mailhog:v1.0.1", CatalogVerdict.Yes)]
    [InlineData("selenium/standalone-chrome:4.25.0", CatalogVerdict.Yes)]
    [InlineData("quay.io/oauth2-proxy/oauth2-proxy:v7.5.0", CatalogVerdict.Yes)]
    [InlineData("n8nio/n8n:1.0.0", CatalogVerdict.Unknown)]
    public void On_amd64_a_popular_image_is_answered_too(string image, CatalogVerdict expected) =>
        Assert.Equal(expected, Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.Of("linux", "amd64")).Verdict);

    [Theory]
    [InlineData("k8s.gcr.io/kube-state-metrics/kube-state-metrics:v2.0.0", "kube-state-metrics")]
    [InlineData("bitnami/external-dns:0.13.4", "external-dns")]
    [InlineData("bitnami/sealed-secrets-controller:v0.18.0", "sealed-secrets")]
    [InlineData("763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference-arm64:2.19.0", "tensorflow-serving")]
    [InlineData("public.ecr.aws/docker/library/traefik:v2.10.4", "traefik")]
    public void A_repository_with_an_entry_of_its_own_is_not_answered_by_its_collection(string image, string id) =>
        Assert.Equal(id, Catalog.Embedded.Ask(ImageReference.Parse(image), Platform.LinuxArm64).Entry?.Id);
}
