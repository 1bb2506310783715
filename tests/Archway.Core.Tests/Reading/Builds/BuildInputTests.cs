using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Builds;

/// <summary>What builds say of the Dockerfiles that they build.</summary>
public sealed class BuildInputTests
{
    [Theory]
    [InlineData("compose.yaml", "services: {web: {build: {context: ., dockerfile: Web.df}}}")]
    [InlineData("docker-bake.hcl", "target \"web\" {\n  dockerfile = \"Web.df\"\n}")]
    [InlineData("docker-bake.json", """{"target": {"web": {"context": ".", "dockerfile": "Web.df"}}}""")]
    [InlineData("docker-bake.hcl", "target \"_base\" {\n  dockerfile = \"Web.df\"\n}\ntarget \"web\" {\n  inherits = [\"_base\"]\n}")]
    [InlineData("docker-bake.hcl", "target \"web\" {\n  matrix = { item = [\"Web\", \"Api\"] }\n  name = item\n  dockerfile = \"${item}.df\"\n}")]
    [InlineData(".devcontainer/devcontainer.json", """{"build": {"dockerfile": "../Web.df"}}""")]
    [InlineData(".devcontainer/web/devcontainer.json", """{"dockerFile": "../../Web.df"}""")]
    [InlineData("main.tf", "resource \"docker_image\" \"web\" {\n  name = var.name\n  build {\n    context = \".\"\n    dockerfile = \"Web.df\"\n  }\n}")]
    public void A_Dockerfile_is_read_under_any_name_whatever_its_image_is_called(string path, string text)
    {
        using var folder = new Folder().With("Web.df", "FROM golang:1.25\n").With(path, text);

        Assert.Equal("Web.df:1 golang:1.25 → docker.io/library/golang:1.25", OfDockerfiles(folder));
    }

    [Fact]
    public void A_text_that_a_build_takes_for_a_Dockerfile_is_none_by_that_alone()
    {
        using var folder = new Folder().With("Web.df", "Greetings\nFROM all of us\n").With("compose.yaml", "services: {web: {build: {dockerfile: Web.df}}}");

        Assert.Equal(["compose.yaml"], folder.Files());
    }

    [Theory]
    [InlineData("docker-bake.hcl", """target "app" { contexts = { base = "docker-image://alpine:3.20" } }""")]
    [InlineData("docker-bake.hcl", """target "app" { contexts = { "base:latest" = "target:base" } }""")]
    [InlineData("docker-bake.hcl",
        "target \"_all\" {\n  contexts = { base = \"https://git.example/x.git\" }\n}\ntarget \"app\" {\n  inherits = [\"_all\"]\n  contexts = { other = \".\" }\n}")]
    [InlineData("docker-bake.hcl", """target "app" { contexts = { base = CONTEXT } }""")]
    [InlineData("docker-bake.json", """{"target": {"app": {"contexts": {"base": "target:base"}}}}""")]
    [InlineData("compose.yaml", """services: {app: {build: {context: ., additional_contexts: {base: "docker-image://alpine:3.20"}}}}""")]
    [InlineData("compose.yaml", """services: {app: {build: {context: ., additional_contexts: ["base=service:base"]}}}""")]
    [InlineData("compose.yaml", """services: {app: {build: {context: ., additional_contexts: {base: ../base}}}}""")]
    public void A_context_stands_in_the_place_of_an_image(string path, string text)
    {
        using var folder = new Folder().With(path, text).With("Dockerfile", """
            FROM docker.io/library/base
            COPY --from=base /a /a
            RUN --mount=from=base,target=/b true
            FROM base:1
            """);

        Assert.Equal("Dockerfile:4 base:1 → docker.io/library/base:1", OfDockerfiles(folder));
    }

    [Fact]
    public void A_context_stands_in_the_place_of_a_stage_which_is_not_built_then()
    {
        using var folder = new Folder()
            .With("docker-bake.hcl", """target "app" { contexts = { deps = "docker-image://acme/deps:1" } }""")
            .With("Dockerfile", "FROM node:22 AS deps\nCOPY --from=busybox:1 /a /a\nFROM deps\n");

        Assert.Equal("docker-bake.hcl:1 acme/deps:1 → docker.io/acme/deps:1", folder.Images());
    }

    [Fact]
    public void A_context_that_a_variable_holds_is_an_image_where_the_variable_says_so()
    {
        using var folder = new Folder().With("docker-bake.hcl", """
            variable "CONTEXT" { default = "docker-image://alpine:3.20" }
            target "app" { contexts = { base = CONTEXT } }
            """);

        Assert.Equal("docker-bake.hcl:1 alpine:3.20 → docker.io/library/alpine:3.20", folder.Images());
    }

