using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Archway.Oci;

namespace Archway.Gpu.Hosts;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote, or what anyone made up: nothing in it is believed to be small, well formed or true.</summary>
public static class SnapshotReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int Largest = 64 * 1024 * 1024;

    private const int Depth = 16;
    private const int MostItems = 25_000;
    private const int LongestPath = 4096;
    private const int LongestText = 2 * 1024 * 1024;

    /// <summary>The snapshot that a file holds, or why it holds none.</summary>
    /// <param name="utf8">The file.</param>
    public static Parsed<HostSnapshot> Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? utf8[3..] : utf8, new() { MaxDepth = Depth });
            return Parsed.Value(Snapshot(document.RootElement));
        }
        catch (JsonException)
        {
            return Parsed.Problem<HostSnapshot>($"it is not JSON, or nested more than {Depth} levels deep; archway gpu doctor --save writes what is read here");
        }
        // Half a surrogate pair is no text.
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return Parsed.Problem<HostSnapshot>(e is FormatException ? e.Message : "it holds a text that is none");
        }
    }

    private static HostSnapshot Snapshot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "archwayGpuHost") is not { } version)
            throw new FormatException("it is no snapshot of a host; archway gpu doctor --save FILE writes one");
        if (version != SnapshotWriter.Version) throw new FormatException($"it is a snapshot of the form '{Short(version)}', and this program reads form {SnapshotWriter.Version}");
        return new(Items(root, "files").Select(Entry))
        {
            Taken = DateTimeOffset.TryParse(Text(root, "taken"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var taken) ? taken : null,
            User = Number(root, "user"),
            HasCommands = root.TryGetProperty("askedCommands", out var asked) && asked.ValueKind == JsonValueKind.True,
            Variables = root.TryGetProperty("variables", out var variables) && variables.ValueKind == JsonValueKind.Object
                ? variables.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.String && HostPlan.Variables.Contains(one.Name))
                    .GroupBy(one => one.Name, StringComparer.Ordinal).ToImmutableSortedDictionary(one => one.Key, one => one.Last().Value.GetString()!, StringComparer.Ordinal)
                : ImmutableSortedDictionary<string, string>.Empty,
            LeftOut = [.. Words(root, "leftOut")],
            Packages = [.. Items(root, "packages").Select(item => new HostPackage(Needed(item, "name", "packages"), Needed(item, "version", "packages"), Text(item, "system") ?? ""))],
            Processes = [.. Items(root, "processes").Select(item => new HostProcess(Needed(item, "name", "processes"), (int)Math.Clamp(Number(item, "id") ?? 0, 0, int.MaxValue), Number(item, "started"), [.. Words(item, "options")]))],
            Commands = [.. Items(root, "commands").Select(Command)],
        };
    }

    private static HostCommand Command(JsonElement item)
    {
        ImmutableArray<string> words = [.. Words(item, "command")];
        if (words.IsEmpty) throw new FormatException("an item of commands names no command");
        return new(words, Number(item, "exitCode") is { } code and >= int.MinValue and <= int.MaxValue ? (int)code : null, Text(item, "output") ?? "", Text(item, "error") ?? "")
        {
            Problem = Text(item, "problem"),
        };
    }

    private static HostEntry Entry(JsonElement item)
    {
        var path = Needed(item, "path", "files");
        if (!IsPath(path)) throw new FormatException($"an item of files has the path '{Short(path)}'; paths begin at the root and have no part '.' or '..'");
        var kind = Text(item, "kind") ?? "file";
        return new(path, Enum.TryParse<EntryKind>(kind, ignoreCase: true, out var known) && !char.IsAsciiDigit(kind.FirstOrDefault()) && Enum.IsDefined(known) ? known : throw new FormatException($"{Short(path)} is of the kind '{Short(kind)}', which no file is"))
        {
            Mode = Text(item, "mode") is { Length: <= 6 } mode && mode.All(c => c is >= '0' and <= '7') && mode.Length > 0 ? Convert.ToInt32(mode, 8) : null,
            User = Number(item, "user"),
            Group = Number(item, "group"),
            Major = Number(item, "major"),
            Minor = Number(item, "minor"),
            Modified = Number(item, "modified"),
            Machine = Number(item, "machine") is { } machine and >= 0 and <= ushort.MaxValue ? (int)machine : null,
            Target = Text(item, "target") is { Length: > 0 and <= LongestPath } target ? target : null,
            Problem = Text(item, "problem"),
            Text = Text(item, "text"),
        };
    }

    private static bool IsPath(string path) => path.Length <= LongestPath && path.StartsWith('/')
        && (path == "/" || path[1..].Split('/').All(part => part is not ("" or "." or "..") && !part.Any(char.IsControl)));

    private static JsonElement[] Items(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null) return [];
        if (list.ValueKind != JsonValueKind.Array) throw new FormatException($"{name} is no list");
        if (list.GetArrayLength() > MostItems) throw new FormatException($"{name} has more than {MostItems} items");
        if (list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object)) throw new FormatException($"an item of {name} is no object");
        return [.. list.EnumerateArray()];
    }

    private static IEnumerable<string> Words(JsonElement item, string name) =>
        item.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= 1000
            ? list.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)
            : [];

    private static string Needed(JsonElement item, string name, string list) => Text(item, name) ?? throw new FormatException($"an item of {list} has no {name}");

    private static string? Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        var text = value.GetString()!;
        return text.Length <= LongestText ? text : throw new FormatException($"a {name} is longer than {LongestText} characters");
    }

    private static long? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
