using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class PipelineTests
{
    [Fact]
    public void A_workflow_names_containers_services_and_steps()
    {
        using var folder = new Folder().With(".github/workflows/ci.yml", """
            on: push
            jobs:
              test:
                runs-on: ubuntu-latest
                container: node:22
                services:
                  db: {image: "postgres:17"}
                steps:
                  - uses: actions/checkout@v4
                  - uses: docker://alpine:3.20
                    with: {image: not/this}
              lint:
                container:
                  image: ghcr.io/acme/lint
            """);

        Assert.Equal(
            """
            .github/workflows/ci.yml:5 node:22 → docker.io/library/node:22
            .github/workflows/ci.yml:7 postgres:17 → docker.io/library/postgres:17
            .github/workflows/ci.yml:10 alpine:3.20 → docker.io/library/alpine:3.20
            .github/workflows/ci.yml:14 ghcr.io/acme/lint → ghcr.io/acme/lint:latest
            """,
            folder.Images());
        Assert.Equal(
            ["test/", "test/db", "test/", "lint/"],
            folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)
                .Select(found => $"{found.Workload}/{found.Container}"));
    }

    [Theory]
    [InlineData("matrix: {v: [1, 2]}", "a:${{ matrix.v }}", "docker.io/library/a:1|docker.io/library/a:2")]
    [InlineData(
        "matrix: {v: [1, 2], w: [x, y], exclude: [{v: 1, w: y}]}",
        "a:${{ matrix.v }}-${{matrix.w}}",
        "docker.io/library/a:1-x|docker.io/library/a:2-x|docker.io/library/a:2-y")]
    [InlineData("matrix: {include: [{i: 'b:1', os: x}, {i: 'c:2'}]}", "${{ matrix.i }}", "docker.io/library/b:1|docker.io/library/c:2")]
    [InlineData("matrix: {v: [1], include: [{i: b}]}", "${{ matrix.i }}:${{ matrix.v }}", "docker.io/library/b:1")]
    [InlineData("matrix: {c: [{image: b}, {image: c}]}", "${{ matrix.c.image }}", "docker.io/library/b:latest|docker.io/library/c:latest")]
    [InlineData("matrix: {c: ['', b]}", "${{ matrix.c }}", "docker.io/library/b:latest")]
    [InlineData("matrix: '${{ fromJson(needs.x.outputs.y) }}'", "${{ matrix.c }}", "! matrix.c has no value that is written out in this workflow")]
    [InlineData("fail-fast: true", "${{ inputs.image }}", "docker.io/library/from-input:latest")]
    [InlineData("fail-fast: true", "${{ github.repository }}:1", "! github.repository has a value only when the workflow runs")]
    [InlineData("fail-fast: true", "${{ matrix.a && 'b' || 'c' }}", "! matrix.a && 'b' || 'c' has no value that is written out in this workflow")]
    public void An_expression_is_read_as_far_as_the_workflow_tells(string strategy, string image, string images)
    {
        using var folder = new Folder().With(".github/workflows/ci.yml", $$"""
            on: {workflow_call: {inputs: {image: {default: from-input} } } }
            jobs:
              test:
                strategy:
                  {{strategy}}
                container: "{{image}}"
            """);

        Assert.Equal(images, string.Join('|', folder.Images().Split('\n').Select(line => line[(line.IndexOf('→', StringComparison.Ordinal) + 2)..])));
    }

    [Theory]
    [InlineData("docker://alpine", "action.yml:2 alpine → docker.io/library/alpine:latest")]
    [InlineData("Dockerfile", "")]
    public void An_action_may_run_an_image(string image, string images)
    {
        using var folder = new Folder().With("action.yml", $"name: x\nruns: {{using: docker, image: '{image}'}}");

        Assert.Equal(images, folder.Images());
    }

    [Fact]
    public void A_GitLab_pipeline_names_images_with_its_variables()
    {
        using var folder = new Folder().With(".gitlab-ci.yml", """
            image: ruby:$RUBY
            variables:
              RUBY: "3.3"
              NESTED: ruby:${RUBY}
              LOUD: {value: a, description: b}
            default:
              services: [postgres:17, {name: redis:7, alias: cache}]
            test:
              variables: {RUBY: "3.4"}
              image: {name: "ruby:${RUBY}", entrypoint: [""]}
            nested:
              image: $NESTED
            loud:
              image: $LOUD
            own:
              image: $CI_REGISTRY_IMAGE/app
            unset:
              image: $X
            loop:
              variables: {A: $B, B: $A}
              image: $A
            """);

        Assert.Equal(
            """
            1 ruby:$RUBY → docker.io/library/ruby:3.3
            7 postgres:17 → docker.io/library/postgres:17
            7 redis:7 → docker.io/library/redis:7
            10 ruby:${RUBY} → docker.io/library/ruby:3.4
            12 $NESTED → docker.io/library/ruby:3.3
            14 $LOUD → docker.io/library/a:latest
            16 $CI_REGISTRY_IMAGE/app → ! CI_REGISTRY_IMAGE is set by GitLab when the pipeline runs
            18 $X → ! X is not set in this file
            21 $A → ! its variables hold each other, or come to a text too long for an image
            """,
            folder.Images().Replace(".gitlab-ci.yml:", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_CircleCI_configuration_names_images_of_jobs_and_executors()
    {
        using var folder = new Folder().With(".circleci/config.yml", """
            version: 2.1
            parameters: {go: {type: string, default: "1.23"}}
            executors:
              small:
                parameters: {tag: {default: x}}
                docker: [{image: "cimg/base:<< parameters.tag >>"}]
            jobs:
              build:
                docker:
                  - image: cimg/go:<< pipeline.parameters.go >>
                  - image: << parameters.unknown >>
                machine: {image: ubuntu-2204}
            """);

        Assert.Equal(
            """
            6 cimg/base:<< parameters.tag >> → docker.io/cimg/base:x
            10 cimg/go:<< pipeline.parameters.go >> → docker.io/cimg/go:1.23
            11 << parameters.unknown >> → ! parameters.unknown has no default in this file
            """,
            folder.Images().Replace(".circleci/config.yml:", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Cloud_Build_steps_run_in_images()
    {
        using var folder = new Folder().With("ci/cloudbuild-dev.json", """
            {"steps": [
              {"name": "gcr.io/cloud-builders/go:$_V"},
              {"name": "gcr.io/$PROJECT_ID/x"},
              {"name": "a:${_NONE}"}],
             "substitutions": {"_V": "1.23"}}
            """);

        Assert.Equal(
            """
            2 gcr.io/cloud-builders/go:$_V → gcr.io/cloud-builders/go:1.23
            3 gcr.io/$PROJECT_ID/x → ! PROJECT_ID is set by Cloud Build when the build runs
            4 a:${_NONE} → ! _NONE has no value under substitutions
            """,
            folder.Images().Replace("ci/cloudbuild-dev.json:", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_that_hold_each_other_many_times_end()
    {
        var many = string.Concat(Enumerable.Range(0, 9).Select(i => $"  V{i}: {string.Concat(Enumerable.Repeat($"$V{i + 1}", 500))}\n"));
        using var folder = new Folder().With(".gitlab-ci.yml", $"variables:\n{many}\n  V9: ''\nimage: $V0\n");

        Assert.EndsWith("its variables hold each other, or come to a text too long for an image", folder.Images(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gcr.io/cloud-builders/docker", "ci/build.yaml:1 gcr.io/cloud-builders/docker → gcr.io/cloud-builders/docker:latest")]
    [InlineData("checkout", "")]
    public void Steps_elsewhere_are_Cloud_Builds_only_by_its_own_builders(string name, string images)
    {
        using var folder = new Folder().With("ci/build.yaml", $"steps: [{{name: {name}, args: [x]}}]");

        Assert.Equal(images, folder.Images());
    }

    [Theory]
    [InlineData(".devcontainer/devcontainer.json")]
    [InlineData(".devcontainer/python/devcontainer.json")]
    [InlineData(".devcontainer.json")]
    public void A_development_container_has_an_image(string path)
    {
        using var folder = new Folder().With(path, """
            // made by hand
            {
              "image": "mcr.microsoft.com/devcontainers/base:${localEnv:VARIANT:bookworm}",
              "features": {"ghcr.io/devcontainers/features/node:1": {}},
            }
            """);

        Assert.Equal(
            $"{path}:3 mcr.microsoft.com/devcontainers/base:${{localEnv:VARIANT:bookworm}} → mcr.microsoft.com/devcontainers/base:bookworm",
            folder.Images());
    }
}
