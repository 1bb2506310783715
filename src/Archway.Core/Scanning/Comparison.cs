namespace Archway.Scanning;

/// <summary>What a target was compared with, so that only what changed counts.</summary>
/// <param name="Target">The target, as the user named it.</param>
/// <param name="Ref">The branch, tag or commit, as the user named it.</param>
/// <param name="Commit">The last commit that it and HEAD have in common.</param>
/// <param name="Files">How many files of the target differ from that commit.</param>
public sealed record Comparison(string Target, string Ref, string Commit, int Files);
