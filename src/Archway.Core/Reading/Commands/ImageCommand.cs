using System.Text.RegularExpressions;
using Archway.Reading.Builds;

namespace Archway.Reading.Commands;

/// <summary>A command that runs or pulls an image: of docker, podman, nerdctl, ctr, crictl or kubectl.</summary>
/// <param name="values">What the script's variables hold.</param>
internal sealed partial class ImageCommand(ScriptValues values)
{
    private const string BuildContext = "docker-image://";
    private static readonly string[] Engines = ["docker", "podman", "nerdctl", "finch"];

    private static readonly string[] EngineVariables =
        ["docker", "podman", "container_tool", "container_engine", "container_runtime", "container_cli", "nerdctl"];

    // Commands that only tell of others.
    private static readonly HashSet<string> Speakers =
        ["echo", "printf", "log", "info", "warn", "error", "fail", "die", "usage", "grep", "sed", "awk", "alias", "git", "which"];

    /// <summary>The images that the words of a command name.</summary>
    internal IEnumerable<CommandImage> In(IReadOnlyList<ShellWord> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var tool = ToolOf(words[i].Text);
            if (Speakers.Contains(tool)) yield break;
            var found = tool switch
            {
                "kubectl" or "oc" => OfKubectl(words, i + 1),
                "ctr" => OfContainerd(words, i + 1),
                "crictl" => OfVerb(words, i + 1, (_, verb) => verb == "pull" ? CommandOptions.Pull : null),
                _ when IsEngine(tool) => OfVerb(words, i + 1, OptionsOf).Concat(OfBuild(words, i + 1)),
                _ => null,
            };
            if (found is null) continue;
            foreach (var image in found) yield return image;
            yield break;
        }
    }

    /// <summary>The tool of a word, also behind a Makefile's mark, and of a command that begins within another: <c>ID=$(docker run \</c>.</summary>
    private static string ToolOf(string word) =>
        WholeVariable().IsMatch(word) ? word : word[(word.LastIndexOfAny(['(', '`']) + 1)..].TrimStart('@', '-', '+');

    /// <summary>Whether the word is the name of a tool that runs or pulls images.</summary>
    internal static bool IsTool(string word) => word is "kubectl" or "oc" or "ctr" or "crictl" || IsEngine(word);

    private static bool IsEngine(string tool) => tool is ['$', ..]
        ? WholeVariable().IsMatch(tool) && EngineVariables.Any(name => tool.Contains(name, StringComparison.OrdinalIgnoreCase))
        : Engines.Contains(tool[(tool.LastIndexOf('/') + 1)..]);

    private static CommandOptions? OptionsOf(string? group, string verb) => (group, verb) switch
    {
        (null or "container", "run" or "create") => CommandOptions.Run,
        (null or "image", "pull") => CommandOptions.Pull,
        ("service", "create") => CommandOptions.Service,
        _ => null,
    };

    /// <summary>The image of an engine's verb: the first word behind it that is neither an option nor an option's value.</summary>
    private IEnumerable<CommandImage> OfVerb(IReadOnlyList<ShellWord> words, int at, Func<string?, string, CommandOptions?> optionsOf)
    {
        if (SkipOptions(words, at, CommandOptions.Global) is not { } verb || verb >= words.Count) return [];
        var group = words[verb].Text is "container" or "image" or "service" ? words[verb++].Text : null;
        return verb < words.Count && optionsOf(group, words[verb].Text) is { } options ? OfArguments(words, verb + 1, options) : [];
    }

    private IEnumerable<CommandImage> OfContainerd(IReadOnlyList<ShellWord> words, int at) =>
        SkipOptions(words, at, CommandOptions.Global) is { } verb && verb + 1 < words.Count
        && words[verb].Text is "i" or "image" or "images" && words[verb + 1].Text == "pull"
            ? OfArguments(words, verb + 2, CommandOptions.ContainerdPull)
            : [];

    private IEnumerable<CommandImage> OfArguments(IReadOnlyList<ShellWord> words, int at, CommandOptions options)
    {
        while (at < words.Count)
        {
            if (SkipOptions(words, at, options) is not { } next)
            {
                var option = words.Skip(at).First(word => word.Text.StartsWith('-') && options.WordsOf(word.Text) is null);
                return [new(option, option.Text, $"the option {option.Text} is not known, so which word behind it is the image cannot be told")];
            }
            if (next >= words.Count) return [];
            if (!HoldsOptions(words[next])) return [new(words[next], words[next].Text)];
            at = next + 1;
        }

        return [];
    }

    /// <summary>Whether the word stands for options: a variable whose value begins like one or is empty, or whose name says so; <c>[OPTIONS]</c>.</summary>
    private bool HoldsOptions(ShellWord word)
    {
        if (word.Text is ['<', .., '>'] or ['[', .., ']']) return NameOfOptions().IsMatch(word.Text);
        if (WholeVariable().Match(word.Text) is not { Success: true } variable) return false;
        return values.Fill(word.Text).Value is { } value ? value.Trim() is "" or ['-', ..] : NameOfOptions().IsMatch(variable.Groups["name"].Value);
    }

    /// <summary>Where the options end; null when one is not known.</summary>
    private static int? SkipOptions(IReadOnlyList<ShellWord> words, int at, CommandOptions options)
    {
        while (at < words.Count)
        {
            var word = words[at].Text;
            if (word == "--") return at + 1;
            if (Redirection().IsMatch(word)) at += word[^1] is '>' or '<' ? 2 : 1;
            else if (word is not ['-', _, ..]) return at;
            else if (options.WordsOf(word) is { } count) at += count;
            else return null;
        }

        return at;
    }

    /// <summary>The images that <c>docker build --build-context name=docker-image://image</c> names.</summary>
    private static IEnumerable<CommandImage> OfBuild(IReadOnlyList<ShellWord> words, int at) =>
        words.Skip(at).Any(word => word.Text == "build")
            ? words.Skip(at).Where(word => word.Text.Contains("=" + BuildContext, StringComparison.Ordinal))
                .Select(word => new CommandImage(word, word.Text[(word.Text.IndexOf(BuildContext, StringComparison.Ordinal) + BuildContext.Length)..]))
            : [];

    /// <summary>The images of <c>run</c>, <c>create</c> and <c>debug</c> with <c>--image</c>, and those of <c>set image</c>.</summary>
    private static IEnumerable<CommandImage> OfKubectl(IReadOnlyList<ShellWord> words, int at)
    {
        var own = words.Skip(at).TakeWhile(word => word.Text != "--").ToList();
        var verb = own.FindIndex(word => word.Text is "run" or "create" or "debug" or "set");
        if (verb < 0) yield break;
        var isSet = own[verb].Text == "set";
        if (isSet && own.ElementAtOrDefault(verb + 1).Text != "image") yield break;
        for (var i = verb + 1; i < own.Count; i++)
        {
            var (text, equals) = (own[i].Text, own[i].Text.IndexOf('=', StringComparison.Ordinal));
            if (isSet && equals > 0 && text[0] != '-') yield return new(own[i], text[(equals + 1)..]);
            else if (!isSet && text.StartsWith("--image=", StringComparison.Ordinal)) yield return new(own[i], text[(equals + 1)..]);
            else if (!isSet && text == "--image" && i + 1 < own.Count) yield return new(own[i + 1], own[i + 1].Text);
        }
    }

    // In Groovy a name has its owner before it: params.IMAGE.
    [GeneratedRegex(
        @"^\$(?:[{(](?:[A-Za-z_][A-Za-z0-9_]*\.)*(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:\[[@*]\])?[^{}()]*[)}]|(?<name>[A-Za-z_][A-Za-z0-9_]*|[@*]))$",
        RegexOptions.CultureInvariant)]
    private static partial Regex WholeVariable();

    [GeneratedRegex("opt|arg|flag|param|vol|mount|env|port|net|switch|extra|platform|[@*]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NameOfOptions();

    // Not <image>, which stands for what a reader puts there.
    [GeneratedRegex(@"^[0-9&]?[<>](?![^<>]+>$)", RegexOptions.CultureInvariant)]
    private static partial Regex Redirection();
}
