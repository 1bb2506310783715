using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Cdi;

/// <summary>A file of the Container Device Interface as it was read.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Spec">What it says; null where it cannot be read at all.</param>
/// <param name="Problems">What is wrong with it by the specification, in the order of the file.</param>
public sealed record CdiFile(string Path, CdiSpec? Spec, ImmutableArray<CdiProblem> Problems)
{
    // The toolkit's own for eight GPUs has a tenth of a megabyte.
    private const int Longest = 8 * 1024 * 1024;

    /// <summary>How many problems of one file are told.</summary>
    internal const int MostProblems = 200;

    /// <summary>Whether the reference library refuses it; engines then leave it out, most of them without a word.</summary>
    public bool IsRefused => Spec is null || Problems.Any(problem => problem.Level == CdiLevel.Error);

    /// <summary>Reads and judges a file, whose name tells its form; one in neither form by its name is read as YAML, as the library does.</summary>
    public static CdiFile Read(SourceText source)
    {
        List<CdiProblem> problems = [];
        if (source.Text.Length > Longest)
            return Unread($"it has more than {Longest} characters, and no device needs as many");
        List<DataProblem> broken = [];
        var roots = source.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonReader.ReadDocuments(source, broken) : YamlReader.ReadDocuments(source, broken);
        var documents = roots.Take(2).ToArray();
        if (broken is [var first, ..] && (documents.Length == 0 || first.At.Line == 1 || documents.Length < 2))
            return new(source.Path, null, [new(CdiLevel.Error, new("", first.At.Line), $"failed to unmarshal CDI Spec: {first.Message}")]);
        if (documents is not [var root, ..]) return Unread("it is empty");
        if (!IsRead(source.Name)) problems.Add(new(CdiLevel.Warning, new("", 1), "engines look at *.json and *.yaml only, and pass this file over; give it one of these endings"));
        if (documents.Length > 1)
            problems.Add(new(CdiLevel.Warning, new("", source.Span(documents[1].Start, 0).Line), "only the first document of a file is read, and this is the second; put it into a file of its own"));
        var spec = new CdiReader(source, problems).Read(root);
        if (spec is not null) CdiRules.Judge(spec, problems);
        return new(source.Path, spec, [.. problems.Distinct().OrderBy(problem => problem.At.Line).Take(MostProblems)]);

        CdiFile Unread(string why) => new(source.Path, null, [new(CdiLevel.Error, new("", 1), $"failed to unmarshal CDI Spec: {why}")]);
    }

    /// <summary>Whether engines look at a file of this name.</summary>
    public static bool IsRead(string name) => name.EndsWith(".json", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal);
}
