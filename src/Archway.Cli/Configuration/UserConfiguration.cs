using System.Collections.Immutable;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Cli.Configuration;

/// <summary>The user's own configuration: a YAML mapping of options, written without their dashes.</summary>
internal static class UserConfiguration
{
    private const long LargestFile = 256 * 1024;

    /// <summary>Whether there is one where it is looked for.</summary>
    /// <exception cref="CommandException">The one that the environment names is not there.</exception>
    internal static bool IsThere(Surroundings surroundings) => FileOf(surroundings) is { } path && File.Exists(path);

    /// <summary>What it says, by option; nothing where there is none.</summary>
    /// <param name="options">The options there are, as they would be typed.</param>
    /// <param name="surroundings">Where it is looked for.</param>
    /// <exception cref="CommandException">It cannot be read, or says something that is no setting.</exception>
    internal static IReadOnlyDictionary<string, Setting> Read(IReadOnlyCollection<string> options, Surroundings surroundings)
    {
        if (FileOf(surroundings) is not { } path || !File.Exists(path)) return ImmutableDictionary<string, Setting>.Empty;
        var shown = Shown(path, surroundings);
        try
        {
            FileInfo file = new(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            // Pipes and devices have no length, and opening one may wait for ever.
            if (file.Length == 0) return ImmutableDictionary<string, Setting>.Empty;
            if (file.Length > LargestFile) throw new CommandException($"{shown}: it has {file.Length} bytes; a configuration has at most {LargestFile}");
            RefuseIfAnybodyWrites(file, shown);
            return SettingsIn(new(shown, File.ReadAllText(file.FullName)), options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{shown}: it cannot be read: {fault.Message}");
        }
    }

    private static Dictionary<string, Setting> SettingsIn(SourceText source, IReadOnlyCollection<string> options)
    {
        List<DataProblem> problems = [];
        var root = YamlReader.ReadDocuments(source, problems).FirstOrDefault();
        if (problems is [var first, ..]) throw new CommandException($"{source.Path}:{first.At.Line}: {first.Message}");
        if (root is not (null or DataMapping or DataScalar { IsNull: true })) throw Problem(source, root, "a configuration is a mapping, like offline: true");

        Dictionary<string, Setting> settings = new(StringComparer.Ordinal);
        foreach (var (key, value) in root?.Members ?? [])
        {
            var option = "--" + key.Value;
            if (!options.Contains(option))
                throw Problem(source, key, $"there is no setting '{WrittenLogin.Hide(key.Value)}'"
                    + (Spelling.Nearest(option, options) is { } near
                        ? $"; did you mean {near[2..]}?"
                        : "; each option of a command is one, written without its dashes"));
            if (value.Members.CountBy(member => member.Key.Value).FirstOrDefault(count => count.Value > 1).Key is { } twice)
                throw Problem(source, key, $"{WrittenLogin.Hide(twice)} stands in {key.Value} more than once; leave one of them");
            if (ValuesOf(value) is not { IsEmpty: false } values) throw Problem(source, key, $"{WrittenLogin.Hide(key.Value)} takes a value or a list of values");
            if (settings.ContainsKey(option)) throw Problem(source, key, $"{key.Value} stands there more than once; leave one of them");
            settings[option] = new(option, values, $"{source.Path}:{source.Span(key.Start, 0).Line}");
        }

        return settings;
    }

    // A mapping stands for values with an equals sign in them: rules: {D109: off} is --rules D109=off.
    private static ImmutableArray<string> ValuesOf(DataNode node)
    {
        var values = node switch
        {
            DataMapping mapping => mapping.Entries.Select(member => TextOf(member.Value) is { } text ? $"{member.Key.Value}={text}" : null),
            DataSequence sequence => sequence.Nodes.Select(TextOf),
            _ => [TextOf(node)],
        };
        return values.ToArray() is var all && all.Contains(null) ? [] : [.. all.OfType<string>()];
    }

    private static string? TextOf(DataNode node) => node is DataScalar { IsNull: false, Value.Length: > 0 } scalar ? scalar.Value : null;

    private static string? FileOf(Surroundings surroundings)
    {
        if (surroundings.Variable("ARCHWAY_CONFIG") is { Length: > 0 } named)
        {
            var file = Path.GetFullPath(named, surroundings.WorkingFolder);
            return File.Exists(file) ? file : throw new CommandException($"there is no file '{named}', which ARCHWAY_CONFIG names");
        }

        if (surroundings.Variable("XDG_CONFIG_HOME") is { Length: > 0 } places && Path.IsPathRooted(places))
            return Path.Combine(places, "archway", "config.yaml");
        if (surroundings.Variable("APPDATA") is { Length: > 0 } roaming) return Path.Combine(roaming, "archway", "config.yaml");
        return HomeOf(surroundings) is { } home ? Path.Combine(home, ".config", "archway", "config.yaml") : null;
    }

    // What anybody may write, anybody may have written, and it says which hosts are asked without TLS.
    private static void RefuseIfAnybodyWrites(FileInfo file, string shown)
    {
        if (OperatingSystem.IsWindows()) return;
        if (file.UnixFileMode.HasFlag(UnixFileMode.OtherWrite))
            throw new CommandException($"{shown} is not taken, since every user of this machine may write it; chmod o-w it");
        if (file.Directory!.UnixFileMode is var folder && folder.HasFlag(UnixFileMode.OtherWrite) && !folder.HasFlag(UnixFileMode.StickyBit))
            throw new CommandException($"{shown} is not taken, since every user of this machine may put another in its place; chmod o-w its folder");
    }

    private static string Shown(string path, Surroundings surroundings) =>
        HomeOf(surroundings) is { } home && path.StartsWith(home + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? $"~{path[home.Length..]}" : path;

    private static string? HomeOf(Surroundings surroundings) =>
        (surroundings.Variable("HOME") ?? surroundings.Variable("USERPROFILE")) is { Length: > 0 } home ? home : null;

    private static CommandException Problem(SourceText source, DataNode at, string message) => new($"{source.Path}:{source.Span(at.Start, 0).Line}: {message}");
}
