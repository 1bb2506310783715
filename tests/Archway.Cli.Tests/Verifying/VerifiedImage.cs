using System.Text.Json;
using Archway.Testing;
using Archway.Testing.Debian;
using Xunit;

namespace Archway.Cli.Tests.Verifying;

/// <summary>What <c>archway image --verify</c> says of an image on one platform.</summary>
internal sealed class VerifiedImage
{
    private VerifiedImage(JsonElement target) => Target = target;

    internal JsonElement Target { get; }

    internal string? Verification => Target.GetProperty("verification").GetString();

    internal string? Status => Target.GetProperty("status").GetString();

    /// <summary>The files for another machine that have no business there: each with its place and what it is for.</summary>
    internal IEnumerable<(string? Path, string? Inside, string? Found)> Foreign => Files("foreign");

    /// <summary>The files for another machine that may be there.</summary>
    internal IEnumerable<(string? Path, string? Inside, string? Found)> Legitimate => Files("legitimate");

    internal JsonElement Content => Target.GetProperty("content");

    /// <summary>Has an image verified, wherever it is.</summary>
    internal static async Task<VerifiedImage> OfAsync(string reference, string platform = "linux/arm64", string verify = "--verify")
    {
        using ArchwayProgram archway = new();
        var ran = await archway.RunAsync("image", reference, verify, "--platform", platform, "--format", "json");
        Assert.True(ran.ExitCode == 0, ran.Error);
        return new(Assert.Single(ran.Json().GetProperty("targets").EnumerateArray()));
    }

    /// <summary>Holds the answer against what other programs say of the unpacked tree: how many files, which machines, and which files are for others.</summary>
    internal async Task MatchesAsync(StoredImage image, string platform = "linux/arm64")
    {
        var tree = await UnpackedTree.OfAsync(image);
        Assert.Equal("all", Content.GetProperty("extent").GetString());
        Assert.Equal(tree.Files, Content.GetProperty("files").GetInt32());
        Assert.Equal(
            tree.Machines.Values.CountBy(machine => machine).Select(machine => $"{machine.Key}: {machine.Value}").Order(StringComparer.Ordinal),
            Content.GetProperty("machines").EnumerateObject().Select(machine => $"{machine.Name}: {machine.Value}").Order(StringComparer.Ordinal));
        // No program says which level of x86-64 it was built for.
        var machine = platform is "linux/amd64/v3" ? "linux/amd64" : platform;
        Assert.Equal(
            tree.ForeignTo(machine).Select(path => $"{path}: {tree.Machines[path]}").Order(StringComparer.Ordinal),
            Foreign.Concat(Legitimate).Where(file => file.Inside is null).Select(file => $"{file.Path}: {file.Found}").Order(StringComparer.Ordinal));
    }

    private IEnumerable<(string? Path, string? Inside, string? Found)> Files(string name) => Content.GetProperty(name).EnumerateArray().Select(file =>
        (file.GetProperty("path").GetString(), file.TryGetProperty("inside", out var inside) ? inside.GetString() : null, file.GetProperty("found").GetString()));
}
