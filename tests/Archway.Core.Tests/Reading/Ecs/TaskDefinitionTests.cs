using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Ecs;

public sealed class TaskDefinitionTests
{
    [Fact]
    public void A_task_definition_names_its_containers_images()
    {
        using var folder = new Folder().With("task.json", """
            {
              "family": "shop",
              "containerDefinitions": [
                { "name": "web", "image": "nginx:1.27" },
                { "name": "api", "image": "<IMAGE1_NAME>" }
              ]
            }
            """);

        var found = Assert.Single(folder.Read().OfType<SourceItem.Document>()).Content.Occurrences;

        Assert.Equal("task.json:4 nginx:1.27 → docker.io/library/nginx:1.27\ntask.json:5 <IMAGE1_NAME> → ! <IMAGE1_NAME> is filled in from outside this file",
            folder.Images());
        Assert.Equal(("shop", "web", OccurrenceKind.EcsContainer), (found[0].Workload, found[0].Container, found[0].Kind));
    }

    [Theory]
    [InlineData("""{"taskDefinition": {"family": "f", "containerDefinitions": [{"image": "a"}]}}""", "x.json:1 a → docker.io/library/a:latest")]
    [InlineData("""[{"name": "a", "image": "a", "essential": true}]""", "x.json:1 a → docker.io/library/a:latest")]
    [InlineData("""[{"name": "a", "image": "a.png"}]""", "")]
    [InlineData("""{"containerDefinitions": "none of it", "image": 1}""", "")]
    public void Every_form_that_the_tools_give_and_take_is_read(string json, string images)
    {
        using var folder = new Folder().With("x.json", json);

        Assert.Equal(images, folder.Images());
    }

    [Fact]
    public void A_template_for_a_task_definition_may_have_gaps_outside_of_quotes()
    {
        using var folder = new Folder().With("task.json", """
            {
            	"family": "shop",
            	"containerDefinitions": [
            		{ "name": "web", "command": [ {{command}} ], "image": "nginx:1.27", "cpu": {{cpu}} }
            	]
            }
            """);

        Assert.Equal("task.json:4 nginx:1.27 → docker.io/library/nginx:1.27", folder.Images());
        Assert.Empty(folder.Read().OfType<SourceItem.Unparsed>());
    }

    [Theory]
    [InlineData("file,line\nPASSWORD=hunter2\nimage: nginx:1")]
    [InlineData("{\"image\": \"hunter2\\q\"}")]
    public void What_stands_in_a_broken_file_is_not_repeated(string text)
    {
        using var folder = new Folder().With("task.json", text);

        Assert.DoesNotContain("hunter2", Assert.Single(folder.Read().OfType<SourceItem.Unparsed>()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_no_JSON_is_told_although_it_is_a_YAML_scalar()
    {
        using var folder = new Folder().With("task.json", "the image of a container");

        Assert.Equal("this is not JSON", Assert.Single(folder.Read().OfType<SourceItem.Unparsed>()).Problem);
    }

    [Theory]
    [InlineData("Image: nginx:1.27", "nginx:1.27 → docker.io/library/nginx:1.27")]
    [InlineData("Image: !Ref Web", "Web → docker.io/library/httpd:2.4")]
    [InlineData("Image: {Ref: Web}", "Web → docker.io/library/httpd:2.4")]
    [InlineData("Image: !Sub 'a:${Tag}'", "a:${Tag} → docker.io/library/a:7")]
    [InlineData("Image: {'Fn::Sub': ['a:${T}', {T: {Ref: Tag}}]}", "a:${T} → docker.io/library/a:7")]
    [InlineData("Image: !Join [':', [a, !Ref Tag]]", "a → docker.io/library/a:7")]
    [InlineData("Image: {'Fn::Join': ['', ['a:', {Ref: Tag}]]}", "a: → docker.io/library/a:7")]
    [InlineData("Image: !FindInMap [Images, eu, web]", "Images → docker.io/library/b:1")]
    [InlineData("Image: !If [X, a:1, a:2]", "a:1 → docker.io/library/a:1|a:2 → docker.io/library/a:2")]
    [InlineData("Image: !Sub '${AWS::AccountId}.dkr.ecr.eu.amazonaws.com/a'",
        "${AWS::AccountId}.dkr.ecr.eu.amazonaws.com/a → ! AWS::AccountId has a value only when the stack is made")]
    [InlineData("Image: !Ref Bare", "Bare → ! the parameter Bare has no default")]
    [InlineData("Image: !Ref Task", "Task → ! Task is a resource, whose name is known only when the stack is made")]
    [InlineData("Image: !Sub '${Repository.RepositoryUri}:1'",
        "${Repository.RepositoryUri}:1 → ! Repository.RepositoryUri has a value only when the stack is made")]
    [InlineData("Image: !ImportValue x", "x → ! Fn::ImportValue has a value only when the stack is made")]
    [InlineData("Name: no image", "")]
    public void A_template_is_read_with_its_parameters_defaults(string image, string images)
    {
        using var folder = new Folder().With("stack.yaml", $$"""
            Parameters:
              Web: {Type: String, Default: 'httpd:2.4'}
              Tag: {Type: String, Default: 7}
              Bare: {Type: String}
            Mappings:
              Images: {eu: {web: 'b:1'} }
            Resources:
              Task:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  ContainerDefinitions:
                    - {{image}}
            """);

        Assert.Equal(images, folder.Images().Replace("stack.yaml:12 ", "", StringComparison.Ordinal).Replace('\n', '|'));
    }

    [Fact]
    public void Functions_that_hold_each_other_many_times_end()
    {
        var image = "a";
        for (var i = 0; i < 15; i++) image = $"{{'Fn::Sub': ['{string.Concat(Enumerable.Repeat("${x}", 100))}', {{x: {image} }}] }}";
        using var folder = new Folder()
            .With("stack.yaml", $"Resources: {{T: {{Type: 'AWS::ECS::TaskDefinition', Properties: {{ContainerDefinitions: [{{Image: {image} }}] }} }} }}");

        Assert.EndsWith("its functions hold too many others", folder.Images(), StringComparison.Ordinal);
    }
}
