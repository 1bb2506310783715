using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class OtherPipelineTests
{
    [Fact]
    public void Buildkite_runs_images_by_its_plugins()
    {
        using var folder = new Folder().With(".buildkite/pipeline.yml", """
            env: {V: "22"}
            steps:
              - label: test
                command: make
                plugins:
                  - docker#v5.12.0: {image: "node:${V}"}
                  - docker-compose#v5.0.0: {run: app, image: not/this}
              - group: more
                steps:
                  - command: docker build -t acme/x .
                    plugins: {"docker#v3": {image: "alpine:${TAG:-3.20}"}}
                  - plugins: [{kubernetes: {podSpec: {containers: [{image: "busybox:1"}]}}}]
                  - image: "ruby:$BUILD"
              - wait
            """);

        Assert.Equal(
            """
            6 node:${V} → docker.io/library/node:22
            11 alpine:${TAG:-3.20} → docker.io/library/alpine:3.20
            12 busybox:1 → docker.io/library/busybox:1
            13 ruby:$BUILD → ! BUILD has a value only when the pipeline is uploaded
            """,
            folder.Images().Replace(".buildkite/pipeline.yml:", "", StringComparison.Ordinal));
        Assert.Equal(".buildkite/pipeline.yml:10 acme/x ← ?", folder.Builds());
    }

    [Fact]
    public void Bitbucket_names_images_of_steps_services_and_pipes()
    {
        using var folder = new Folder().With("bitbucket-pipelines.yml", """
            image: {name: "node:22", username: x}
            definitions:
              services: {db: {image: "mysql:8"}, docker: {memory: 1024}}
              steps: [step: &test {image: "golang:1.23", script: [make]}]
            pipelines:
              default:
                - step: *test
                - parallel:
                    - step:
                        name: scan
                        image: $IMAGE
                        script:
                          - pipe: docker://acme/scan:1.2
                          - pipe: atlassian/aws-s3-deploy:1.1.0
                          - docker build -t acme/x .
            """);

        Assert.Equal(
            """
            1 node:22 → docker.io/library/node:22
            3 mysql:8 → docker.io/library/mysql:8
            4 golang:1.23 → docker.io/library/golang:1.23
            11 $IMAGE → ! $IMAGE is filled in from outside this file
            13 acme/scan:1.2 → docker.io/acme/scan:1.2
            """,
            folder.Images().Replace("bitbucket-pipelines.yml:", "", StringComparison.Ordinal));
        Assert.Equal("bitbucket-pipelines.yml:15 acme/x ← ?", folder.Builds());
    }

    [Fact]
    public void Concourse_names_images_of_tasks_and_resource_types()
    {
        using var folder = new Folder()
            .With("ci/pipeline.yml", """
                resource_types:
                - name: slack
                  type: registry-image
                  source: {repository: cfcommunity/slack-notification-resource, tag: 1.7}
                resources:
                - {name: repo, type: git, source: {repository: not/this}}
                jobs:
                - name: unit
                  plan:
                  - get: repo
                  - in_parallel:
                    - task: test
                      config:
                        platform: linux
                        image_resource: {type: docker-image, source: {repository: golang, tag: "1.23"}}
                        run: {path: make}
                    - task: other
                      config: {image_resource: {type: s3, source: {repository: not/this}}}
                """)
            .With("ci/task.yml", "platform: linux\nimage_resource:\n  type: registry-image\n  source: {repository: ((registry))/go}\nrun: {path: x}\n");

        Assert.Equal(
            """
            ci/pipeline.yml:4 cfcommunity/slack-notification-resource → docker.io/cfcommunity/slack-notification-resource:1.7
            ci/pipeline.yml:15 golang → docker.io/library/golang:1.23
            ci/task.yml:4 ((registry))/go → ! ((registry)) is given when the pipeline is set
            """,
            folder.Images());
    }

    [Fact]
    public void CodeBuild_names_images_of_a_batch_and_builds_by_its_commands()
    {
        using var folder = new Folder().With("Dockerfile").With("buildspec.yml", """
            version: 0.2
            batch:
              build-list:
                - {identifier: a, env: {image: "public.ecr.aws/acme/builder:1"}}
                - {identifier: b, env: {image: "aws/codebuild/standard:7.0"}}
              build-matrix:
                dynamic: {env: {image: ["golang:1.23"]}}
            phases:
              build: {commands: ["docker build -t acme/app ."]}
            """);

        Assert.Equal(
            """
            buildspec.yml:4 public.ecr.aws/acme/builder:1 → public.ecr.aws/acme/builder:1
            buildspec.yml:5 aws/codebuild/standard:7.0 → ! it is an image of CodeBuild itself, which it keeps for each architecture under another name
            buildspec.yml:7 golang:1.23 → docker.io/library/golang:1.23
            """,
            folder.Images());
        Assert.Equal("buildspec.yml:9 acme/app ← Dockerfile", folder.Builds());
    }

    [Theory]
    [InlineData(".gitea/workflows/ci.yml")]
    [InlineData(".forgejo/workflows/ci.yml")]
    public void Gitea_and_Forgejo_read_what_GitHub_reads(string path)
    {
        using var folder = new Folder().With(path, "jobs: {test: {container: 'node:22'}}\n");

        Assert.Equal($"{path}:1 node:22 → docker.io/library/node:22", folder.Images());
    }

    [Fact]
    public void An_Earthfile_names_what_its_targets_begin_with()
    {
        using var folder = new Folder().With("Earthfile", """
            VERSION 0.8
            ARG --global GO=1.23
            FROM alpine:3.20
            build:
                FROM golang:$GO
                ARG BASE=+build
                SAVE IMAGE --push acme/app:latest
            test:
                FROM +build
                FROM ./lib+base
                FROM $BASE
                FROM DOCKERFILE .
            derived:
                ARG BASE=+build
                FROM $BASE
            """);

        Assert.Equal(
            """
            Earthfile:3 alpine:3.20 → docker.io/library/alpine:3.20
            Earthfile:5 golang:$GO → docker.io/library/golang:1.23
            Earthfile:11 $BASE → ! ARG BASE has no default in this file
            """,
            folder.Images());
        Assert.Equal("Earthfile:7 acme/app:latest ← ?", folder.Builds());
    }
}
