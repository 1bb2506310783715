using System.Text;
using Archway.Placing.Manifests;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Cli.Files;

/// <summary>A file of Kubernetes resources that the user named; <c>-</c> is standard input.</summary>
internal static class ManifestFile
{
    // A cluster's pods in one file, and far below what a machine has.
    private const int Longest = 512 * 1024 * 1024;

    /// <summary>What is said where standard input, which can be read once, is named twice.</summary>
    internal const string TwiceInput = "standard input is named twice, and can be read once";

    private const int MostNamed = 5;
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <summary>The files that are meant: of a folder all that end so, hidden folders and links left out, in the order of their names.</summary>
    /// <exception cref="CommandException">A folder has none, or cannot be read.</exception>
    internal static IReadOnlyList<string> Named(IEnumerable<string> names, Surroundings surroundings)
    {
        EnumerationOptions below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        List<string> files = [];
        foreach (var name in names)
        {
            if (name == "-" && files.Contains(name)) throw new CommandException(TwiceInput);
            if (LiveClusters.Is(name))
                throw new CommandException($"{name} is a live cluster, whose objects are changed where they are written: kubectl get deploy,sts,ds -o yaml | archway place, or let archway-server place pods as they are admitted");
            var folder = Path.GetFullPath(name, surroundings.WorkingFolder);
            if (name == "-" || !Directory.Exists(folder))
            {
                files.Add(name);
                continue;
            }

            try
            {
                var found = Directory.EnumerateFiles(folder, "*", below).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                    .Select(file => Path.Join(name, Path.GetRelativePath(folder, file))).Order(StringComparer.Ordinal).ToArray();
                if (found.Length == 0) throw new CommandException($"there is no file that ends with {string.Join(", ", Endings)} in {name}");
                files.AddRange(found);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                throw new CommandException($"cannot read {name}: {refused.Message}");
            }
        }

        return files;
    }

    /// <summary>Its text.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    internal static async Task<SourceText> ReadAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var stream = await InputFile.OpenAsync(name, Longest, surroundings, cancellationToken);
        using StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        try
        {
            return new(name == "-" ? "standard input" : name.Replace(Path.DirectorySeparatorChar, '/'), await reader.ReadToEndAsync(cancellationToken));
        }
        catch (DecoderFallbackException)
        {
            throw new CommandException($"cannot read {InputFile.Shown(name)}: it is not UTF-8");
        }
    }

    /// <summary>Its documents, all of which must be readable: what is left out would be told of as if it were not there.</summary>
    /// <exception cref="CommandException">One cannot be read.</exception>
    internal static IEnumerable<DataNode> Documents(SourceText source)
    {
        List<DataProblem> problems = [];
        foreach (var document in ManifestText.Documents(source, problems)) yield return document;
        if (problems.Count > 0 && source.Text.Contains("{{", StringComparison.Ordinal))
            throw new CommandException($"cannot read {problems[0].At.File}:{problems[0].At.Line}: it is a template, which is not YAML before it is rendered; give what helm template prints, by standard input too");
        Refuse(problems);
    }

    /// <summary>What is said of resources that make pods in ways of their own; null where there is none.</summary>
    /// <param name="unread">Their names.</param>
    /// <param name="become">What becomes of them.</param>
    internal static string? RemarkOf(IReadOnlyCollection<string> unread, string become) => unread.Count == 0 ? null
        : $"{become}, since their controllers make their pods: {string.Join(", ", unread.Take(MostNamed))}{(unread.Count > MostNamed ? ", …" : "")}";

    /// <exception cref="CommandException">There is a problem.</exception>
    internal static void Refuse(IReadOnlyList<DataProblem> problems)
    {
        if (problems is [var first, ..]) throw new CommandException($"cannot read {first.At.File}:{first.At.Line}: {first.Message}");
    }
}
