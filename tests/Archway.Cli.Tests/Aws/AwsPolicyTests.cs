using System.Text.Json;
using Xunit;

namespace Archway.Cli.Tests.Aws;

/// <summary>The policy of docs/aws.md is what the program asks for, and nothing more.</summary>
public sealed class AwsPolicyTests
{
    [Fact]
    public async Task The_policy_of_the_documentation_allows_exactly_what_is_asked()
    {
        await using var scene = await AwsScene.StartAsync();
        scene.Put("cart", "acme/cart:1", more: """{"capacityProviderStrategy": [{"capacityProvider": "web"}]}""");
        scene.Ecs.PutInstance("prod", "i-0a", "x86_64", "web").PutTask("prod", "t1", "cart:1", "family:cart").PutProvider("web", "{}");
        scene.Aws.Ecr.PutImage("cart", "1", TimeProvider.System.GetUtcNow());
        await scene.ScanJsonAsync("ecs:");
        await scene.ScanJsonAsync("ecr:123456789012");

        var asked = scene.Aws.Log.Select(one => one.Action).Distinct().Order(StringComparer.Ordinal).ToLookup(action => action.Split(':')[0]);

        Assert.Equal(Allowed("ReadEcs"), asked["ecs"]);
        Assert.Equal(Allowed("ListEcr"), asked["ecr"]);
    }

    private static string[] Allowed(string sid)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs/aws.md"));
        var start = page.IndexOf("```json", StringComparison.Ordinal) + "```json".Length;
        using var policy = JsonDocument.Parse(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]);
        var statement = policy.RootElement.GetProperty("Statement").EnumerateArray().Single(one => one.GetProperty("Sid").GetString() == sid);
        return [.. statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()!).Order(StringComparer.Ordinal)];
    }
}
