using System.Text;
using Archway.Core.Tests.Reading.Data;
using Archway.Reading.Kubernetes;
using Xunit;

namespace Archway.Core.Tests.Reading.Kubernetes;

/// <summary>Resources of controllers that put an image together from several members, or bring a chart or a kustomization along.</summary>
public sealed class CustomResourceTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("monitoring.coreos.com/v1", "spec: {image: prometheus}", "docker.io/library/prometheus:latest")]
    [InlineData("monitoring.coreos.com/v1", "spec: {image: acme/prometheus, tag: v2, version: v3}", "docker.io/acme/prometheus:latest")]
    [InlineData("monitoring.coreos.com/v1", "spec: {image: 'acme/prometheus:v1', baseImage: quay.io/prometheus/prometheus}", "docker.io/acme/prometheus:v1")]
    [InlineData("monitoring.coreos.com/v1", "spec: {baseImage: quay.io/prometheus/prometheus, version: v2.3}", "quay.io/prometheus/prometheus:v2.3")]
    [InlineData("monitoring.coreos.com/v1", "spec: {baseImage: prom/prometheus, tag: v2.4, version: v2.3}", "docker.io/prom/prometheus:v2.4")]
    [InlineData("monitoring.coreos.com/v1", $"spec: {{baseImage: quay.io/prometheus/prometheus, sha: {Sha}, tag: v1}}",
        $"quay.io/prometheus/prometheus@sha256:{Sha}")]
    [InlineData("acme.example/v1", "spec: {image: acme/app, tag: v1}", "docker.io/acme/app:v1")]
    [InlineData("acme.example/v1", "spec: {image: mongo, imageTag: '7'}", "docker.io/library/mongo:7")]
    [InlineData("acme.example/v1", "spec: {image: 'acme/app:v1', tag: v2}", "docker.io/acme/app:v1")]
    [InlineData("acme.example/v1", "spec: {image: acme/app, tag: '${TAG}'}", "${TAG} is filled in from outside this file")]
    [InlineData("acme.example/v1", "spec: {image: acme/app, version: '2.3'}", "it has no tag, and whether the version 2.3 beside it is one cannot be told")]
    [InlineData("acme.example/v1", "spec: {image: 'acme/app:v1', version: '2.3'}", "docker.io/acme/app:v1")]
    [InlineData("image.toolkit.fluxcd.io/v1", "spec: {image: ghcr.io/acme/app, interval: 5m}", "ghcr.io/acme/app:latest")]
    [InlineData("acme.example/v1", "spec: {proxyImage: acme/proxy, proxyImageTag: v1}", "docker.io/acme/proxy:v1")]
    [InlineData("kubevirt.io/v1", "spec: {volumes: [{containerDisk: {image: quay.io/containerdisks/fedora}}]}", "quay.io/containerdisks/fedora:latest")]
    [InlineData("sparkoperator.k8s.io/v1beta2", "spec: {image: spark, driver: {cores: 1}}", "docker.io/library/spark:latest")]
    [InlineData("serving.kserve.io/v1beta1", "spec: {predictor: {containers: [{name: a, image: acme/model:1}]}}", "docker.io/acme/model:1")]
    [InlineData("serving.kserve.io/v1alpha1", "spec: {containers: [{name: kserve-container, image: '{{.Image}}'}]}",
        "{{.Image}} is filled in from outside this file")]
    [InlineData("elasticsearch.k8s.elastic.co/v1", "spec: {version: 8.1, image: 'acme/elasticsearch:8.1'}", "docker.io/acme/elasticsearch:8.1")]
    [InlineData("kibana.k8s.elastic.co/v1", "spec: {version: 8.1, image: acme/kibana}", "docker.io/acme/kibana:latest")]
    [InlineData("kafka.strimzi.io/v1", "spec: {kafka: {version: 4.0.0, image: acme/kafka}}", "docker.io/acme/kafka:latest")]
    [InlineData("operators.coreos.com/v1alpha1", "spec: {relatedImages: [{name: a, image: quay.io/acme/a:1}]}", "quay.io/acme/a:1")]
    [InlineData("actions.summerwind.dev/v1alpha1", "spec: {template: {spec: {image: summerwind/actions-runner:latest}}}",
        "docker.io/summerwind/actions-runner:latest")]
    public void An_image_is_read_from_what_stands_beside_it(string apiVersion, string spec, string expected)
    {
        var found = Assert.Single(Lines(apiVersion, "Thing", spec));

        Assert.Equal(expected, found[(found.IndexOf(" = ", StringComparison.Ordinal) + 3)..]);
    }

    [Theory]
    [InlineData("spec: {image: quay.io/acme/argocd, version: v2.12.0}", "quay.io/acme/argocd:v2.12.0")]
    [InlineData($"spec: {{repo: {{image: quay.io/acme/argocd, version: 'sha256:{Sha}'}}}}", $"quay.io/acme/argocd@sha256:{Sha}")]
    public void Argo_CDs_operator_takes_the_version_for_the_tag(string spec, string expected) =>
        Assert.EndsWith($" = {expected}", Assert.Single(Lines("argoproj.io/v1beta1", "ArgoCD", spec)), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_of_kops_has_images_of_containers_all_the_same() =>
        Assert.EndsWith(" = registry.k8s.io/kube-proxy:v1.30.0",
            Assert.Single(Lines("kops.k8s.io/v1alpha2", "Cluster", "spec: {kubeProxy: {image: 'registry.k8s.io/kube-proxy:v1.30.0'}}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", "spec: {version: 8.1}")]
    [InlineData("pkg.crossplane.io/v1", "Provider", "spec: {package: 'xpkg.upbound.io/acme/provider:v1'}")]
    [InlineData("source.toolkit.fluxcd.io/v1", "OCIRepository", "spec: {url: 'oci://ghcr.io/acme/manifests', ref: {tag: v1}}")]
    [InlineData("tekton.dev/v1", "PipelineRun", "metadata: {labels: {image: app}}")]
    [InlineData("acme.example/v1", "Machine", "spec: {image: ubuntu, version: '22.04'}")]
    [InlineData("kops.k8s.io/v1alpha2", "InstanceGroup", "spec: {role: Node, image: 099720109477/ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260714}")]
    [InlineData("kops/v1alpha2", "InstanceGroup", "spec: {image: ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260714}")]
    [InlineData("argoproj.io/v1alpha1", "Application", "spec: {source: {helm: {parameters: [{name: image.tag, value: v1}]}}}")]
    public void What_runs_no_image_names_none(string apiVersion, string kind, string spec) => Assert.Empty(Lines(apiVersion, kind, spec));

    [Fact]
    public void An_Argo_CD_application_gives_images_to_what_it_installs() =>
        Assert.Equal(
            [
                "6:25 acme/new:v2 = docker.io/acme/new:v2",
                "6:38 ghcr.io/acme/app:v1 = ghcr.io/acme/app:v1",
                "6:63 other = it has no tag, and keeps that of resources that are not in this tree",
                "6:77 *:v3 = docker.io/acme/c:v3",
                "8:53 acme/patched:1 = docker.io/acme/patched:1",
                "13:23 acme/text = docker.io/acme/text:v1",
                "17:48 acme/set = docker.io/acme/set:v4",
                "22:29 acme/object = docker.io/acme/object:v5",
            ],
            TestFiles.Lines(new KubernetesFormat(), """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                spec:
                  source:
                    kustomize:
                      images: [acme/old=acme/new:v2, ghcr.io/acme/app:v1, old=other, acme/c=*:v3]
                      patches:
                      - patch: '{"spec": {"containers": [{"image": "acme/patched:1"}]}}'
                  sources:
                  - helm:
                      values: |
                        image:
                          repository: acme/text
                          tag: v1
                        replicas: 1
                      parameters:
                      - {name: server.image.repository, value: acme/set}
                      - {name: server.image.tag, value: v4}
                      - {name: replicas, value: '2'}
                  - helm:
                      valuesObject:
                        image: {repository: acme/object, tag: v5}
                """));

    [Fact]
    public void A_Flux_release_sets_images_after_rendering() =>
        Assert.Equal(
            ["5:36 acme/a = docker.io/acme/b:v2"],
            TestFiles.Lines(new KubernetesFormat(), """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                spec:
                  postRenderers:
                  - kustomize: {images: [{name:    acme/a, newName: acme/b, newTag: v2}]}
                """));

    [Fact]
    public void Texts_within_texts_end_at_a_depth()
    {
        StringBuilder text = new();
        for (var depth = 0; depth < 2000; depth++)
        {
            var indent = new string(' ', depth);
            text.Append(indent).Append("apiVersion: argoproj.io/v1\n").Append(indent).Append("kind: Workflow\n");
            text.Append(indent).Append("container: {image: acme/a:").Append(depth).Append("}\n").Append(indent).Append("manifest: |\n");
        }

        Assert.Equal(6, TestFiles.Lines(new KubernetesFormat(), text.ToString()).Length);
    }

    [Fact]
    public void A_text_that_aliases_repeat_is_read_once()
    {
        var manifest = "x: &x |\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"  image: acme/a:{i}\n  ---\n"));
        var repeats = string.Concat(Enumerable.Repeat("- {manifest: *x}\n", 150));

        Assert.Equal(20_000, TestFiles.Lines(new KubernetesFormat(), $"apiVersion: argoproj.io/v1\nkind: Workflow\n{manifest}y:\n{repeats}").Length);
    }

    [Fact]
    public void A_disk_of_a_machine_is_no_image() => Assert.Empty(Lines(
        "infrastructure.cluster.x-k8s.io/v1beta1", "GCPMachineTemplate", "spec: {template: {spec: {image: projects/acme/global/images/node-v1}}}"));

    private static string[] Lines(string apiVersion, string kind, string spec) =>
        TestFiles.Lines(new KubernetesFormat(), $"apiVersion: {apiVersion}\nkind: {kind}\n{spec}");
}
