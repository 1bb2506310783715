using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Kustomize;

/// <summary>A patch of Kubernetes resources: parts of resources to merge, or a list of JSON patch operations.</summary>
/// <remarks><see href="https://www.rfc-editor.org/rfc/rfc6902"/></remarks>
internal static class Patch
{
    /// <summary>Whether the document is a list of operations.</summary>
    internal static bool IsOperations(DataNode root) =>
        root is DataSequence { Nodes: [var first, ..] } && first["op"] is DataScalar && first["path"]?.Text?.StartsWith('/') == true;

    /// <summary>Reads a patch written within a scalar.</summary>
    internal static void Read(DataScalar text, ReadingContext context) => context.ReadWithin(text, document =>
    {
        if (IsOperations(document)) ReadOperations(document, context);
        else new ResourceWalk(context, OccurrenceKind.KustomizePatch).Walk(document);
    });

    /// <summary>Reads what operations put into place: an image, or something that holds one.</summary>
    internal static void ReadOperations(DataNode operations, ReadingContext context)
    {
        foreach (var operation in operations.Items)
        {
            if (operation["op"]?.Text is not ("add" or "replace")) continue;
            var path = operation["path"]?.Text ?? "";
            if (operation["value"] is not DataScalar value) new ResourceWalk(context, OccurrenceKind.KustomizePatch).WalkValue(path, operation["value"]);
            else if (path.EndsWith("/image", StringComparison.Ordinal)) context.Add(value, OccurrenceKind.KustomizePatch);
        }
    }
}
