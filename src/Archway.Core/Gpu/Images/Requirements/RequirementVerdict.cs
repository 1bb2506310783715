namespace Archway.Gpu.Images.Requirements;

/// <summary>What an evaluator makes of a requirement on a host.</summary>
public enum RequirementVerdict
{
    /// <summary>The container may start.</summary>
    Met,

    /// <summary>The host is not what is asked for: the container is refused.</summary>
    NotMet,

    /// <summary>The text cannot be evaluated: the container is refused on every host that comes to that place.</summary>
    Invalid,

    /// <summary>Too little is known of the host.</summary>
    Unknown,
}
