using Archway.Reading.Data;

namespace Archway.Reading.Kustomize;

/// <summary>JSON patches in files of their own: lists of operations with paths.</summary>
internal sealed class JsonPatchFormat : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => Patch.IsOperations(root);

    public void Read(DataNode root, ReadingContext context) => Patch.ReadOperations(root, context);
}
