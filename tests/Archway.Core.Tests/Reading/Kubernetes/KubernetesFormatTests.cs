using Archway.Core.Tests.Reading.Data;
using Archway.Reading;
using Archway.Reading.Kubernetes;
using Xunit;

namespace Archway.Core.Tests.Reading.Kubernetes;

public sealed class KubernetesFormatTests
{
    [Fact]
    public void Every_container_of_a_pod_is_found_however_deep()
    {
        using TestFiles files = new(("file.yaml", """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: backup, namespace: shop}
            spec:
              jobTemplate:
                spec:
                  template:
                    spec:
                      initContainers:
                        - image: busybox
                          name: init
                      containers:
                        - name: main
                          image: 'ghcr.io/acme/backup:1'
                      ephemeralContainers:
                        - {name: debug, image: "debug:1"}
                      volumes:
                        - name: model
                          image: {reference: "quay.io/acme/model:v1", pullPolicy: Always}
            """));

        var found = files.Read(new KubernetesFormat(), "file.yaml").Occurrences;

        Assert.Equal(
            [
                "10:22 busybox = docker.io/library/busybox:latest",
                "14:23 ghcr.io/acme/backup:1 = ghcr.io/acme/backup:1",
                "16:37 debug:1 = docker.io/library/debug:1",
                "19:35 quay.io/acme/model:v1 = quay.io/acme/model:v1",
            ],
            TestFiles.Lines(found));
        Assert.Equal(["init", "main", "debug", null], found.Select(image => image.Container));
        Assert.All(found, image => Assert.Equal("CronJob/shop/backup", image.Workload));
        Assert.Equal([OccurrenceKind.KubernetesContainer, OccurrenceKind.KubernetesField], found.Select(image => image.Kind).Distinct());
    }

    [Fact]
    public void The_items_of_a_list_keep_their_own_names()
    {
        using TestFiles files = new(("file.json", """
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"name": "x", "image": "nginx"}]},
               "status": {"containerStatuses": [{"image": "docker.io/library/nginx:latest"}]}},
              {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "b-"}, "spec": {"containers": [{"name": "x", "image": "redis"}]}}
            ]}
            """));

        var found = files.Read(new KubernetesFormat(), "file.json").Occurrences;

        Assert.Equal(["Pod/a x nginx", "Pod/b- x redis"], found.Select(image => $"{image.Workload} {image.Container} {image.Written}"));
    }

    [Fact]
    public void An_image_that_ko_builds_says_so()
    {
        using TestFiles files = new(("file.yaml", "{apiVersion: v1, kind: Pod, spec: {containers: [{image: 'ko://example.com/acme/cmd/app'}]}}"));

        var found = Assert.Single(files.Read(new KubernetesFormat(), "file.yaml").Occurrences);

        Assert.Equal("ko builds it from the Go package example.com/acme/cmd/app", found.Reason);
    }

    [Theory]
    [InlineData("spec: {image: quay.io/prometheus/prometheus:v3}", "quay.io/prometheus/prometheus:v3")]
    [InlineData("spec: {image: acme/app}", "acme/app")]
    [InlineData("spec: {podTemplate: {image: redis:7}}", "redis:7")]
    [InlineData("spec: {image: {repository: acme/app, tag: 1.2}}", "acme/app")]
    [InlineData("spec: {image: {registry: ghcr.io, repository: acme/app, digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}}",
        "acme/app")]
    [InlineData("spec: {baseImage: quay.io/acme/app}", "quay.io/acme/app")]
    [InlineData("spec: {operatorImage: acme/operator:v1}", "acme/operator:v1")]
    [InlineData("spec: {strategy: {dockerStrategy: {from: {kind: DockerImage, name: 'centos:7'}}}}", "centos:7")]
    [InlineData("spec: {template: {apiVersion: v1, kind: Pod, spec: {containers: [{image: nginx}]}}}", "nginx")]
    public void A_custom_resource_names_images_in_its_own_fields(string spec, string written) =>
        Assert.Equal(written, Assert.Single(Read(spec).Occurrences).Written);

    [Theory]
    [InlineData("spec: {image: ubuntu}")]
    [InlineData("spec: {image: ''}")]
    [InlineData("spec: {image: 'https://example.com/logo.png'}")]
    [InlineData("spec: {image: /var/lib/disk.img}")]
    [InlineData("spec: {image: assets/logo.png}")]
    [InlineData("spec: {image: {repository: acme/app}}")]
    [InlineData("spec: {bannerImage: assets/banner}")]
    [InlineData("spec: {from: {kind: ImageStreamTag, name: 'app:1'}}")]
    [InlineData("status: {image: acme/app:1, containers: [{image: b}]}")]
    [InlineData("spec: {containers: [{name: no-image}, {name: none, image: null}]}")]
    public void What_only_looks_like_an_image_is_left_alone(string spec) => Assert.Empty(Read(spec).Occurrences);

    [Fact]
    public void A_schema_of_resources_names_no_images() =>
        Assert.Empty(TestFiles.Lines(new KubernetesFormat(),
            "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {image: acme/app:1}\n"));

