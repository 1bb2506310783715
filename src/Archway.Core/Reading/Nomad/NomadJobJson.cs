using Archway.Reading.Data;

namespace Archway.Reading.Nomad;

/// <summary>A Nomad job in JSON, as <c>nomad job run -output</c> and the API give it.</summary>
/// <remarks><see href="https://developer.hashicorp.com/nomad/api-docs/json-jobs"/></remarks>
internal sealed class NomadJobJson : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => Job(root)["TaskGroups"] is DataSequence;

    public void Read(DataNode root, ReadingContext context)
    {
        var job = Job(root);
        foreach (var task in job["TaskGroups"]!.Items.SelectMany(group => group["Tasks"]?.Items ?? []))
            if (task["Driver"]?.Text is "docker" or "podman" && task["Config"]?["image"] is DataScalar image)
                context.Add(image, OccurrenceKind.NomadImage, (job["Name"] ?? job["ID"])?.Text, task["Name"]?.Text);
    }

    private static DataNode Job(DataNode root) => root["Job"] ?? root;
}
