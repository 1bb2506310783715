using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>Reads a chart's values as templates get them: laid over those of the charts it brings along, under those of the chart that brings it.</summary>
/// <param name="chart">The chart that the values are for.</param>
/// <param name="context">Where to put what is found.</param>
internal sealed class ChartValues(ChartFolder chart, ReadingContext context)
{
    private const int DeepestChart = 5;
    private const int MostSections = 1000;

    private int _sections;

    /// <summary>Reads the values of the file.</summary>
    internal void Read(DataNode values)
    {
        var isDefault = context.Source.Path == (chart.Path.Length == 0 ? "values.yaml" : chart.Path + "/values.yaml");
        var found = Found(isDefault ? values : LaidValues.Over(chart.Values, values));
        // Where charts bring this one along, a default counts only if one of them leaves it.
        var uses = isDefault ? Given(chart, 0).ToList() : [];
        var left = uses.Count == 0 ? null
            : uses.SelectMany(given => Found(LaidValues.Over(values, given))).Select(one => (one.At, one.Image, one.Reason)).ToHashSet();
        foreach (var one in found.Where(one => left is null || left.Contains((one.At, one.Image, one.Reason)))) context.AddOneOfSeveral(one);
    }

    private List<ImageOccurrence> Found(DataNode values)
    {
        ReadingContext inner = new(context.Source, context.Tree);
        Walk(chart, values, inner, 0);
        return inner.Occurrences;
    }

    private void Walk(ChartFolder of, DataNode values, ReadingContext inner, int depth)
    {
        if (++_sections > MostSections) return;
        var brought = depth == DeepestChart ? [] : of.Charts;
        var own = brought.Count == 0 || values is not DataMapping all ? values
            : all with { Entries = [.. all.Entries.Where(member => brought.All(one => one.Alias != member.Key.Value))] };
        new ValuesWalk(inner, of).Walk(own);
        foreach (var (alias, one) in brought) Walk(one, LaidValues.Over(one.Values, LaidValues.Section(values, alias)), inner, depth + 1);
    }

    /// <summary>What the chart that brings one along gives it, in each way that it does.</summary>
    private static IEnumerable<DataNode> Given(ChartFolder of, int depth)
    {
        if (depth == DeepestChart || of.Parent() is not { } parent) return [];
        return Given(parent.Chart, depth + 1).DefaultIfEmpty(LaidValues.None)
            .Select(above => LaidValues.Over(parent.Chart.Values, above))
            .SelectMany(_ => parent.Aliases, LaidValues.Section);
    }
}
