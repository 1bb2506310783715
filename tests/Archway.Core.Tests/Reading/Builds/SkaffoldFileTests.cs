using Archway.Core.Tests.Reading.Data;
using Archway.Reading;
using Archway.Reading.Builds;
using Archway.Reading.Helm;
using Xunit;

namespace Archway.Core.Tests.Reading.Builds;

public sealed class SkaffoldFileTests
{
    [Fact]
    public void A_configuration_names_what_building_and_verifying_need()
    {
        using TestFiles files = new(("skaffold.yaml", """
            apiVersion: skaffold/v4beta11
            kind: Config
            build:
              artifacts:
              - image: cart
                buildpacks: {builder: 'gcr.io/buildpacks/builder:v1', runImage: acme/run}
              - {image: web, jib: {fromImage: 'eclipse-temurin:21'}}
              - {image: job, kaniko: {image: 'gcr.io/kaniko-project/executor:v1'}}
            verify:
            - name: check
              container: {name: curl, image: alpine}
            customActions:
            - name: migrate
              containers: [{name: db, image: 'postgres:16'}]
            deploy:
              docker: {images: [cart]}
            manifests:
              helm:
                releases:
                - name: shop
                  setValues: {redis.image.repository: redis, redis.image.tag: '7', replicas: 2}
                  setValueTemplates: {image.repository: '{{.IMAGE_REPO}}'}
            profiles:
            - name: p
              verify: [{name: q, container: {name: q, image: busybox}}]
            """));

        var context = files.Read(new SkaffoldFile(), "skaffold.yaml");

        Assert.Equal(
            [
                "gcr.io/buildpacks/builder:v1", "acme/run", "eclipse-temurin:21", "gcr.io/kaniko-project/executor:v1", "alpine", "postgres:16", "redis",
                "busybox",
            ],
            context.Occurrences.Select(found => found.Written));
        Assert.Equal("check curl docker.io/library/alpine:latest",
            string.Join(' ', context.Occurrences.Where(found => found.Written == "alpine")
                .Select(found => $"{found.Workload} {found.Container} {found.Image}")));
        Assert.Equal("docker.io/library/redis:7", context.Occurrences.Single(found => found.Kind == OccurrenceKind.HelmValues).Image?.ToString());
        Assert.Equal(["cart", "web", "job"], context.Builds.Select(build => build.Name));
    }

    [Fact]
    public void A_Fleet_bundle_gives_values_to_its_chart() =>
        Assert.Equal(
            ["3:32 acme/app = docker.io/acme/app:v1", "5:49 acme/app = docker.io/acme/app:v2"],
            TestFiles.Lines(new FleetFile(), """
                helm:
                  releaseName: app
                  values: {image: {repository: acme/app, tag: v1}}
                targetCustomizations:
                - {name: prod, helm: {values: {image: {name:    acme/app, tag: v2}}}}
                """, "fleet.yaml"));
}
