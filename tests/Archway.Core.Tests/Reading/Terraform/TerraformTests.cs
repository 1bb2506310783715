using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Terraform;

public sealed class TerraformTests
{
    [Theory]
    [InlineData("docker_container", """image = "nginx:1.27" """)]
    [InlineData("docker_image", """name = "nginx:1.27" """)]
    [InlineData("docker_service", """task_spec { container_spec { image = "nginx:1.27" } }""")]
    [InlineData("kubernetes_deployment_v1", """spec { template { spec { container { image = "nginx:1.27" } } } }""")]
    [InlineData("kubernetes_cron_job", """spec { job_template { spec { template { spec { init_container { image = "nginx:1.27" } } } } } }""")]
    [InlineData("kubernetes_stateful_set", """spec { dynamic "container" { content { image = "nginx:1.27" } } }""")]
    [InlineData("kubernetes_manifest", """manifest = { spec = { containers = [{ image = "nginx:1.27" }] } }""")]
    [InlineData("kubernetes_manifest", "manifest = yamldecode(<<-Y\n  apiVersion: v1\n  kind: Pod\n  spec: {containers: [{image: 'nginx:1.27'}]}\n  Y\n)")]
    [InlineData("kubectl_manifest", "yaml_body = <<Y\napiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: nginx:1.27\nY\n")]
    [InlineData("google_cloud_run_service", """template { spec { containers { image = "nginx:1.27" } } }""")]
    [InlineData("google_cloud_run_v2_job", """template { template { containers { image = "nginx:1.27" } } }""")]
    [InlineData("google_cloudbuild_trigger", """build { step { name = "nginx:1.27" } }""")]
    [InlineData("azurerm_container_group", """container { image = "nginx:1.27" }""")]
    [InlineData("azurerm_container_app", """template { container { image = "nginx:1.27" } }""")]
    [InlineData("aws_lambda_function", """image_uri = "nginx:1.27" """)]
    [InlineData("aws_apprunner_service", """source_configuration { image_repository { image_identifier = "nginx:1.27" } }""")]
    [InlineData("aws_codebuild_project", """environment { image = "nginx:1.27" }""")]
    [InlineData("aws_batch_job_definition", """container_properties = jsonencode({ image = "nginx:1.27" })""")]
    [InlineData("aws_batch_job_definition", """node_properties = jsonencode({ nodeRangeProperties = [{ container = { image = "nginx:1.27" } }] })""")]
    [InlineData("aws_ecs_task_definition", """container_definitions = jsonencode([{ name = "web", image = "nginx:1.27" }])""")]
    [InlineData("aws_ecs_task_definition", """container_definitions = jsonencode(concat([merge(local.none, { image = "nginx:1.27" })], []))""")]
    [InlineData("aws_ecs_task_definition", "container_definitions = <<E\n[{\"cpu\": ${var.cpu}, \"image\": \"nginx:1.27\", \"env\": ${jsonencode([])}}]\nE\n")]
    [InlineData("aws_ecs_task_definition", """container_definitions = "[{\"image\": \"nginx:1.27\"}]" """)]
    [InlineData("nomad_job", "jobspec = <<E\njob \"x\" {\n  task \"t\" {\n    driver = \"docker\"\n    config { image = \"nginx:1.27\" }\n  }\n}\nE\n")]
    [InlineData("helm_release", "values = [<<E\nimage:\n  repository: nginx\n  tag: '1.27'\nE\n]")]
    [InlineData("helm_release", "set {\n name = \"image.repository\"\n value = \"nginx\"\n}\nset {\n name = \"image.tag\"\n value = \"1.27\"\n}")]
    [InlineData("helm_release", """set = [{ name = "image", value = "nginx:1.27" }]""")]
    public void A_resource_that_runs_containers_names_their_images(string type, string body)
    {
        using var folder = new Folder().With("main.tf", $"resource \"{type}\" \"x\" {{\n{body}\n}}\n");

        var found = Assert.Single(Occurrences(folder));

        Assert.Equal("docker.io/library/nginx:1.27", found.Image?.ToString());
        Assert.Empty(folder.Read().OfType<SourceItem.Unparsed>());
    }

