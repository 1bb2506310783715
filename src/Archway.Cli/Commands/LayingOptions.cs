using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Archway.Assembling.Laying;
using Archway.Oci.References;

namespace Archway.Cli.Commands;

/// <summary>The options of what is laid over a base.</summary>
internal sealed class LayingOptions
{
    private readonly Option<AddedFolder[]> _add = new("--add")
    {
        Description = "A folder or file to lay over the base, and where; of one platform behind its name. Default place: /app. May be repeated.",
        HelpName = "[platform=]folder[:/path]",
        CustomParser = Arguments.ReadAll(AddedFolder.Read),
    };

    private readonly Option<string?> _entrypoint = new("--entrypoint") { Description = "The command that always runs: words, or a JSON array.", HelpName = "command" };
    private readonly Option<string?> _command = new("--cmd") { Description = "The command's default arguments: words, or a JSON array.", HelpName = "arguments" };
    private readonly Option<string?> _workingFolder = new("--workdir") { Description = "The folder that it starts in.", HelpName = "folder" };
    private readonly Option<string?> _user = new("--user") { Description = "The user that it runs as.", HelpName = "user" };
    private readonly Option<string[]> _variables = new("--env") { Description = "A variable besides the base's; may be repeated.", HelpName = "name=value" };
    private readonly Option<string[]> _labels = new("--label") { Description = "A label besides the base's; may be repeated.", HelpName = "name=value" };
    private readonly Option<string[]> _ports = new("--expose") { Description = "A port that it listens on; may be repeated.", HelpName = "port" };

    internal Option<ImageSource> Base { get; } = new("--base")
    {
        Description = "The multi-arch image to lay files over, where nothing is built.",
        HelpName = "ref",
        CustomParser = Arguments.Read(ImageSource.Read),
    };

    private Option[] OfBase => [_add, _entrypoint, _command, _workingFolder, _user, _variables, _labels, _ports];

    internal void AddTo(Command command)
    {
        command.Options.Add(Base);
        foreach (var option in OfBase) command.Options.Add(option);
    }

    internal void RefuseWithoutBase(ParseResult parsed)
    {
        if (Array.Find(OfBase, option => parsed.GetResult(option) is { Implicit: false }) is { } stray)
            throw new CommandException($"{stray.Name} lays something over a base; name that with --base, or leave {stray.Name} out");
    }

    internal LayRequest Read(ParseResult parsed, ImageSource below, ImageSource target, Surroundings surroundings) => new(below, target)
    {
        Folders = parsed.GetValue(_add) is { Length: > 0 } folders
            ? [.. folders.Select(folder => folder with { Source = Path.GetFullPath(folder.Source, surroundings.WorkingFolder) })]
            : throw new CommandException("there is nothing to lay over the base; name a folder with --add"),
        Entrypoint = Words(parsed.GetValue(_entrypoint)),
        Command = Words(parsed.GetValue(_command)),
        WorkingFolder = parsed.GetValue(_workingFolder),
        User = parsed.GetValue(_user),
        Environment = [.. Pairs(parsed.GetValue(_variables), "--env")],
        Labels = [.. Pairs(parsed.GetValue(_labels), "--label")],
        Ports = [.. (parsed.GetValue(_ports) ?? []).Select(port => port.Contains('/', StringComparison.Ordinal) ? port : port + "/tcp")],
        Time = Epoch(surroundings),
    };

    // As every tool of reproducible builds has it: https://reproducible-builds.org/specs/source-date-epoch/
    private static DateTimeOffset Epoch(Surroundings surroundings) => surroundings.Variable("SOURCE_DATE_EPOCH") switch
    {
        null or "" => DateTimeOffset.UnixEpoch,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253_402_300_800 =>
            DateTimeOffset.FromUnixTimeSeconds(seconds),
        var text => throw new CommandException($"SOURCE_DATE_EPOCH is '{text}', and should be a number of seconds since 1970"),
    };

    private static ImmutableArray<string>? Words(string? text)
    {
        if (text is null) return null;
        if (!text.StartsWith('[')) return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.EnumerateArray().Select(word => word.GetString() ?? throw new JsonException())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CommandException($"'{text}' is no JSON array of words, like [\"java\", \"-jar\", \"/app/web.jar\"]");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string[]? texts, string option) => (texts ?? []).Select(text =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign
            ? KeyValuePair.Create(text[..sign], text[(sign + 1)..])
            : throw new CommandException($"{option} takes NAME=VALUE, not '{text}'"));
}
