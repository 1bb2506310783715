using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Nomad;

public sealed class NomadTests
{
    [Theory]
    [InlineData("shop.nomad")]
    [InlineData("shop.nomad.hcl")]
    [InlineData("jobs/shop.hcl")]
    public void A_job_names_the_images_of_its_tasks(string path)
    {
        using var folder = new Folder().With(path, """
            variable "tag" { default = "7.2" }
            variable "bare" { type = string }
            locals { web = "nginx:1.27" }
            job "shop" {
              group "cache" {
                task "redis" {
                  driver = "docker"
                  config { image = "redis:${var.tag}" }
                }
                task "web" {
                  driver = "podman"
                  config {
                    image = local.web
                  }
                }
                task "bare" {
                  driver = "docker"
                  config { image = var.bare }
                }
                task "late" {
                  driver = "docker"
                  config { image = "acme/${NOMAD_META_name}" }
                }
                service {
                  connect {
                    sidecar_task { config { image = "envoyproxy/envoy:v1.30" } }
                  }
                }
                task "machine" {
                  driver = "qemu"
                  config { image_path = "local/linux.img" }
                }
                task "program" {
                  driver = "exec"
                  config { image = "no/image:1" }
                }
              }
            }
            """);

        var found = folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences).ToList();

        Assert.Equal(
            $"""
            {path}:8 redis:$[var.tag] → docker.io/library/redis:7.2
            {path}:13 local.web → docker.io/library/nginx:1.27
            {path}:18 var.bare → ! the variable bare has no default
            {path}:22 acme/$[NOMAD_META_name] → ! NOMAD_META_name has a value only when Nomad runs
            {path}:26 envoyproxy/envoy:v1.30 → docker.io/envoyproxy/envoy:v1.30
            """.Replace("$[", "${", StringComparison.Ordinal).Replace("]", "}", StringComparison.Ordinal),
            folder.Images());
        Assert.All(found, image => Assert.Equal((OccurrenceKind.NomadImage, "shop"), (image.Kind, image.Workload)));
        Assert.Equal(("redis", 25), (found[0].Container, found[0].At.Column));
    }

    [Theory]
    [InlineData("job.json", """{"Job": {"Name": "shop", "TaskGroups": [{"Tasks": [{"Name": "a", "Driver": "docker", "Config": {"image": "redis:7"}}]}]}}""",
        "redis:7")]
    [InlineData("x.nomad", "job \"x\" {\n task \"t\" {\n  driver = \"podman\"\n  config { image = \"docker://redis:7\" }\n }\n}\n", "redis:7")]
    [InlineData("job.json", """{"ID": "shop", "TaskGroups": [{"Tasks": [{"Driver": "exec", "Config": {"image": "redis:7"}}]}]}""", "")]
    [InlineData("terragrunt.hcl", "inputs = {\n  job = \"x\"\n  image = \"redis:7\"\n}\n", "")]
    [InlineData("x.pkr.hcl", "source \"docker\" \"x\" {\n  image = \"redis:7\"\n}\n", "")]
    [InlineData("old.nomad", "job \"x\" { group \"g\" { task \"t\" { driver = \"docker\" config { image = \"redis:7\" } resources { cpu=1 memory=2 } } } }",
        "redis:7")]
    public void Only_jobs_are_read(string path, string text, string written)
    {
        using var folder = new Folder().With(path, text);

        Assert.Equal(written,
            string.Join(',', folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences).Select(found => found.Written)));
    }

    [Fact]
    public void A_job_that_breaks_off_names_what_stands_before()
    {
        using var folder = new Folder()
            .With("x.nomad", "job \"x\" {\n  task \"t\" {\n    driver = \"docker\"\n    config { image = \"redis:7\" }\n  }\n  [[ template ]]\n}\n");

        Assert.Equal("x.nomad:4 redis:7 → docker.io/library/redis:7", folder.Images());
        Assert.Equal(6, Assert.Single(folder.Read().OfType<SourceItem.Unparsed>()).Line);
    }
}
