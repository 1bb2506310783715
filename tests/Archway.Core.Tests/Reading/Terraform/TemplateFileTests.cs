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
    [InlineData("aws_ecs_task_definition", "container_definitions", "file(\"${path.module}/defs.json\")", """[{ "name": "a", "image": "acme/a:1" }]""")]
    [InlineData("aws_ecs_task_definition", "container_definitions", "file(\"./defs.json\")", """[{ "name": "a", "image": "acme/a:1" }]""")]
    [InlineData("aws_ecs_task_definition", "container_definitions", "jsonencode(jsondecode(file(\"defs.json\")))", """[{ "image": "acme/a:1" }]""")]
    [InlineData("aws_ecs_task_definition", "container_definitions", "local.containers", """[{ "name": "a", "image": "acme/a:1" }]""")]
    [InlineData("aws_batch_job_definition", "container_properties", "file(\"defs.json\")", """{ "image": "acme/a:1", "vcpus": 1 }""")]
    [InlineData("aws_ecs_task_definition", "container_definitions", "file(\"defs.json\")", """[{ "image": "acme/a:1", "name": "a", "essential": true }]""")]
    public void A_JSON_file_is_read_once_whether_it_tells_by_itself_what_it_is_or_not(string type, string attribute, string value, string json)
    {
        using var folder = new Folder().With("defs.json", json)
            .With("main.tf", $"locals {{ containers = file(\"defs.json\") }}\nresource \"{type}\" \"a\" {{ {attribute} = {value} }}");

        Assert.Equal("defs.json:1 acme/a:1 → docker.io/acme/a:1", folder.Images());
    }

    [Theory]
    [InlineData("[{ \"name\": \"a\", \"image\": \"acme/a:1\" }]")]
    [InlineData("[{ \"name\": \"a\", \"image\": \"acme/a:1\", \"essential\": true }]")]
    public void The_containers_of_a_module_may_stand_in_a_file(string json)
    {
        using var folder = new Folder().With("defs.json", json)
            .With("main.tf", "module \"a\" {\n  source = \"acme/service/aws\"\n  container_definitions = file(\"defs.json\")\n}\n");

        Assert.Equal("defs.json:1 acme/a:1 → docker.io/acme/a:1", folder.Images());
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