    [Theory]
    [InlineData("""resource "aws_instance" "x" { image = "ami-0123", ami = "ami-1" }""")]
    [InlineData("""resource "digitalocean_droplet" "x" { image = "ubuntu-22-04-x64" }""")]
    [InlineData("""resource "google_compute_instance" "x" { boot_disk { initialize_params { image = "ubuntu-os-cloud/ubuntu-2204-lts" } } }""")]
    [InlineData("""resource "openstack_compute_instance_v2" "x" { image_name = "acme/debian:12" }""")]
    [InlineData("""resource "aws_lambda_function" "x" { filename = "image.zip" }""")]
    [InlineData("""resource "docker_container" "x" { name = "image" }""")]
    [InlineData("""resource "kubernetes_deployment" "x" { image = "not/here:1" }""")]
    [InlineData("""resource "kubernetes_pod" "x" { spec { container { image = null } } }""")]
    [InlineData("""resource "helm_release" "x" { set { name = "image.tag", value = "1" } }""")]
    [InlineData("""resource "nomad_job" "x" { jobspec = file("image.nomad") }""")]
    [InlineData("""resource "aws_ecs_task_definition" "x" { container_definitions = jsonencode([{ name = "no image" }]) }""")]
    [InlineData("""module "x" { source = "./x", image = "nginx", vm_image = "ubuntu-os-cloud/ubuntu-2204-lts", image_id = "ami-1" }""")]
    [InlineData("""module "x" { source = "./x", image = var.image, container_image = var.image }""")]
    [InlineData("""output "image" { value = "acme/x:1" }""")]
    public void What_is_no_container_image_is_left_alone(string text)
    {
        using var folder = new Folder().With("main.tf", text);

        Assert.Equal("", folder.Images());
    }

    [Theory]
    [InlineData("""image = "nginx:1.27" """, "nginx:1.27")]
    [InlineData("""image = "ghcr.io/acme/x" """, "ghcr.io/acme/x")]
    [InlineData("""container_image = "nginx" """, "nginx")]
    [InlineData("""docker_image = var.image """, "var.image")]
    [InlineData("""web = { image = "acme/x:1" }""", "acme/x:1")]
    [InlineData("""container_definitions = { web = { image = "nginx" } }""", "nginx")]
    [InlineData("""services = { web = { container_definitions = { web = { image = var.image } } } }""", "var.image")]
    public void A_modules_argument_that_is_plainly_an_image_counts(string argument, string written)
    {
        using var folder = new Folder().With("main.tf", $"module \"x\" {{\n  source = \"acme/x/aws\"\n  {argument}\n}}\n");

        Assert.Equal((written, "module.x"), Assert.Single(Occurrences(folder).Select(found => (found.Written, found.Workload))));
    }

    [Fact]
    public void Names_are_looked_up_in_the_folder()
    {
        using var folder = new Folder()
            .With("variables.tf", """
                variable "tag" { default = "1.26" }
                variable "bare" {}
                variable "other" { default = "httpd:2.4" }
                """)
            .With("terraform.tfvars", "tag = \"1.27\"\nunknown = \"x\"\n")
            .With("z.auto.tfvars.json", """{"other": "httpd:${2.5}", "bare": null}""")
            .With("other/variables.tf", "variable \"far\" { default = \"nginx\" }\n")
            .With("main.tf", """
                locals { image = "nginx:${var.tag}" }
                resource "docker_container" "a" { image = local.image }
                resource "docker_container" "b" { image = "acme/x:${var.tag}-arm" }
                resource "docker_container" "c" { image = var.far }
                resource "docker_container" "d" { image = aws_ecr_repository.x.repository_url }
                resource "docker_container" "e" { image = module.images.web }
                resource "docker_container" "f" { image = data.aws_ecr_image.x.uri }
                resource "docker_container" "g" { image = each.value }
                resource "docker_container" "h" { image = docker_image.i.image_id }
                resource "docker_image" "i" { name = var.other }
                resource "docker_container" "k" { image = var.bare }
                resource "aws_ecr_repository" "x" {}
                """);

        Assert.Equal(
            """
            main.tf:2 local.image → docker.io/library/nginx:1.27
            main.tf:3 acme/x:${var.tag}-arm → docker.io/acme/x:1.27-arm
            main.tf:4 var.far → ! no variable is called far here
            main.tf:5 aws_ecr_repository.x.repository_url → ! aws_ecr_repository.x is a resource, whose attributes are known only when Terraform has made it
            main.tf:6 module.images.web → ! it is an output of the module images
            main.tf:7 data.aws_ecr_image.x.uri → ! data.aws_ecr_image.x is looked up when Terraform runs
            main.tf:8 each.value → ! each.value has a value only when Terraform runs
            main.tf:9 docker_image.i.image_id → docker.io/library/httpd:2.5
            main.tf:10 var.other → docker.io/library/httpd:2.5
            main.tf:11 var.bare → ! it is null unless somebody sets it
            """,
            folder.Images());
    }

