using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Helm;

/// <summary>Values of Helm charts, whether beside the chart or for a chart that lies elsewhere.</summary>
internal sealed class HelmValuesFormat : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) =>
        root is DataMapping && IsNamedValues(source) && !Resource.Is(root);

    public void Read(DataNode root, ReadingContext context) =>
        new ValuesWalk(context, ChartFolder.Around(context.Source, context.Tree)).Walk(root);

    /// <summary><c>values.yaml</c>, <c>values-prod.yaml</c>, <c>prod-values.yaml</c>, and files in a folder <c>values</c>.</summary>
    private static bool IsNamedValues(SourceText source)
    {
        var name = Path.GetFileNameWithoutExtension(source.Name);
        return name.Split('-', '_', '.').Contains("values", StringComparer.OrdinalIgnoreCase)
            || source.Folder.Split('/')[^1] is "values" or "helm-values";
    }
}
