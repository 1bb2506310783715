using Archway.Oci.References;
using Archway.Oci.Registries;
using Archway.Testing;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Archway.Oci.Tests.Registries;

public sealed class TagPagesTests
{
    private const string First = """{"name":"acme/api","tags":["1"]}""";
    private const string Last = """{"name":"acme/api","tags":["2"]}""";

    [Theory]
    [InlineData("</v2/acme/api/tags/list?last=1>; rel=\"next\"")]
    [InlineData("</v2/acme/api/tags/list?last=1&n=1,2;3>; rel=next")]
    [InlineData("<?last=1>; rel = next")]
    [InlineData("<list?last=1>; title=\"a, b; c\" ; REL=\"prefetch Next\"")]
    [InlineData("<../tags/list?last=1>;rel=next")]
    [InlineData("<http://HOST/v2/acme/api/tags/list?last=1>; rel=\"next\"")]
    [InlineData("<https://HOST/v2/acme/api/tags/list?last=1>; rel=\"next\"")]
    [InlineData("</v2/acme/api/tags/list>; rel=first, <?last=1>; rel=next")]
    [InlineData("</v2/acme/api/tags/list>; rel=first", "<?last=1>; rel=next")]
    public async Task A_further_page_is_read_however_the_link_to_it_is_written(params string[] lines)
    {
        await using var registry = await RegistryAsync(
            context => context.Request.Query.ContainsKey("last") ? Last : First,
            context => context.Request.Query.ContainsKey("last")
                ? []
                : [.. lines.Select(line => line.Replace("HOST", $"{context.Request.Host}", StringComparison.Ordinal))]);

        Assert.Equal(["1", "2"], await TagsAsync(registry));
    }

    [Fact]
    public async Task A_link_that_cannot_be_read_is_said_and_not_taken_for_the_end()
    {
        await using var registry = await RegistryAsync(_ => First, _ => ["/v2/acme/api/tags/list?last=1; rel=next"]);

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => TagsAsync(registry));

        Assert.Equal(RegistryFault.Malformed, refusal.Fault);
        Assert.Contains("answered something else than a list of tags: its Link header holds something that is no link", refusal.Message);
    }

    [Theory]
    [InlineData("""{"tags":null}""")]
    [InlineData("""{"tags":[]}""")]
    public async Task A_repository_without_tags_has_none(string body)
    {
        await using var registry = await RegistryAsync(_ => body, _ => []);

        Assert.Empty((await TagsAsync(registry))!);
    }

    [Theory]
    [InlineData("{}", "it has no 'tags'")]
    [InlineData("""{"name":"acme/api","Tags":["1"]}""", "it has no 'tags'")]
    [InlineData("""{"tags":{"1":{}}}""", "its 'tags' is an object, not an array")]
    [InlineData("""{"tags":"1"}""", "its 'tags' is a string, not an array")]
    [InlineData("""{"tags":[1,2]}""", "its 'tags' holds a number")]
    [InlineData("""{"tags":["1",null]}""", "its 'tags' holds a null")]
    [InlineData("""{"tags":["1",["2"]]}""", "its 'tags' holds an array")]
    [InlineData("""["1"]""", "the list of tags is not a JSON object")]
    public async Task Another_shape_than_a_list_of_tags_is_said(string body, string sentence)
    {
        await using var registry = await RegistryAsync(_ => body, _ => []);

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => TagsAsync(registry));

        Assert.Equal(RegistryFault.Malformed, refusal.Fault);
        Assert.EndsWith($"{registry.Host} answered something else than a list of tags: {sentence}", refusal.Message);
    }

    private static Task<TestRegistry> RegistryAsync(Func<HttpContext, string> body, Func<HttpContext, string[]> links) =>
        TestRegistry.StartAsync(new TestRegistryOptions
        {
            Before = async (context, _) =>
            {
                context.Response.Headers.Link = links(context);
                await context.Response.WriteAsync(body(context));
                return true;
            },
        });

    private static async Task<IReadOnlyList<string>?> TagsAsync(TestRegistry registry)
    {
        using RegistryClient client = new(Asking.Options);
        return (await client.FindTagsAsync(ImageReference.Parse($"{registry.Host}/acme/api"), TestContext.Current.CancellationToken))?.Tags;
    }
}
