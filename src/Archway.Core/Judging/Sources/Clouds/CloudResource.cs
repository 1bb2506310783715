using Archway.Judging.Sources.Data;
using Archway.Reading.Data;
using Archway.Reading.Ecs;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A resource of a CloudFormation template.</summary>
/// <param name="Key">What it is called there.</param>
/// <param name="Type">Of what kind it is.</param>
/// <param name="Properties">What is said of it.</param>
internal sealed record CloudResource(DataScalar Key, string Type, DataMapping Properties)
{
    /// <summary>The resources of a document that are of a kind; none in one that is no template.</summary>
    internal static IEnumerable<CloudResource> Of(DataDocument document, string type) =>
        document.Format is CloudFormationTemplate && DataText.Of(document).Contains(type, StringComparison.Ordinal)
            ? from resource in document.Root["Resources"]!.Members
              where resource.Value["Type"]?.Text == type && resource.Value["Properties"] is DataMapping { Tag: null }
              select new CloudResource(resource.Key, type, (DataMapping)resource.Value["Properties"]!)
            : [];

    /// <summary>The text that is written for a member; null where a function makes it, or it is another kind of value.</summary>
    internal static DataScalar? Written(DataNode? node) => node as DataScalar is { Tag: null, IsNull: false } scalar ? scalar : null;
}
