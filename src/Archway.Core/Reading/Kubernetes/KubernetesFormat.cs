using Archway.Reading.Data;

namespace Archway.Reading.Kubernetes;

/// <summary>Kubernetes resources, of whatever kind: documents with <c>apiVersion</c> and <c>kind</c>.</summary>
internal sealed class KubernetesFormat : IDataFormat
{
    public bool Recognises(SourceText source, DataNode root) => Resource.Is(root);

    public void Read(DataNode root, ReadingContext context) => new ResourceWalk(context).Walk(root);
}
