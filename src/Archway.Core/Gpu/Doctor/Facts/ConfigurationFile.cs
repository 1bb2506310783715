using System.Globalization;
using Archway.Gpu.Checks;
using Archway.Gpu.Hosts;
using Archway.Gpu.Toml;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Doctor.Facts;

/// <summary>A file of TOML on a host, as it was read.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Source">Its text.</param>
/// <param name="Root">What it says; null where it is not TOML.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record ConfigurationFile(string Path, SourceText Source, TomlTable? Root, IReadOnlyList<DataProblem> Problems)
{
    internal static ConfigurationFile? Find(HostSnapshot snapshot, string path)
    {
        if (snapshot.Text(path) is not { } text) return null;
        SourceText source = new(path, text);
        List<DataProblem> problems = [];
        var root = TomlReader.Read(source, problems);
        return new(path, source, root, problems);
    }

    /// <summary>The line that a value stands on.</summary>
    internal Evidence At(TomlNode node) => Line(Source, node.Start);

    /// <summary>The line that a problem stands on.</summary>
    internal Evidence At(DataProblem problem) => new(string.Create(CultureInfo.InvariantCulture, $"{Path}:{problem.At.Line}"), problem.Message);

    /// <summary>The file, of which something is said that stands nowhere in it.</summary>
    internal Evidence Lacks(string what) => new(Path, what);

    internal static Evidence Line(SourceText source, int offset)
    {
        var line = source.Span(Math.Clamp(offset, 0, source.Text.Length), 0).Line;
        return new(string.Create(CultureInfo.InvariantCulture, $"{source.Path}:{line}"), source.Text.Split('\n')[line - 1].Trim());
    }
}
