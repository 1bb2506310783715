using System.Collections.Immutable;
using System.Text.Json;
using Archway.Gpu.Hosts;
using Archway.Gpu.Images;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A daemon.json of a host.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Source">Its text.</param>
/// <param name="Root">What it says; null where it is not JSON at all.</param>
/// <param name="Problem">Why Docker does not take it; null where it does.</param>
/// <param name="IsRootless">Whether it is that of a user's own engine.</param>
internal sealed record DaemonFile(string Path, SourceText Source, DataNode? Root, DataProblem? Problem, bool IsRootless)
{
    internal Checks.Evidence At(DataNode node) => ConfigurationFile.Line(Source, node.Start);
}

/// <summary>Docker on a host.</summary>
internal sealed class DockerFacts
{
    private static readonly DottedVersion FirstWithCdi = DottedVersion.Of(25), CdiByItself = DottedVersion.Of(28, 2), PrefersCdi = DottedVersion.Of(29, 2), PrefersHookAgain = DottedVersion.Of(29, 7, 3);
    private readonly ToolkitFacts _toolkit;

    internal DockerFacts(HostSnapshot snapshot, ToolkitFacts toolkit)
    {
        _toolkit = toolkit;
        Process = snapshot.Process("dockerd");
        Information = Parsed(snapshot.Command("docker", "info"));
        Version = DottedVersion.Find(Told("ServerVersion")) ?? (snapshot.Command("docker", "--version") is { Succeeded: true } client && ToolkitFacts.Number().Match(client.Output) is { Success: true } match ? DottedVersion.Find(match.Value) : null);
        IsPresent = Process is not null || toolkit.Program("dockerd") is not null || snapshot.Find("/etc/docker/daemon.json") is not null || IsSnap(snapshot);
        Files = [.. Paths(snapshot).Select(path => Read(snapshot, path)).OfType<DaemonFile>()];
        SnapOnly = IsSnap(snapshot) && toolkit.Program("dockerd") is null;
    }

    internal bool IsPresent { get; }

    /// <summary>Whether the only Docker is that of a snap.</summary>
    internal bool SnapOnly { get; }

    internal HostProcess? Process { get; }

    internal DottedVersion? Version { get; }

    /// <summary>What the running engine says of itself; null where it was not asked, or did not answer.</summary>
    internal JsonElement? Information { get; }

    internal ImmutableArray<DaemonFile> Files { get; }

    /// <summary>The configuration of the engine that root runs.</summary>
    internal DaemonFile? Rootful => Files.FirstOrDefault(file => !file.IsRootless);

    /// <summary>Whether the running engine is a user's own.</summary>
    internal bool IsRootless => Told("SecurityOptions")?.Contains("rootless", StringComparison.Ordinal) == true;

    /// <summary>The names of the runtimes that the running engine knows; null where it was not asked.</summary>
    internal ImmutableArray<string>? Runtimes =>
        Information is { } told && told.TryGetProperty(nameof(Runtimes), out var runtimes) && runtimes.ValueKind == JsonValueKind.Object ? [.. runtimes.EnumerateObject().Select(one => one.Name)] : null;

    /// <summary>The way in which it makes cgroups; null where nothing tells.</summary>
    internal string? CgroupDriver => Told("CgroupDriver")
        ?? Rootful?.Root?["exec-opts"]?.Items.Select(item => item.Text).FirstOrDefault(text => text?.StartsWith("native.cgroupdriver=", StringComparison.Ordinal) == true)?["native.cgroupdriver=".Length..];

    /// <summary>What is set of <c>features.cdi</c>.</summary>
    internal DataNode? CdiSetting => Rootful?.Root?["features"]?["cdi"];

    /// <summary>Whether it reads CDI specifications; null where its version is not known.</summary>
    internal bool? ReadsCdi => CdiSetting?.Text switch
    {
        "false" => false,
        "true" => Version is null ? null : Version >= FirstWithCdi,
        _ => Version is null ? null : Version >= CdiByItself,
    };

    /// <summary>Which way <c>--gpus</c> takes; not known for versions after those that were read, or without one.</summary>
    internal RequirementPath PathOfGpus => Version is null ? RequirementPath.Unknown
        : Version < PrefersCdi ? RequirementPath.LegacyHook
        : Version >= PrefersHookAgain ? RequirementPath.Unknown
        : _toolkit.Program("nvidia-cdi-hook") is not null && ReadsCdi != false ? RequirementPath.Cdi : RequirementPath.LegacyHook;

    /// <summary>A member of what the running engine says, as text.</summary>
    internal string? Told(string member) => Information is { } told && told.TryGetProperty(member, out var value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Null or JsonValueKind.Undefined => null, _ => value.GetRawText() }
        : null;

    /// <summary>The JSON that a command answered; null where it is none.</summary>
    internal static JsonElement? Parsed(HostCommand? answer)
    {
        if (answer is not { Succeeded: true }) return null;
        try
        {
            using var document = JsonDocument.Parse(answer.Output, new() { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSnap(HostSnapshot snapshot) => snapshot.Find("/snap/bin/docker") is not null || snapshot.FindLink("/snap/bin/docker") is not null || snapshot.Find("/var/snap/docker/current/config/daemon.json") is not null;

    private static IEnumerable<string> Paths(HostSnapshot snapshot)
    {
        var named = snapshot.Process("dockerd")?.Options.Select(option => option.Split('=', 2)).FirstOrDefault(pair => pair is ["--config-file", _])?[1];
        return ((IEnumerable<string>)[named ?? "/etc/docker/daemon.json", "/var/snap/docker/current/config/daemon.json"])
            .Concat(snapshot.Entries.Select(entry => entry.Path).Where(path => path.EndsWith("/.config/docker/daemon.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal);
    }

    private static DaemonFile? Read(HostSnapshot snapshot, string path)
    {
        if (snapshot.Text(path) is not { } text) return null;
        SourceText source = new(path, text);
        List<DataProblem> problems = [];
        var root = JsonReader.ReadDocuments(source, problems).FirstOrDefault();
        return new(path, source, root, Strict(source, text), path.Contains("/.config/", StringComparison.Ordinal));
    }

    // Docker reads JSON as its specification has it: no comment, no comma behind the last item. An empty file is no file.
    private static DataProblem? Strict(SourceText source, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 64 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : new(source.Span(0, 0), "it holds no object");
        }
        catch (JsonException problem)
        {
            var lines = text.Split('\n');
            var line = (int)Math.Clamp(problem.LineNumber ?? 0, 0, lines.Length - 1);
            return new(new(source.Path, line + 1, 1, 0), "this is not JSON as Docker reads it: a comment, a comma behind the last item, or a quote too few");
        }
    }
}
