namespace Archway.Assembling.Pipelines;

/// <summary>What makes one multi-arch image of those of the platforms.</summary>
public enum PipelineJoin
{
    /// <summary><c>archway index create</c>, which reads every image before it publishes the index.</summary>
    Archway,

    /// <summary><c>docker buildx imagetools create</c>, behind a check by <c>archway scan</c>.</summary>
    Buildx,
}