    [Fact]
    public void A_name_that_several_files_declare_is_the_files_own()
    {
        const string Two = "resource \"docker_image\" \"x\" { name = \"# \"}\nresource \"docker_container\" \"x\" { image = docker_image.x.name }\n";
        using var folder = new Folder()
            .With("a.tf", Two.Replace("#", "a", StringComparison.Ordinal)).With("b.tf", Two.Replace("#", "b", StringComparison.Ordinal))
            .With("c.tf", "resource \"docker_container\" \"y\" { image = var.twice }\n").With("d.tf", "variable \"twice\" {}\n")
            .With("e.tf", "variable \"twice\" {}\n");

        Assert.Equal(
            "a.tf:2 docker.io/library/a:latest|b.tf:2 docker.io/library/b:latest|c.tf:1 several files here declare variable twice",
            string.Join('|', Occurrences(folder).Where(found => found.Written.Contains('.', StringComparison.Ordinal))
                .Select(found => $"{found.At.File}:{found.At.Line} {found.Image?.ToString() ?? found.Reason}")));
    }

    [Fact]
    public void What_is_made_for_each_item_names_the_items_images()
    {
        using var folder = new Folder().With("main.tf", """
            locals {
              services = {
                web = { image = "acme/web:1", port = 80 }
                api = { image = "acme/api:2" }
              }
              tags = toset(["3", "4"])
            }
            resource "docker_container" "each" {
              for_each = local.services
              image    = each.value.image
            }
            module "each" {
              for_each        = local.tags
              container_image = "acme/${each.key}"
            }
            resource "aws_ecs_task_definition" "all" {
              container_definitions = jsonencode([for name, service in { db = { image = "acme/db:5" } } : { name = name, image = service.image }])
            }
            resource "azurerm_container_group" "all" {
              dynamic "container" {
                for_each = [{ image = "acme/log:6" }, { image = "acme/log:7" }]
                content { image = container.value.image }
              }
            }
            resource "docker_container" "unknown" {
              for_each = var.services
              image    = each.value.image
            }
            """);

        Assert.Equal(
            """
            main.tf:3 acme/web:1 → docker.io/acme/web:1
            main.tf:4 acme/api:2 → docker.io/acme/api:2
            main.tf:14 acme/${each.key} → docker.io/acme/3:latest
            main.tf:14 acme/${each.key} → docker.io/acme/4:latest
            main.tf:17 acme/db:5 → docker.io/acme/db:5
            main.tf:21 acme/log:6 → docker.io/acme/log:6
            main.tf:21 acme/log:7 → docker.io/acme/log:7
            main.tf:27 each.value.image → ! each.value.image has a value only when Terraform runs
            """,
            folder.Images());
        Assert.Equal("db", Occurrences(folder).Single(found => found.Written == "acme/db:5").Container);
    }

    [Fact]
    public void Both_sides_of_a_condition_count_unless_it_is_decided()
    {
        using var folder = new Folder().With("main.tf", """
            variable "arm" { default = false }
            variable "image" { default = "" }
            resource "docker_container" "a" { image = var.unknown ? "a:1" : "a:2" }
            resource "docker_container" "b" { image = var.image == "" ? "b:1" : var.image }
            resource "docker_container" "c" { image = var.arm ? "c:1" : "c:2" }
            resource "docker_container" "d" { image = var.unknown ? "d:1" : "" }
            resource "docker_container" "e" { image = var.image }
            """);

        Assert.Equal(["a:1", "a:2", "b:1", "c:2", "d:1", "var.image"], Occurrences(folder)
            .Select(found => found.Image is null ? found.Written : found.Image.ToString()["docker.io/library/".Length..])
            .Order(StringComparer.Ordinal));
        Assert.Equal("it is empty unless somebody sets it", Occurrences(folder).Last().Reason);
    }

