using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Terraform;

public sealed class ModuleCallTests
{
    private const string Module = """
        variable "tag" { default = "7" }
        resource "docker_image" "x" { name = "mongo:${var.tag}" }
        """;

    [Theory]
    [InlineData("", "mongo:7")]
    [InlineData("""module "a" { source = "./m" }""", "mongo:7")]
    [InlineData("""module "a" { source = "./m/" tag = "3.0" }""", "mongo:3.0")]
    [InlineData("""module "a" { source = "./m" tag = local.tag } locals { tag = "3.0" }""", "mongo:3.0")]
    [InlineData("""module "a" { source = "example.com/m" tag = "3.0" }""", "mongo:7")]
    [InlineData("""module "a" { source = "./other" tag = "3.0" }""", "mongo:7")]
    public void A_variable_is_what_the_call_of_its_module_makes_it(string call, string image)
    {
        using var folder = new Folder().With("main.tf", call).With("m/m.tf", Module);

        Assert.Equal($"m/m.tf:2 mongo:${{var.tag}} → docker.io/library/{image}", folder.Images());
    }

    [Fact]
    public void Each_call_of_a_module_is_a_use_of_its_own()
    {
        using var folder = new Folder().With("m/m.tf", Module).With("main.tf", """
            module "a" {
              source = "./m"
              tag    = "3.0"
            }
            module "b" {
              for_each = toset(["4.0", "5.0"])
              source   = "./m"
              tag      = each.value
            }
            module "c" { source = "./m" }
            module "d" {
              source = "./m"
              tag    = data.http.tag.body
            }
            """);

        Assert.Equal(
            """
            m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:3.0
            m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:4.0
            m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:5.0
            m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:7
            m/m.tf:2 mongo:${var.tag} → ! data.http.tag is looked up when Terraform runs
            """,
            folder.Images());
    }

    [Fact]
    public void A_value_comes_through_modules_that_call_each_other()
    {
        using var folder = new Folder()
            .With("env/prod/main.tf", """module "outer" { source = "../../outer" version_of_it = "3.0" }""")
            .With("outer/main.tf", """
                variable "version_of_it" { default = "5.0" }
                module "inner" {
                  source = "../m"
                  tag    = var.version_of_it
                }
                """)
            .With("m/m.tf", Module);

        var found = Assert.Single(folder.Read().OfType<SourceItem.Document>().SelectMany(document => document.Content.Occurrences));
        Assert.Equal("docker.io/library/mongo:3.0", found.Image?.ToString());
        Assert.Equal("module.outer.module.inner.docker_image.x", found.Workload);
    }

    [Fact]
    public void A_folder_with_values_of_its_own_is_used_by_itself_too()
    {
        using var folder = new Folder().With("m/m.tf", Module).With("m/terraform.tfvars", """tag = "6.0" """)
            .With("main.tf", """module "a" { source = "./m" tag = "3.0" }""");

        Assert.Equal(
            """
            m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:6.0
            m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:3.0
            """,
            folder.Images());
    }

    [Fact]
    public void What_the_defaults_turn_off_is_still_there_to_be_turned_on()
    {
        using var folder = new Folder()
            .With("main.tf", """
                variable "log" { default = false }
                module "a" {
                  source = "./m"
                  log    = var.log
                }
                """)
            .With("m/m.tf", """
                variable "log" {}
                locals { logger = { name = "log", image = "acme/log:1" } }
                resource "aws_ecs_task_definition" "x" {
                  container_definitions = jsonencode(concat([{ name = "app", image = "acme/app:1" }], var.log ? [local.logger] : []))
                }
                """);

        Assert.Equal(
            """
            m/m.tf:2 acme/log:1 → docker.io/acme/log:1
            m/m.tf:4 acme/app:1 → docker.io/acme/app:1
            """,
            folder.Images());
    }

    [Fact]
    public void Modules_that_call_each_other_in_a_ring_come_to_an_end()
    {
        using var folder = new Folder().With("m/m.tf", Module + """

            module "n" { source = "../n" }
            """).With("n/n.tf", """
            module "m" {
              source = "../m"
              tag    = "3.0"
            }
            """);

        Assert.Equal("m/m.tf:2 mongo:${var.tag} → docker.io/library/mongo:3.0", folder.Images());
    }

    [Fact]
    public void A_module_that_is_called_in_too_many_ways_says_so()
    {
        using var folder = new Folder().With("m/m.tf", Module)
            .With("main.tf", string.Concat(Enumerable.Range(0, 60).Select(i => $"module \"m{i}\" {{\n  source = \"./m\"\n  tag = \"{i}\"\n}}\n")));

        Assert.EndsWith("→ ! this module is called in more than 50 ways, which are not all followed", folder.Images(), StringComparison.Ordinal);
    }
}
