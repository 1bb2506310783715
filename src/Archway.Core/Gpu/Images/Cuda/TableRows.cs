using System.Collections.Immutable;
using System.Globalization;

namespace Archway.Gpu.Images.Cuda;

/// <summary>The lines of a table of <c>gpu/</c>, cut at their commas.</summary>
internal static class TableRows
{
    internal static ImmutableArray<string[]> Read(string name)
    {
        using StreamReader reader = new(typeof(TableRows).Assembly.GetManifestResourceStream("gpu/" + name)!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line is not ("" or ['#', ..])).Select(line => line.Split(','))];
    }

    internal static DateOnly DateOf(ImmutableArray<string[]> rows) =>
        DateOnly.ParseExact(rows.First(row => row[0] == "date")[1], "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