    [Fact]
    public void A_place_is_that_of_the_text()
    {
        using var folder = new Folder().With("main.tf", """
            resource "aws_ecs_task_definition" "web" {
              container_definitions = <<EOF
              [ { "name": "é-${var.x}", "image": "acme/web:${var.x}" } ]
              EOF
            }
            resource "azurerm_container_group" "api" {
              container {
                name  = "api"
                image = "acme/api:1"
              }
            }
            """);

        var found = Occurrences(folder);

        Assert.Equal(new SourceSpan("main.tf", 3, 39, 17), found[0].At);
        Assert.Equal(("acme/web:${var.x}", "aws_ecs_task_definition.web", OccurrenceKind.EcsContainer), (found[0].Written, found[0].Workload, found[0].Kind));
        Assert.Equal(new SourceSpan("main.tf", 9, 14, 10), found[1].At);
        Assert.Equal(("azurerm_container_group.api", "api", OccurrenceKind.TerraformImage), (found[1].Workload, found[1].Container, found[1].Kind));
    }

    [Fact]
    public void JSON_stands_for_the_native_syntax()
    {
        using var folder = new Folder().With("main.tf.json", """
            {
              "variable": {"tag": {"default": "1.27"}},
              "resource": {
                "docker_container": {"a": {"image": "nginx:${var.tag}"}, "b": [{"image": "${var.tag == \"1\" ? \"x\" : \"y\"}"}]},
                "kubernetes_pod": {"c": {"spec": [{"container": [{"image": "httpd:2.4"}]}]}}
              }
            }
            """);

        Assert.Equal(
            """
            main.tf.json:4 nginx:${var.tag} → docker.io/library/nginx:1.27
            main.tf.json:4 ${var.tag == \"1\" ? \"x\" : \"y\"} → ! it is worked out only when Terraform runs
            main.tf.json:5 httpd:2.4 → docker.io/library/httpd:2.4
            """,
            folder.Images());
    }

    [Fact]
    public void A_built_image_is_built_here()
    {
        using var folder = new Folder().With("infra/app/Dockerfile").With("infra/main.tf", """
            resource "docker_image" "app" {
              name = "acme/app:1"
              build { context = "./app" }
            }
            resource "docker_registry_image" "pushed" { name = "ghcr.io/acme/app:1" }
            """);

        Assert.Equal("infra/main.tf:2 acme/app:1 ← infra/app/Dockerfile\ninfra/main.tf:5 ghcr.io/acme/app:1 ← ?", folder.Builds());
        Assert.Equal("infra/main.tf:2 acme/app:1 → docker.io/acme/app:1", folder.Images());
    }

    [Fact]
    public void Downloaded_modules_are_passed_by_and_said_to_be()
    {
        using var folder = new Folder().With(".terraform/modules/x/main.tf", "resource \"docker_container\" \"a\" { image = \"a\" }\n");

        Assert.Equal("", folder.Images());
        Assert.Equal((".terraform", ".terraform"), Assert.Single(folder.Read().OfType<SourceItem.Skipped>().Select(item => (item.Path, item.Reason))));
        Assert.Single(folder.Files(new ReadingOptions { IncludeIgnored = true }));
    }

    [Fact]
    public void CodeBuilds_own_image_is_in_no_registry()
    {
        using var folder = new Folder()
            .With("main.tf", "resource \"aws_codebuild_project\" \"x\" {\n environment { image = \"aws/codebuild/standard:7.0\" }\n}\n");

        Assert.EndsWith("CodeBuild keeps this image itself; no registry has it", folder.Images(), StringComparison.Ordinal);
    }

    private static List<ImageOccurrence> Occurrences(Folder folder) =>
        [.. folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences)];
}
