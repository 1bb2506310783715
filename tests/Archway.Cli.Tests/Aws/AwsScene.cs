using System.Text.Json;
using Archway.Testing.Aws;

namespace Archway.Cli.Tests.Aws;

/// <summary>A stand-in for AWS, and the program with credentials for it.</summary>
internal sealed class AwsScene : IAsyncDisposable
{
    private AwsScene(TestAws aws, TimeProvider? time)
    {
        Aws = aws;
        Archway = new() { Time = time ?? TimeProvider.System };
        Archway.With("AWS_ENDPOINT_URL", aws.Address).With("AWS_REGION", TestAws.Region).With("AWS_ACCESS_KEY_ID", aws.Keys.Id).With("AWS_SECRET_ACCESS_KEY", aws.Keys.Secret);
    }

    internal TestAws Aws { get; }

    internal TestEcs Ecs => Aws.Ecs;

    internal ArchwayProgram Archway { get; }

    internal static async Task<AwsScene> StartAsync(TimeProvider? time = null) => new(await TestAws.StartAsync(), time);

    /// <summary>A service with a definition of one container.</summary>
    internal AwsScene Put(string service, string image, string definition = "{}", string more = """{"launchType": "FARGATE"}""", string cluster = "prod")
    {
        var told = System.Text.Json.Nodes.JsonNode.Parse(definition)!.AsObject();
        told["containerDefinitions"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["name"] = "main", ["image"] = image });
        Ecs.PutDefinition($"{service}:1", told.ToJsonString()).PutService(cluster, service, $"{service}:1", more);
        return this;
    }

    internal Task<Ran> ScanAsync(string target = "ecs:", params string[] more) => Archway.RunAsync(["scan", target, "--offline", "--no-cache", "--quiet", .. more]);

    internal async Task<JsonElement> ScanJsonAsync(string target = "ecs:", params string[] more) => (await ScanAsync(target, [.. more, "--format", "json"])).Json();

    /// <summary>The images that are told, each with where and how.</summary>
    internal static string[] Places(JsonElement report) =>
    [
        .. report.GetProperty("occurrences").EnumerateArray().Select(place => string.Join(' ', new[]
        {
            Text(place, "file"), Text(place, "container"), Text(place, "written"), Text(place, "state") is { } state ? $"({state})" : null,
        }.OfType<string>())),
    ];

    /// <summary>What a rule found, each with where.</summary>
    internal static string[] Findings(JsonElement report, string rule) =>
    [
        .. report.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() == rule)
            .Select(finding => $"{finding.GetProperty("file").GetString()} {finding.GetProperty("severity").GetString()}: {finding.GetProperty("message").GetString()}"),
    ];

    /// <summary>What could not be read, each with why.</summary>
    internal string[] Unread(JsonElement report) =>
        [.. report.GetProperty("unparsed").EnumerateArray().Select(file => Masked($"{file.GetProperty("file").GetString()}: {file.GetProperty("problem").GetString()}"))];

    /// <summary>A text without the stand-in's address.</summary>
    internal string Masked(string text) => text.Replace(new Uri(Aws.Address).Authority, "HOST", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await Aws.DisposeAsync();
        Archway.Dispose();
    }

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
