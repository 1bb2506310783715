using Archway.Reading.Data;

namespace Archway.Reading;

/// <summary>A kind of YAML or JSON document that names images: a Compose file, a Kubernetes resource, a workflow.</summary>
internal interface IDataFormat
{
    /// <summary>Whether the document is of this kind, told by its file's place and name and by its own first members.</summary>
    bool Recognises(SourceText source, DataNode root);

    /// <summary>Whether another file of the target includes the document as one of this kind, whatever its own name.</summary>
    bool IsIncluded(DataNode root, ReadingContext context) => false;

    /// <summary>Finds the images that the document names and builds.</summary>
    void Read(DataNode root, ReadingContext context);
}
