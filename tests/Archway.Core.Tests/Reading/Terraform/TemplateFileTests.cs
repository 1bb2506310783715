using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Terraform;

public sealed class TemplateFileTests
{
    private const string Template = """
        [
          { "name": "app", "image": "${app_image}", "portMappings": [{ "containerPort": ${port} }] },
          { "name": "log", "image": "fluent/fluent-bit:3", "essential": false },
          { "name": "mix", "image": "acme/mix:${tag}", "essential": false }
        ]
        """;

    [Fact]
    public void A_template_is_read_with_the_values_that_it_is_given()
    {
        using var folder = new Folder().With("tasks/app.json.tpl", Template).With("main.tf", """
            variable "image" { default = "acme/app:1" }
            resource "aws_ecs_task_definition" "app" {
              container_definitions = templatefile("${path.module}/tasks/app.json.tpl", {
                app_image = var.image
                port      = 80
                tag       = "2"
              })
            }
            """);

        Assert.Equal(
            """
            tasks/app.json.tpl:3 fluent/fluent-bit:3 → docker.io/library/fluent/fluent-bit:3
            main.tf:4 var.image → docker.io/acme/app:1
            tasks/app.json.tpl:4 acme/mix:${tag} → docker.io/acme/mix:2
            """.Replace("library/fluent", "fluent", StringComparison.Ordinal),
            folder.Images());
    }

    [Fact]
    public void The_older_form_is_followed_too()
    {
        using var folder = new Folder().With("app.json.tpl", Template).With("main.tf", """
            data "template_file" "app" {
              template = file("./app.json.tpl")
              vars = { app_image = "acme/app:1" }
            }
            resource "aws_ecs_task_definition" "app" {
              container_definitions = data.template_file.app.rendered
            }
            """);

        Assert.Equal(
            """
            main.tf:3 acme/app:1 → docker.io/acme/app:1
            app.json.tpl:3 fluent/fluent-bit:3 → docker.io/fluent/fluent-bit:3
            app.json.tpl:4 acme/mix:${tag} → ! the template is given no tag
            """,
            folder.Images());
    }

    [Fact]
    public void A_JSON_file_is_read_by_itself_and_only_its_values_are_noted_here()
    {
        using var folder = new Folder()
            .With("app.json", """[{ "name": "a", "image": "acme/literal:1", "essential": true }, { "name": "b", "image": "${image}", "essential": true }]""")
            .With("main.tf", """
                resource "aws_ecs_task_definition" "a" { container_definitions = file("app.json") }
                resource "aws_ecs_task_definition" "b" { container_definitions = templatefile("app.json", { image = "acme/given:1" }) }
                """);

        Assert.Equal(
            """
            app.json:1 acme/literal:1 → docker.io/acme/literal:1
            app.json:1 ${image} → ! ${image} is filled in from outside this file
            main.tf:2 acme/given:1 → docker.io/acme/given:1
            """,
            folder.Images());
    }

    [Theory]
    [InlineData("templatefile(\"absent.json\", {})", "the file it leads to cannot be told, or is not there")]
    [InlineData("templatefile(\"../outside.json\", {})", "the file it leads to cannot be told, or is not there")]
    [InlineData("file(var.path)", "the file it leads to cannot be told, or is not there")]
    [InlineData("\"no json\"", "it is no JSON that can be read")]
    [InlineData("module.containers.json", "it is an output of the module containers")]
    [InlineData("templatestring(\"x\", {})", "templatestring() has a value only when Terraform runs")]
    public void Containers_that_cannot_be_told_are_one_unknown_image(string containers, string reason)
    {
        using var folder = new Folder().With("main.tf", $"resource \"aws_ecs_task_definition\" \"a\" {{\n  container_definitions = {containers}\n}}\n");

        Assert.Equal($"main.tf:2 {containers.Trim('"')} → ! {reason}", folder.Images());
    }
}
