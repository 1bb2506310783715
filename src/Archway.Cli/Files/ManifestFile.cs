using Archway.Placing.Manifests;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Cli.Files;

/// <summary>A file of Kubernetes resources that the user named; <c>-</c> is standard input.</summary>
internal static class ManifestFile
{
    // A cluster's pods in one file, and far below what a machine has.
    private const int Longest = 512 * 1024 * 1024;

    /// <summary>Its text.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    internal static async Task<SourceText> ReadAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        await using var stream = await InputFile.OpenAsync(name, Longest, surroundings, cancellationToken);
        using StreamReader reader = new(stream);
        return new(name == "-" ? "standard input" : name.Replace(Path.DirectorySeparatorChar, '/'), await reader.ReadToEndAsync(cancellationToken));
    }

    /// <summary>Its documents, all of which must be readable: what is left out would be told of as if it were not there.</summary>
    /// <exception cref="CommandException">One cannot be read.</exception>
    internal static IEnumerable<DataNode> Documents(SourceText source)
    {
        List<DataProblem> problems = [];
        foreach (var document in ManifestText.Documents(source, problems)) yield return document;
        Refuse(problems);
    }

    /// <exception cref="CommandException">There is a problem.</exception>
    internal static void Refuse(IReadOnlyList<DataProblem> problems)
    {
        if (problems is [var first, ..]) throw new CommandException($"cannot read {first.At.File}:{first.At.Line}: {first.Message}");
    }
}
