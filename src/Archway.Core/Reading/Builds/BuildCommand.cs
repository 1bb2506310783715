using System.Text.RegularExpressions;

namespace Archway.Reading.Builds;

/// <summary>A command that builds an image: <c>docker build -t NAME -f FILE CONTEXT</c> and what other tools call the same.</summary>
/// <param name="Names">The images it names, as written.</param>
/// <param name="File">The Dockerfile it names, as written.</param>
/// <param name="Context">The folder it builds, as written.</param>
internal sealed partial record BuildCommand(IReadOnlyList<string> Names, string? File, string Context)
{
    /// <summary>What it gives the Dockerfile's arguments, as written: <c>NAME=value</c>, or a name alone.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its other contexts, as written: <c>NAME=docker-image://alpine:3</c>.</summary>
    internal IReadOnlyList<string> Contexts { get; init; } = [];

    /// <summary>The platforms it is asked to build for, as written; null when it is not told.</summary>
    internal string? Platforms { get; init; }

    /// <summary>Whether it puts what it builds into a registry by itself.</summary>
    internal bool IsPushed { get; init; }

    /// <summary>Whether it puts what it builds among the images of the machine by an option, as builders in containers do not.</summary>
    internal bool IsLoaded { get; init; }

    /// <summary>The folder that the script enters just before, as written; null when it stays where it is.</summary>
    internal string? Folder { get; init; }

    /// <summary>The folders the command may run in when the script runs in one of those given.</summary>
    internal IEnumerable<string> FoldersWithin(params IEnumerable<string> folders) => Folder is null ? folders : folders.Select(folder => $"{folder}/{Folder}");

    private static readonly string[] Tools = ["docker", "podman", "buildah", "nerdctl", "finch", "img"];

    private static readonly string[] VariableMarks = ["docker", "podman", "container", "buildah"];

    // Options with a value behind a space, which is not the folder to build.
    private static readonly HashSet<string> WithValue =
    [
        "-t", "--tag", "-f", "--file", "--destination", "--dockerfile", "--context",
        "--build-arg", "--platform", "--target", "--label", "--cache-from", "--cache-to", "--network", "--progress", "--secret", "--ssh", "--output",
        "-o", "--builder",
        "--iidfile", "--metadata-file", "--add-host", "--isolation", "--memory", "-m", "--shm-size", "--ulimit", "--annotation", "--attest",
        "--build-context", "--format",
        "--jobs", "--arch", "--os", "--variant", "--manifest", "--volume", "-v", "--authfile", "--creds", "--cpu-quota", "--cpuset-cpus",
        "--squash-all", "--provenance-file",
    ];

    /// <summary>The build that the words of a command ask for, or null when they ask for something else.</summary>
    internal static BuildCommand? Of(IReadOnlyList<string> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var tool = words[i].TrimStart('@', '-');
            if (IsTool(tool) && Subcommand(words, i + 1) is { } options) return Read(words, options);
            // Kaniko's program does nothing but build.
            if (tool.EndsWith("kaniko/executor", StringComparison.Ordinal))
                return Read(words, i + 1) with { IsPushed = !words.Contains("--no-push") };
        }
        return null;
    }

    /// <summary>Whether a word is a tool's name, or a variable that by its own name holds one, as Makefiles have: <c>$(CONTAINER_TOOL)</c>.</summary>
    private static bool IsTool(string word) => word is ['$', ..]
        ? VariableMarks.Any(mark => word.Contains(mark, StringComparison.OrdinalIgnoreCase))
        : Tools.Contains(word[(word.LastIndexOf('/') + 1)..]);

    /// <summary>Reads the arguments that stand behind <c>build</c>.</summary>
    internal static BuildCommand Read(IReadOnlyList<string> words, int from)
    {
        List<string> names = [], arguments = [], contexts = [];
        string? file = null, input = null, platforms = null;
        var (isPushed, isLoaded) = (false, false);
        var context = ".";
        for (var i = from; i < words.Count; i++)
        {
            var word = words[i];
            if (Redirection().Match(word) is { Success: true } redirection)
            {
                var to = redirection.Length < word.Length ? word[redirection.Length..] : ++i < words.Count ? words[i] : "";
                if (redirection.Value == "<") input = to;
                continue;
            }

            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            var (option, value) = equals > 0 ? (word[..equals], word[(equals + 1)..]) : (word, null);
            if (value is null && WithValue.Contains(option)) value = ++i < words.Count ? words[i] : "";
            if (option is "-t" or "--tag" or "--destination") names.Add(value!);
            else if (option is "-f" or "--file" or "--dockerfile") file = value;
            else if (option == "--build-arg") arguments.Add(value!);
            else if (option == "--build-context") contexts.Add(value!);
            else if (option is "--platform" or "--custom-platform" or "--customPlatform") platforms = value;
            else if (option is "--push") isPushed = value is not "false";
            else if (option is "--load") isLoaded = value is not "false";
            else if (option is "-o" or "--output") (isPushed, isLoaded) = (isPushed || PushesTo(value!), isLoaded || value!.Contains("type=docker", StringComparison.Ordinal));
            else if (option is "--context" or "-c" && value is not null) context = value;
            else if (value is null && (option is "-" || !option.StartsWith('-'))) context = option;
        }

        // A Dockerfile that comes in by itself has no folder around it.
        return new(names, context == "-" || file == "-" ? input : file, context)
        {
            Arguments = arguments,
            Contexts = contexts,
            Platforms = platforms,
            IsPushed = isPushed,
            IsLoaded = isLoaded,
        };
    }

    /// <summary>Whether an exporter, as <c>--output</c> names it, is a registry.</summary>
    internal static bool PushesTo(string output) =>
        output.Contains("type=registry", StringComparison.Ordinal) || output.Contains("push=true", StringComparison.Ordinal);

    // A text that follows in the script itself is none that could be looked for.
    [GeneratedRegex("^(?:[0-9]*<<?-?|[0-9&]*>>?)", RegexOptions.CultureInvariant)]
    private static partial Regex Redirection();

    /// <summary>Where the arguments of <c>build</c>, <c>buildx build</c>, <c>image build</c> or <c>bud</c> begin.</summary>
    private static int? Subcommand(IReadOnlyList<string> words, int at)
    {
        if (words[at] is "buildx" or "image" or "builder") at++;
        return at < words.Count && words[at] is "build" or "bud" or "build-using-dockerfile" ? at + 1 : null;
    }
}
