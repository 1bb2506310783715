using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;
using static Archway.Core.Tests.Reading.Commands.CommandReading;

namespace Archway.Core.Tests.Reading.Commands;

/// <summary>Where commands stand: makefiles, the steps of pipelines, Markdown.</summary>
public sealed class CommandPlaceTests
{
    [Fact]
    public void Makefiles_and_the_steps_of_pipelines_are_scripts()
    {
        using var folder = new Folder()
            .With("Makefile", "IMAGE ?= golang:1.22\ntest:\n\t@docker run --rm $(IMAGE) go test\n")
            .With(".github/workflows/ci.yml", """
                jobs:
                  a:
                    steps:
                    - run: docker run --rm hadolint/hadolint:v2
                    - run: |
                        set -e
                        docker pull "redis:7"
                    - run: >
                        docker run
                        --rm postgres:16
                    - uses: actions/checkout@v4
                """)
            .With(".gitlab-ci.yml", "a:\n  script:\n  - docker run ${{ x }} \n  - 'docker pull alpine'\n");

        Assert.Equal(
            [
                ".github/workflows/ci.yml:4 hadolint/hadolint:v2 = docker.io/hadolint/hadolint:v2",
                ".github/workflows/ci.yml:7 redis:7 = docker.io/library/redis:7",
                ".github/workflows/ci.yml:10 postgres:16 = docker.io/library/postgres:16",
                ".gitlab-ci.yml:3 ${{ x }} = ${{ x }} is filled in from outside this file",
                ".gitlab-ci.yml:4 alpine = docker.io/library/alpine:latest",
                "Makefile:3 $(IMAGE) = docker.io/library/golang:1.22",
            ],
            Lines(folder));
    }

    [Fact]
    public void The_steps_of_a_Jenkinsfile_are_scripts()
    {
        using var folder = new Folder().With("Jenkinsfile", """"
            def tag = '3.9'
            def name = 'acme/app'
            pipeline {
              environment { PG = "postgres:${tag}" }
              stages { stage('a') { steps {
                sh 'docker run --rm acme/a'
                sh "docker pull python:${tag}"
                bat(script: 'docker run acme/b', returnStdout: true)
                sh 'docker run $PG && docker run $name'
                sh "docker pull $name:\$TAG"
                sh "docker run -e \"A=b c\" \"${params.IMAGE}\""
                script {
                  def id = sh(returnStdout: true, script: """
                    T=7
                    docker run -d \\
                      -v /a:/b \\
                      redis:\${T}
                  """.stripIndent()).trim()
                  sh 'docker run acme/part' + tag
                  // sh 'docker run acme/none'
                  echo 'docker run acme/none'
                }
              } } }
            }
            """");

        Assert.Equal(
            [
                "Jenkinsfile:6 acme/a = docker.io/acme/a:latest",
                "Jenkinsfile:7 python:${tag} = docker.io/library/python:3.9",
                "Jenkinsfile:8 acme/b = docker.io/acme/b:latest",
                "Jenkinsfile:9 $PG = docker.io/library/postgres:3.9",
                "Jenkinsfile:9 $name = neither the script nor an environment block sets name",
                "Jenkinsfile:10 $name:\\$TAG = TAG has a value only when the pipeline runs",
                "Jenkinsfile:11 ${params.IMAGE} = params.IMAGE has a value only when the pipeline runs",
                "Jenkinsfile:17 redis:\\${T} = docker.io/library/redis:7",
            ],
            Lines(folder));
    }

    [Theory]
    [InlineData("azure-pipelines.yml", "steps: [{pwsh: docker run acme/a}]")]
    [InlineData("azure-pipelines.yml", "steps: [{task: Bash@3, inputs: {targetType: inline, script: docker run acme/a}}]")]
    [InlineData(".circleci/config.yml", "jobs: {a: {steps: [{run: {command: docker run acme/a}}]}}")]
    [InlineData(".buildkite/pipeline.yml", "steps: [{commands: [docker run acme/a]}]")]
    [InlineData(".drone.yml", "kind: pipeline\nsteps: [{name: x, commands: [docker run acme/a]}]")]
    [InlineData(".travis.yml", "before_install: [docker pull acme/a]")]
    [InlineData("buildspec.yml", "phases: {install: {commands: [docker pull acme/a]}}")]
    [InlineData(".gitlab-ci.yml", "a: {script: [[docker pull acme/a]]}")]
    [InlineData("w.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: {templates: [{script: {source: docker pull acme/a}}]}")]
    [InlineData("cloudbuild.yaml", "steps: [{name: gcr.io/cloud-builders/docker, args: [run, -e, A=b, acme/a]}]")]
    [InlineData("cloudbuild.yaml", "steps: [{name: x, entrypoint: bash, args: [-c, docker run acme/a]}]")]
    [InlineData("pipeline.yml", "jobs: [{plan: [{task: x, config: {run: {path: docker, args: [pull, acme/a]}}}]}]")]
    [InlineData("task.yml", "command: [docker, run, --rm, acme/a, docker, run, acme/b]")]
    [InlineData(".devcontainer/devcontainer.json", "{\"postCreateCommand\": \"docker pull acme/a\"}")]
    public void The_scripts_of_other_pipelines_are_read(string path, string text)
    {
        using var folder = new Folder().With(path, text);

        var found = Assert.Single(Find(folder), found => found.Kind == OccurrenceKind.CommandInScript);

        Assert.Equal("docker.io/acme/a:latest", found.Image?.ToString());
        Assert.Equal("acme/a", found.Written);
    }

    [Fact]
    public void Of_Markdown_only_blocks_of_commands_are_read()
    {
        using var folder = new Folder().With("README.md", """
            Run `docker run prose` or
            docker run prose2

            ```bash
            docker run acme/a # don't stop
            docker run \
              --rm acme/b
            ```

            ```console
            $ docker run acme/c
            docker run printed
            $ docker run \
                acme/d
            ```

                $ docker pull acme/e
                docker pull quoted

            ```yaml
            run: docker run yaml
            ```

            - In a list:
              ~~~
              docker pull acme/f
              ~~~

            ```sh
            docker run <your-image>
            IMAGE=acme/g
            docker run $IMAGE
            ```
            """);

        Assert.Equal(
            [
                "README.md:5 acme/a = docker.io/acme/a:latest",
                "README.md:7 acme/b = docker.io/acme/b:latest",
                "README.md:11 acme/c = docker.io/acme/c:latest",
                "README.md:14 acme/d = docker.io/acme/d:latest",
                "README.md:17 acme/e = docker.io/acme/e:latest",
                "README.md:26 acme/f = docker.io/acme/f:latest",
                "README.md:30 <your-image> = <your-image> is filled in from outside this file",
                "README.md:32 $IMAGE = docker.io/acme/g:latest",
            ],
            Lines(folder));
        Assert.All(Find(folder), found => Assert.Equal(OccurrenceKind.CommandInMarkdown, found.Kind));
    }
}
