namespace Archway.Gpu.Images.Requirements;

/// <summary>What an evaluation may come to where not all is known of a host; exactly one where it is.</summary>
[Flags]
internal enum Outcomes
{
    None = 0,
    True = 1,
    False = 2,
    Error = 4,
}
