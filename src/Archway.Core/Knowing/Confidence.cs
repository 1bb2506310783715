namespace Archway.Knowing;

/// <summary>How well the evidence carries what the catalog says.</summary>
public enum Confidence
{
    /// <summary>Believed; no source states it.</summary>
    Low,

    /// <summary>A build file or an issue without an exact release.</summary>
    Medium,

    /// <summary>A release note, a change log, a build file at a tag, or the definitions of the official images.</summary>
    High,
}