    [Theory]
    [InlineData("args: ['--reloader-image=quay.io/acme/reloader:v1']", "quay.io/acme/reloader:v1")]
    [InlineData("args: [--image, 'acme/app:v1']", "acme/app:v1")]
    [InlineData("command: [run, '--pause-image=pause:3.1']", "pause:3.1")]
    [InlineData("args: ['--sidecar=ghcr.io/acme/sidecar:v1']", "ghcr.io/acme/sidecar:v1")]
    [InlineData("env: [{name: RELATED_IMAGE_OPERAND, value: 'quay.io/acme/operand:v1'}]", "quay.io/acme/operand:v1")]
    [InlineData("env: [{name: PROXY_IMAGE, value: acme/proxy:1}]", "acme/proxy:1")]
    [InlineData("env: [{name: IMAGE_API, value: acme/api:1}]", "acme/api:1")]
    public void Arguments_and_variables_that_name_an_image_are_found(string members, string written)
    {
        var context = Read($"spec: {{containers: [{{name: c, {members}}}]}}");

        var found = Assert.Single(context.Occurrences);
        Assert.Equal((written, OccurrenceKind.KubernetesArgumentOrEnvironment, "c"), (found.Written, found.Kind, found.Container));
        Assert.Equal(written, context.Source.Text.Split('\n')[found.At.Line - 1].Substring(found.At.Column - 1, found.At.Length));
    }

    [Theory]
    [InlineData("args: ['--url=https://quay.io/acme/app:v1']")]
    [InlineData("args: ['--listen=0.0.0.0:8080']")]
    [InlineData("args: ['--upstream=api.shop.svc:8080']")]
    [InlineData("args: ['--image-pull-policy=IfNotPresent']")]
    [InlineData("args: ['--image-gc-high-threshold=85']")]
    [InlineData("args: ['--config=/etc/app.d/config:ro']")]
    [InlineData("args: ['--path=a.b/c']")]
    [InlineData("args: ['--group=example.com/v1']")]
    [InlineData("args: [--image, --verbose]")]
    [InlineData("args: ['--selector=app.kubernetes.io/name:cart']")]
    [InlineData("args: ['quay.io/acme/app:v1']")]
    [InlineData("env: [{name: IMAGE_TAG, value: acme/v1.2}]")]
    [InlineData("env: [{name: IMAGE_REGISTRY, value: 'localhost:5000/acme'}]")]
    [InlineData("env: [{name: HERO_IMAGE, value: assets/hero.png}]")]
    [InlineData("env: [{name: SERVICE_ADDR, value: 'cart:7070'}]")]
    [InlineData("env: [{name: FIELD_IMAGE, valueFrom: {fieldRef: {fieldPath: a/b:c}}}]")]
    [InlineData("resources: {limits: {memory: 1Gi}}")]
    public void Addresses_paths_and_quantities_are_no_images(string members) =>
        Assert.Empty(Read($"spec: {{containers: [{{name: c, {members}}}]}}").Occurrences);

    [Theory]
    [InlineData("sidecar.istio.io/proxyImage: docker.io/istio/proxyv2:1.2", 1)]
    [InlineData("containerImage: quay.io/acme/operator:v1", 1)]
    [InlineData("image.openshift.io/triggers: '[{\"from\": 1}]'", 0)]
    [InlineData("example.com/image-url: 'https://example.com/a:b'", 0)]
    [InlineData("example.com/other: docker.io/istio/proxyv2:1.2", 0)]
    [InlineData("example.com/image-size: 10Gi", 0)]
    public void An_annotation_counts_when_its_key_speaks_of_an_image(string annotation, int count) =>
        Assert.Equal(count, Read($"metadata: {{annotations: {{{annotation}}}}}").Occurrences.Count(found => found.Kind == OccurrenceKind.KubernetesAnnotation));

    [Theory]
    [InlineData("${IMAGE}", "${IMAGE} is filled in from outside this file")]
    [InlineData("acme/app:$(TAG)", "$(TAG) is filled in from outside this file")]
    [InlineData("'{{ .Values.image }}'", "{{ .Values.image }} is filled in from outside this file")]
    [InlineData("<image>", "<image> is filled in from outside this file")]
    [InlineData("acme/app:CONTAINER_IMAGES_TAG", "docker.io/acme/app:CONTAINER_IMAGES_TAG")]
    [InlineData("!Ref Image", "it is made by !Ref")]
    public void A_placeholder_is_a_reason_unless_it_is_a_reference_too(string image, string expected)
    {
        var found = Assert.Single(Read($"spec:\n  containers:\n  - name: c\n    image: {image}").Occurrences);

        Assert.Equal(expected, found.Image?.ToString() ?? found.Reason);
    }

    [Fact]
    public void The_parameters_of_an_OpenShift_template_are_filled_in() =>
        Assert.Equal(
            ["6:60 ${NAME}:${TAG} = quay.io/acme/app:7", "7:60 ${NAME}:${MISSING} = ${MISSING} is filled in from outside this file"],
            TestFiles.Lines(new KubernetesFormat(), """
                apiVersion: template.openshift.io/v1
                kind: Template
                parameters: [{name: NAME, value: quay.io/acme/app}, {name: TAG, value: '7'}, {name: MISSING}]
                metadata: {name: t}
                objects:
                - {apiVersion: v1, kind: Pod, spec: {containers: [{image: "${NAME}:${TAG}"}]}}
                - {apiVersion: v1, kind: Pod, spec: {containers: [{image: "${NAME}:${MISSING}"}]}}
                """));

    [Fact]
    public void A_Helm_release_has_values_like_a_chart() =>
        Assert.Equal(
            ["4:27 acme/app = docker.io/acme/app:1", "5:27 acme/b = it has no tag, and the chart's appVersion is not in this tree"],
            TestFiles.Lines(new KubernetesFormat(), """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                spec: {values: {
                  a: {image: {repository: acme/app, tag: 1}},
                  b: {image: {repository: acme/b}}
                }}
                """));

    private static ReadingContext Read(string members)
    {
        using TestFiles files = new(("file.yaml", $"apiVersion: example.com/v1\nkind: Thing\n{members}\n"));
        return files.Read(new KubernetesFormat(), "file.yaml");
    }
}
