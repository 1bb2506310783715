using Archway.Reading.Data;

namespace Archway.Reading.Helm;

/// <summary>A bundle of Rancher's Fleet: the values that it gives the chart it installs.</summary>
/// <remarks><see href="https://fleet.rancher.io/ref-fleet-yaml"/></remarks>
internal sealed class FleetFile : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => source.Name is "fleet.yaml" && root["kind"] is null;

    public void Read(DataNode root, ReadingContext context)
    {
        foreach (var part in (root["targetCustomizations"]?.Items ?? []).Prepend(root))
            if (part["helm"]?["values"] is DataMapping values) new ValuesWalk(context, chart: null, root["helm"]?["releaseName"]?.Text).Walk(values);
    }
}
