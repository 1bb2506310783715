using Archway.Core.Tests.Reading.Data;
using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Archway.Reading.Kustomize;
using Xunit;

namespace Archway.Core.Tests.Reading.Kustomize;

public sealed class KustomizeFormatTests
{
    [Theory]
    [InlineData("{name: nginx, newTag: 1.27.0}", "docker.io/library/nginx:1.27.0")]
    [InlineData("{name: nginx, newTag: '1.10'}", "docker.io/library/nginx:1.10")]
    [InlineData("{name: nginx, newName: ghcr.io/acme/nginx, newTag: v1}", "ghcr.io/acme/nginx:v1")]
    [InlineData("{name: nginx, digest: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}",
        "docker.io/library/nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("{name: nginx, newName: ghcr.io/acme/nginx}", "ghcr.io/acme/nginx:latest")]
    [InlineData("{name: nginx, newTag: '${TAG}'}", "${TAG} is filled in from outside this file")]
    public void An_image_is_what_the_entry_makes_of_the_name(string entry, string image) =>
        Assert.Equal([$"2:10 nginx = {image}"], TestFiles.Lines(new KustomizeFormat(), $"images:\n- {entry}\n", "kustomization.yaml"));

    [Fact]
    public void An_entry_that_changes_nothing_says_nothing() =>
        Assert.Empty(TestFiles.Lines(new KustomizeFormat(), "images:\n- name: nginx\n- newTag: 1\n- 7\n", "kustomization.yaml"));

    [Theory]
    [InlineData("{image: 'redis:7'}", "ghcr.io/acme/redis:7")]
    [InlineData("{image: 'redis:7'}, {image: 'redis:8'}", "ghcr.io/acme/redis:latest")]
    [InlineData("{image: nginx}", "ghcr.io/acme/redis:latest")]
    public void A_new_name_alone_keeps_the_tag_of_the_resources(string images, string image) =>
        Assert.Equal(
            [$"3:10 redis = {image}"],
            TestFiles.Lines(
                new KustomizeFormat(),
                "resources: [../../base, ../../../outside, 'https://example.com/base', .]\nimages:\n- {name: redis, newName: ghcr.io/acme/redis}\n",
                "overlays/prod/kustomization.yaml",
                ("base/kustomization.yml", "resources: [pods.yaml, ../overlays/prod]\n"),
                ("base/pods.yaml", $"apiVersion: v1\nkind: Pod\nspec: {{containers: [{images}]}}\n")));

    [Fact]
    public void A_patch_written_inline_keeps_its_lines()
    {
        using TestFiles files = new(("kustomization.yml", """
            patches:
            - target: {kind: Deployment}
              patch: |-
                - op: replace
                  path: /spec/template/spec/containers/0/image
                  value: ghcr.io/acme/web:1
                - op: add
                  path: /spec/template/spec/containers/-
                  value:
                    name: side
                    image: "acme/side:1"
                - {op: remove, path: /spec/image}
            - patch: |
                # é
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec: {template: {spec: {containers: [{name: c, image: acme/web:2}]}}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: two}
                spec: {template: {spec: {containers: [{name: c, image: acme/two:2}]}}}
            - path: other.yaml
            patchesJson6902:
            - patch: '[{"op": "replace", "path": "/spec/image", "value": "acme/json:1"}]'
            patchesStrategicMerge:
            - other.yaml
            - |-
              apiVersion: v1
              kind: Pod
              spec: {containers: [{name: c, image: acme/pod:3}]}
            """));

        var found = files.Read(new KustomizeFormat(), "kustomization.yml").Occurrences;

        Assert.Equal(
            [
                "6:14 ghcr.io/acme/web:1 = ghcr.io/acme/web:1",
                "11:17 acme/side:1 = docker.io/acme/side:1",
                "18:60 acme/web:2 = docker.io/acme/web:2",
                "23:60 acme/two:2 = docker.io/acme/two:2",
                "32:40 acme/pod:3 = docker.io/acme/pod:3",
                "26:63 acme/json:1 = docker.io/acme/json:1",
            ],
            TestFiles.Lines(found));
        Assert.All(found, image => Assert.Equal(OccurrenceKind.KustomizePatch, image.Kind));
        Assert.Equal("Deployment/two", found[3].Workload);
    }

    [Fact]
    public void A_patch_that_is_no_YAML_is_passed_over() =>
        Assert.Empty(TestFiles.Lines(
            new KustomizeFormat(),
            "patches:\n- patch: |-\n    [[[\n- patch: \"a\\nb\"\n- patch: |\n- patch: ''\n- patch:\n",
            "kustomization.yaml"));

    [Fact]
    public void A_Flux_kustomization_keeps_its_images_under_spec() =>
        Assert.Equal(
            ["5:12 nginx = docker.io/library/nginx:1"],
            TestFiles.Lines(new KustomizeFormat(), """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                spec:
                  images:
                  - {name: nginx, newTag: "1"}
                """));

    [Theory]
    [InlineData("- op: replace\n  path: /spec/image\n  value: acme/a:1\n", "patch.yaml", "3:10 acme/a:1 = docker.io/acme/a:1")]
    [InlineData("[{\"op\": \"add\", \"path\": \"/spec/image\", \"value\": \"acme/a:1\"}]", "patch.json", "1:49 acme/a:1 = docker.io/acme/a:1")]
    [InlineData("[{\"op\": \"add\", \"path\": \"/spec/imagePullPolicy\", \"value\": \"acme/a:1\"}]", "patch.json", null)]
    [InlineData("[{\"op\": \"test\", \"path\": \"/spec/image\", \"value\": \"acme/a:1\"}]", "patch.json", null)]
    public void A_JSON_patch_in_its_own_file_is_read_too(string text, string path, string? line) =>
        Assert.Equal(line is null ? [] : [line], TestFiles.Lines(new JsonPatchFormat(), text, path));

    [Fact]
    public void A_kustomization_rests_on_the_files_of_its_bases()
    {
        using var folder = new Folder().With("base/kustomization.yaml", "resources: [pod.yaml]").With("base/pod.yaml", "kind: Pod")
            .With("overlay/kustomization.yaml", "resources: [../base]\nimages: [{name: nginx, newTag: '1'}]");
        SourceTree tree = new(folder.Path);
        var overlay = SourceReader.Read(tree, new(), TestContext.Current.CancellationToken)
            .First(item => item is SourceItem.Document { Path: "overlay/kustomization.yaml" });

        Assert.NotNull(overlay);
        Assert.Contains("base/pod.yaml", tree.Asked);
    }
}
