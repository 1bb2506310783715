namespace Archway.Planning;

/// <summary>A file of a plan.</summary>
/// <param name="Name">Its name within the plan's folder.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="About">What it is for, in one sentence.</param>
public sealed record PlanFile(string Name, string Text, string About)
{
    /// <summary>Whether it is to be run.</summary>
    public bool IsScript => Name.EndsWith(".sh", StringComparison.Ordinal);
}