    [Theory]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: {BASE: 'ubuntu:22.04'}}}}")]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: ['BASE=ubuntu:22.04']}}}")]
    [InlineData("compose.yaml", "services: {app: {image: acme/app, build: {context: ., args: {BASE: 'ubuntu:${V:-22.04}'}}}}")]
    [InlineData("docker-bake.hcl", """target "app" { args = { BASE = "ubuntu:22.04" } }""")]
    [InlineData("docker-bake.hcl", "variable \"V\" { default = \"22.04\" }\ntarget \"app\" {\n  args = { BASE = \"ubuntu:${V}\" }\n}")]
    [InlineData("docker-bake.hcl",
        "target \"_all\" {\n  args = { BASE = \"ubuntu:22.04\" }\n}\ntarget \"app\" {\n  inherits = [\"_all\"]\n  args = { OTHER = 1 }\n  tags = [\"app\"]\n}")]
    [InlineData("docker-bake.json", """{"target": {"app": {"args": {"BASE": "ubuntu:22.04"}}}}""")]
    [InlineData("skaffold.yaml", "apiVersion: skaffold/v4beta11\nbuild: {artifacts: [{image: app, docker: {buildArgs: {BASE: 'ubuntu:22.04'}}}]}")]
    [InlineData("skaffold.yaml", "apiVersion: skaffold/v4beta11\nbuild: {artifacts: [{image: app, kaniko: {buildArgs: {BASE: 'ubuntu:22.04'}}}]}")]
    [InlineData(".devcontainer.json", """{"build": {"dockerfile": "Dockerfile", "args": {"BASE": "ubuntu:${localEnv:V:22.04}"}}}""")]
    [InlineData("main.tf",
        "resource \"docker_image\" \"app\" {\n  name = var.name\n  build {\n    context = \".\"\n    build_args = { BASE = \"ubuntu:22.04\" }\n  }\n}")]
    [InlineData("build.sh", "docker build --build-arg BASE=ubuntu:22.04 -t acme/app .")]
    [InlineData("build.sh", "docker buildx build --build-arg=BASE=ubuntu:22.04 --push . > build.log 2>&1")]
    [InlineData("build.sh", "V=22.04\npodman build --build-arg \"BASE=ubuntu:${V}\" .")]
    [InlineData("build.sh", "export BASE=ubuntu:22.04\nbuildah bud --build-arg BASE .")]
    [InlineData("build.sh", "docker build --build-arg BASE=ubuntu:22.04 - < Dockerfile")]
    [InlineData("Makefile", "V ?= 22.04\nimage:\n\t$(DOCKER) build --build-arg BASE=ubuntu:$(V) -t app .\n")]
    [InlineData(".github/workflows/a.yaml",
        "jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {tags: acme/app, build-args: 'BASE=ubuntu:22.04'}}]}}")]
    [InlineData(".github/workflows/a.yaml", "jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {build-args: 'BASE=ubuntu:22.04'}}]}}")]
    [InlineData(".github/workflows/a.yaml",
        "jobs: {a: {strategy: {matrix: {v: ['22.04']}}, steps: [{uses: docker/build-push-action@v6, with: {build-args: 'BASE=ubuntu:${{ matrix.v }}'}}]}}")]
    [InlineData(".github/workflows/a.yaml", "jobs: {a: {steps: [{run: 'docker build --build-arg BASE=ubuntu:22.04 .'}]}}")]
    [InlineData(".gitlab-ci.yml", "a: {script: ['V=22.04', 'docker build --build-arg BASE=ubuntu:$V .']}")]
    [InlineData(".gitlab-ci.yml", "a: {script: [/kaniko/executor --context . --dockerfile Dockerfile --build-arg BASE=ubuntu:22.04 --destination acme/app]}")]
    [InlineData("cloudbuild.yaml",
        "steps: [{name: gcr.io/cloud-builders/docker, args: [build, --build-arg, 'BASE=ubuntu:$_V', .]}]\nsubstitutions: {_V: '22.04'}")]
    [InlineData(".drone.yml",
        "kind: pipeline\nsteps: [{name: p, image: plugins/docker, settings: {repo: acme/app, build_args: ['BASE=ubuntu:22.04']}}]")]
    [InlineData(".woodpecker.yml", "steps: {p: {image: woodpeckerci/plugin-docker-buildx, settings: {build_args: {BASE: 'ubuntu:22.04'}}}}")]
    public void An_argument_of_a_build_takes_the_place_of_its_default(string path, string text)
    {
        using var folder = new Folder().With("Dockerfile", "ARG BASE=debian:12\nFROM ${BASE}\n").With(path, text);

        Assert.Equal("Dockerfile:2 ${BASE} → docker.io/library/ubuntu:22.04", OfDockerfiles(folder));
    }

    [Theory]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: {OTHER: 1}}}}")]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: {BASE: }}}}")]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: [BASE]}}}")]
    [InlineData("docker-bake.hcl", """target "app" { args = { BASE = null } }""")]
    [InlineData("docker-bake.hcl", "variable \"BASE\" { default = null }\ntarget \"app\" { args = { BASE = BASE } }")]
    [InlineData("skaffold.yaml", "apiVersion: skaffold/v4beta11\nbuild: {artifacts: [{image: app, docker: {buildArgs: {BASE: }}}]}")]
    [InlineData("build.sh", "docker build -t app .")]
    public void An_argument_that_no_build_gives_keeps_its_default(string path, string text)
    {
        using var folder = new Folder().With("Dockerfile", "ARG BASE=debian:12\nFROM ${BASE}\n").With(path, text);

        Assert.Equal("Dockerfile:2 ${BASE} → docker.io/library/debian:12", OfDockerfiles(folder));
    }

    [Fact]
    public void An_argument_without_a_value_is_that_of_the_env_file()
    {
        using var folder = new Folder().With("Dockerfile", "ARG BASE=debian:12\nFROM ${BASE}\n").With(".env", "BASE=ubuntu:22.04\n")
            .With("compose.yaml", "services: {app: {build: {context: ., args: [BASE]}}}");

        Assert.Equal("Dockerfile:2 ${BASE} → docker.io/library/ubuntu:22.04", OfDockerfiles(folder));
    }

    [Theory]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: {TAG: '${X}'}}}}",
        "ARG TAG is set in compose.yaml: the variable X has no default here, and no value in the .env file beside this one")]
    [InlineData("docker-bake.hcl", "variable \"X\" {}\ntarget \"app\" {\n  args = { TAG = X }\n}",
        "ARG TAG is set in docker-bake.hcl: the variable X has no default in this file")]
    [InlineData("skaffold.yaml", "apiVersion: skaffold/v4beta11\nbuild: {artifacts: [{image: app, docker: {buildArgs: {TAG: '{{.X}}'}}}]}",
        "ARG TAG is set in skaffold.yaml: {{.X}} is filled in from outside this file")]
    [InlineData(".devcontainer.json", """{"build": {"dockerfile": "Dockerfile", "args": {"TAG": "${localEnv:X}"}}}""",
        "ARG TAG is set in .devcontainer.json: localEnv:X has a value only on the machine that opens the container")]
    public void A_value_that_cannot_be_told_is_said_beside_the_default(string path, string text, string reason)
    {
        using var folder = new Folder().With("Dockerfile", "ARG TAG=12\nARG BASE=debian:${TAG}\nFROM ${BASE}\n").With(path, text);

        Assert.Equal($"Dockerfile:3 ${{BASE}} → ! {reason}\nDockerfile:3 ${{BASE}} → docker.io/library/debian:12", OfDockerfiles(folder));
    }

    [Theory]
    [InlineData("compose.yaml", "services: {app: {build: {context: ., args: {BASE: '${X:-}'}}}}")]
    [InlineData("docker-bake.hcl", "variable \"BASE\" { default = \"\" }\ntarget \"app\" { args = { BASE = BASE } }")]
    public void A_value_that_is_empty_is_not_the_default(string path, string text)
    {
        using var folder = new Folder().With("Dockerfile", "ARG BASE=debian:12\nFROM ${BASE}\n").With(path, text);

        Assert.Equal("Dockerfile:2 ${BASE} → ! its variables are empty unless somebody sets them", OfDockerfiles(folder));
    }

    [Theory]
    [InlineData("build.sh", "docker build --build-arg BASE=$1 .", "a part of it is worked out when the script runs")]
    [InlineData("Makefile", "image:\n\tdocker build --build-arg BASE=$(BASE) .\n", "nothing in this file sets BASE")]
    [InlineData(".github/workflows/a.yaml", "jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {build-args: 'BASE=${{ inputs.b }}'}}]}}",
        "inputs.b has a value only when the workflow runs")]
    [InlineData(".drone.yml", "kind: pipeline\nsteps: [{name: p, image: plugins/docker, settings: {build_args: ['BASE=${DRONE_TAG}']}}]",
        "DRONE_TAG is set by Drone when the pipeline runs")]
    public void A_value_that_a_command_takes_from_outside_is_said_beside_the_default(string path, string text, string reason)
    {
        using var folder = new Folder().With("Dockerfile", "ARG BASE=debian:12\nFROM ${BASE}\n").With(path, text);

        Assert.Equal(
            $"Dockerfile:2 ${{BASE}} → ! ARG BASE is set in {path}: {reason}\nDockerfile:2 ${{BASE}} → docker.io/library/debian:12", OfDockerfiles(folder));
    }

    [Theory]
    [InlineData("build.sh", "docker buildx build --build-context base=docker-image://redis:3 .")]
    [InlineData(".gitlab-ci.yml", "a: {script: ['docker buildx build --build-context base=docker-image://redis:3 .']}")]
    [InlineData(".github/workflows/a.yaml",
        "jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {build-contexts: 'base=docker-image://redis:3'}}]}}")]
    public void An_image_that_a_command_puts_in_the_place_of_another_is_listed(string path, string text)
    {
        using var folder = new Folder().With("Dockerfile", "FROM base\n").With(path, text);

        Assert.Equal($"{path}:1 redis:3 → docker.io/library/redis:3", folder.Images());
    }

    [Fact]
    public void Several_builds_of_a_Dockerfile_make_several_images_at_one_place()
    {
        using var folder = new Folder()
            .With("docker-bake.hcl", """
                target "_all" { args = { USER = "app" } }
                target "php" {
                  inherits = ["_all"]
                  matrix = { version = ["8.3", "8.4"] }
                  name = "php-${version}"
                  args = { VERSION = version }
                }
                target "same" { args = { VERSION = "8.4" } }
                """)
            .With("build.sh", "docker build -t php .")
            .With("Dockerfile", "ARG VERSION=8.2\nFROM php:${VERSION}\nFROM alpine:3.20\n");

        Assert.Equal(
            """
            Dockerfile:2 php:${VERSION} → docker.io/library/php:8.2
            Dockerfile:2 php:${VERSION} → docker.io/library/php:8.3
            Dockerfile:2 php:${VERSION} → docker.io/library/php:8.4
            Dockerfile:3 alpine:3.20 → docker.io/library/alpine:3.20
            """,
            OfDockerfiles(folder, sorted: true));
    }

    [Fact]
    public void An_argument_without_a_default_is_known_where_one_build_gives_it()
    {
        using var folder = new Folder()
            .With("compose.yaml", "services: {app: {build: {context: ., args: {TAG: '1'}}}, test: {build: {context: ., target: test}}}")
            .With("Dockerfile", "ARG TAG\nFROM alpine:3.20 AS test\nFROM acme/base:${TAG}\n");

        Assert.Equal(
            "Dockerfile:2 alpine:3.20 → docker.io/library/alpine:3.20\nDockerfile:3 acme/base:${TAG} → docker.io/acme/base:1", OfDockerfiles(folder));
    }

    [Fact]
    public void An_argument_reaches_a_stage_that_declares_it_and_a_Dockerfile_within_the_file()
    {
        using var folder = new Folder().With("docker-bake.hcl", """
            target "app" {
              args = { FROM = "busybox:1.37", TAG = "3.20" }
              dockerfile-inline = <<-EOT
                ARG TAG
                FROM alpine:$TAG
                ARG FROM=none
                COPY --from=$FROM /a /a
              EOT
            }
            """);

        Assert.Equal(
            """
            docker-bake.hcl:5 alpine:$TAG → docker.io/library/alpine:3.20
            docker-bake.hcl:7 $FROM → docker.io/library/busybox:1.37
            """,
            folder.Images());
    }

    [Fact]
    public void Targets_that_inherit_from_each_other_come_to_an_end()
    {
        using var folder = new Folder().With("Dockerfile", "ARG BASE=debian:12\nFROM ${BASE}\n").With("docker-bake.hcl", """
            target "a" {
              inherits = ["b"]
              args = { BASE = "ubuntu:22.04" }
              tags = ["a"]
            }
            target "b" { inherits = ["a", "b"] }
            """);

        Assert.Equal("Dockerfile:2 ${BASE} → docker.io/library/ubuntu:22.04", OfDockerfiles(folder));
    }

    [Fact]
    public void A_Dockerfile_that_is_built_in_too_many_ways_says_so()
    {
        using var folder = new Folder().With("Dockerfile", "ARG TAG=0\nFROM acme/base:${TAG}\n")
            .With("docker-bake.hcl", string.Concat(Enumerable.Range(1, 300).Select(tag => $"target \"t{tag}\" {{\n  args = {{ TAG = \"{tag}\" }}\n}}\n")));

        Assert.Equal(200, OfDockerfiles(folder).Split('\n').Length);
        Assert.Equal("it is built in 300 ways; the images of at most 200 are told", Assert.Single(folder.Read().OfType<SourceItem.Unparsed>()).Problem);
    }

    private static string OfDockerfiles(Folder folder, bool sorted = false)
    {
        var lines = folder.Images().Split('\n')
            .Where(line => line.StartsWith("Dockerfile:", StringComparison.Ordinal) || line.StartsWith("Web.df:", StringComparison.Ordinal));
        return string.Join('\n', sorted ? lines.Order(StringComparer.Ordinal) : lines);
    }
}
