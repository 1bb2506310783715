using System.Diagnostics;
using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Builds;

public sealed class BuildsTests
{
    [Theory]
    [InlineData("docker build -t acme/app:1 .", "acme/app:1 ← Dockerfile")]
    [InlineData("docker build . --tag=acme/app -f api/Dockerfile", "acme/app ← api/Dockerfile")]
    [InlineData("sudo docker buildx build --platform linux/amd64 \\\n  --push -t \"acme/app:${TAG}\" api", "acme/app:${TAG} ← api/Dockerfile")]
    [InlineData("docker build -t acme/app:\"$1\" .", "acme/app:$1 ← Dockerfile")]
    [InlineData("umask 7 && podman build --build-arg A=B -t a -t b api/ || exit 1", "a ← api/Dockerfile\nb ← api/Dockerfile")]
    [InlineData("cd api && docker build -t a .", "a ← api/Dockerfile")]
    [InlineData("@cd api; docker build -t a .. && docker build -t b .", "a ← Dockerfile\nb ← Dockerfile")]
    [InlineData("cd $DIR && docker build -t a .", "a ← ?")]
    [InlineData("buildah bud -t a -f absent .", "a ← ?")]
    [InlineData("docker build -t a $DIR", "a ← ?")]
    [InlineData("# docker build -t a .\necho docker-build; docker run -t a build", "")]
    [InlineData("docker compose build -t a .", "")]
    [InlineData("echo 'unclosed\ndocker build -t a .", "a ← Dockerfile")]
    [InlineData("docker build -t", "")]
    [InlineData("$(CONTAINER_TOOL) build -t ${IMG} .", "${IMG} ← Dockerfile")]
    [InlineData("$(GO) build -t x .", "")]
    public void A_script_that_builds_an_image_says_so(string script, string builds)
    {
        using var folder = new Folder().With("Dockerfile").With("api/Dockerfile").With("build.sh", script);

        Assert.Equal(builds, WithoutPlaces(folder.Builds()));
    }

    [Fact]
    public void A_Makefile_builds_beside_itself()
    {
        using var folder = new Folder().With("api/Dockerfile").With("api/Makefile", "image:\n\t@docker build -t $(REGISTRY)/api:$(shell git describe) .\n");

        Assert.Equal("api/Makefile:2 $(REGISTRY)/api:$(shell git describe) ← api/Dockerfile", folder.Builds());
    }

    [Fact]
    public void A_workflow_builds_by_script_and_by_action()
    {
        using var folder = new Folder().With("Dockerfile").With("api/Dockerfile").With(".github/workflows/ci.yml", """
            jobs:
              image:
                steps:
                  - run: |
                      make
                      docker build -t ghcr.io/acme/api:1 .
                    working-directory: api
                  - uses: docker/build-push-action@v6
                    with:
                      context: .
                      tags: |
                        ghcr.io/acme/app:latest
                        ghcr.io/acme/app:${{ github.sha }}
            """);

        Assert.Equal(
            """
            .github/workflows/ci.yml:6 ghcr.io/acme/api:1 ← api/Dockerfile
            .github/workflows/ci.yml:12 ghcr.io/acme/app:latest ← Dockerfile
            .github/workflows/ci.yml:13 ghcr.io/acme/app:${{ github.sha }} ← Dockerfile
            """,
            folder.Builds());
    }

    [Fact]
    public void Cloud_Build_builds_by_its_arguments()
    {
        using var folder = new Folder().With("app/Dockerfile")
            .With("cloudbuild.yaml", "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, '--tag=gcr.io/$PROJECT_ID/app', app]\n");

        Assert.Equal("cloudbuild.yaml:3 gcr.io/$PROJECT_ID/app ← app/Dockerfile", folder.Builds());
    }

    [Fact]
    public void Skaffold_builds_its_artifacts()
    {
        using var folder = new Folder().With("src/cart/Dockerfile.arm").With("skaffold.yaml", """
            apiVersion: skaffold/v4beta11
            kind: Config
            build:
              artifacts:
              - image: cart
                context: src/cart
                docker: {dockerfile: Dockerfile.arm}
              - image: absent
            """);

        Assert.Equal("skaffold.yaml:5 cart ← src/cart/Dockerfile.arm\nskaffold.yaml:8 absent ← ?", folder.Builds());
    }

    [Theory]
    [InlineData("docker-bake.json", """{"target": {"app": {"context": "app", "tags": ["acme/app:1", "acme/app:2"]}}}""")]
    [InlineData("docker-bake.hcl",
        "target \"app\" {\n  context = \"app\"\n  args = { A = \"${B}\" }\n  tags = [\n    \"acme/app:1\",\n    \"acme/app:2\" ]\n}\n")]
    public void Bake_builds_its_targets(string path, string text)
    {
        using var folder = new Folder().With("app/Dockerfile").With(path, text);

        Assert.Equal("acme/app:1 ← app/Dockerfile\nacme/app:2 ← app/Dockerfile", WithoutPlaces(folder.Builds()));
    }

    [Theory]
    [InlineData("$(")]
    [InlineData("docker build -t a\n")]
    [InlineData("'")]
    [InlineData("docker build -t 'a'\\b . ;")]
    public void A_script_made_to_cost_time_costs_little(string piece)
    {
        using var folder = new Folder().With("x.sh", "build " + string.Concat(Enumerable.Repeat(piece, 900_000 / piece.Length)));

        var watch = Stopwatch.StartNew();
        folder.Builds();

        // A second on one core; the bound is for a crowded one.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), $"{watch.Elapsed}");
    }

    private static string WithoutPlaces(string builds) => string.Join('\n', builds.Split('\n')
        .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
}
