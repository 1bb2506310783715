namespace Archway.Gpu.Images.Requirements;

/// <summary>How one factor of a requirement stands on a host.</summary>
public enum FactorMark
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It does not hold.</summary>
    Fails,

    /// <summary>What it asks for is not known of the host.</summary>
    Unknown,

    /// <summary>It is no comparison that the evaluator takes; one that it comes to ends in an error.</summary>
    Invalid,

    /// <summary>The evaluator does not know what is compared and passes over it.</summary>
    Ignored,
}
