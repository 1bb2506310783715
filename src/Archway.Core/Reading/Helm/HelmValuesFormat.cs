using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Helm;

/// <summary>Values of Helm charts, whether beside the chart or for a chart that lies elsewhere.</summary>
internal sealed class HelmValuesFormat : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping && IsNamedValues(source) && !Resource.Is(root);

    public void Read(DataNode root, ReadingContext context)
    {
        var chart = ChartFolder.Around(context.Source, context.Tree);
        // What lies deeper within a chart's folder may be for another one.
        if (chart is not null && IsBeside(context.Source.Folder, chart.Path)) new ChartValues(chart, context).Read(root);
        else new ValuesWalk(context, chart).Walk(root);
    }

    private static bool IsBeside(string folder, string chart) =>
        folder == chart || (folder.LastIndexOf('/') is >= 0 and var slash ? folder[..slash] : "") == chart;

    /// <summary><c>values.yaml</c>, <c>values-prod.yaml</c>, <c>prod-values.yaml</c>, and files in a folder <c>values</c>.</summary>
    internal static bool IsNamedValues(SourceText source)
    {
        var name = Path.GetFileNameWithoutExtension(source.Name);
        return name.Split('-', '_', '.').Contains("values", StringComparer.OrdinalIgnoreCase)
            || source.Folder.Split('/')[^1] is "values" or "helm-values";
    }
}
