using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class ContainerStepTests
{
    [Fact]
    public void Drone_runs_every_step_in_an_image_unless_the_machine_runs_it()
    {
        using var folder = new Folder().With("Dockerfile.prod").With(".drone.yml", """
            kind: pipeline
            type: docker
            name: test
            clone: {disable: true}
            steps:
            - name: build
              image: golang:1.23
            - name: publish
              image: plugins/docker:20
              settings: {repo: acme/app, dockerfile: Dockerfile.prod, tags: latest}
            services:
            - {name: db, image: "postgres:${DRONE_TAG}"}
            ---
            kind: pipeline
            type: exec
            steps: [{name: x, image: not:this}]
            ---
            kind: secret
            data: image
            ---
            kind: pipeline
            steps: [{name: plain, image: alpine}]
            """);

        Assert.Equal(
            """
            .drone.yml:7 golang:1.23 → docker.io/library/golang:1.23
            .drone.yml:9 plugins/docker:20 → docker.io/plugins/docker:20
            .drone.yml:12 postgres:${DRONE_TAG} → ! DRONE_TAG is set by Drone when the pipeline runs
            .drone.yml:22 alpine → docker.io/library/alpine:latest
            """,
            folder.Images());
        Assert.Equal(".drone.yml:10 acme/app ← Dockerfile.prod", folder.Builds());
        Assert.Equal(("test", "build"), folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)
            .Select(found => (found.Workload, found.Container)).First());
    }

    [Fact]
    public void An_old_Drone_file_names_its_steps()
    {
        using var folder = new Folder()
            .With(".drone.yml", "pipeline:\n  build: {image: 'golang:1.10', commands: [make]}\nservices:\n  db: {image: 'mysql:5'}\n");

        Assert.Equal(".drone.yml:2 golang:1.10 → docker.io/library/golang:1.10\n.drone.yml:4 mysql:5 → docker.io/library/mysql:5", folder.Images());
    }

    [Theory]
    [InlineData(
        "steps:\n- {name: a, image: 'alpine:3'}\nservices: [{name: d, image: 'redis:7'}]\nclone: [{name: git, image: 'acme/git'}]",
        "docker.io/acme/git:latest|docker.io/library/alpine:3|docker.io/library/redis:7")]
    [InlineData(
        "steps:\n  a: {image: 'alpine:3'}\nservices:\n  d: {image: 'redis:7'}\nclone:\n  git: {image: acme/git}",
        "docker.io/acme/git:latest|docker.io/library/alpine:3|docker.io/library/redis:7")]
    [InlineData("pipeline:\n  a: {image: 'alpine:3'}", "docker.io/library/alpine:3")]
    [InlineData("variables:\n  - &go 'golang:1.23'\nsteps:\n  a: {image: *go}\n  b: {image: *go}", "docker.io/library/golang:1.23")]
    [InlineData("matrix: {GO: ['1.22', '1.23']}\nsteps:\n  a: {image: 'golang:${GO}'}", "docker.io/library/golang:1.22|docker.io/library/golang:1.23")]
    [InlineData("matrix: {include: [{I: 'a:1'}, {I: 'b:2'}]}\nsteps:\n  a: {image: '${I}'}", "docker.io/library/a:1|docker.io/library/b:2")]
    [InlineData("steps:\n  a: {image: 'a:${CI_COMMIT_TAG}'}", "! CI_COMMIT_TAG is set by Woodpecker when the pipeline runs")]
    [InlineData("labels: {backend: local}\nsteps:\n  a: {image: bash}", "")]
    public void Woodpecker_runs_every_step_in_an_image(string text, string images)
    {
        using var folder = new Folder().With(".woodpecker/test.yaml", text);

        Assert.Equal(images, string.Join('|', folder.Images().Split('\n').Select(line => line.Split("→ ")[^1]).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(".woodpecker.yml", true)]
    [InlineData(".woodpecker/a/b.yaml", true)]
    [InlineData("woodpecker.yml", false)]
    public void A_Woodpecker_file_is_told_by_its_place(string path, bool isRead)
    {
        using var folder = new Folder().With(path, "steps: [{name: a, image: 'a:1'}]\n");

        Assert.Equal(isRead, folder.Images().Length > 0);
    }

    [Fact]
    public void Vela_has_steps_in_stages_and_images_that_fetch_secrets()
    {
        using var folder = new Folder().With(".vela.yml", """
            version: "1"
            services: [{name: db, image: "postgres:17"}]
            stages:
              test: {steps: [{name: a, image: "golang:1.23"}]}
            secrets:
              - origin: {name: vault, image: "target/secret-vault:v1"}
            """);

        Assert.Equal(
            """
            .vela.yml:2 postgres:17 → docker.io/library/postgres:17
            .vela.yml:4 golang:1.23 → docker.io/library/golang:1.23
            .vela.yml:6 target/secret-vault:v1 → docker.io/target/secret-vault:v1
            """,
            folder.Images());
    }
}
