using System.Collections.Immutable;

namespace Archway.Configuring;

/// <summary>What a tree's own configuration changed in the report on it.</summary>
/// <param name="File">Its path, as those of other files in the report.</param>
/// <param name="Rules">The rules it speaks of.</param>
/// <param name="Exclude">The patterns of what it asks to pass by.</param>
/// <param name="Builds">The images that it says are built there.</param>
public sealed record AppliedConfiguration(
    string File, ImmutableArray<AppliedRule> Rules, ImmutableArray<AppliedPattern> Exclude,
    ImmutableArray<AppliedBuild> Builds);

/// <summary>A rule that a tree's configuration speaks of.</summary>
/// <param name="Setting">What it asks.</param>
/// <param name="Findings">How many findings are absent or of another severity because of it.</param>
public sealed record AppliedRule(RuleSetting Setting, int Findings);

/// <summary>A pattern of what a tree's configuration asks to pass by.</summary>
/// <param name="Pattern">The pattern as written.</param>
/// <param name="Paths">How many folders and files were passed by because of it, and not because the user asks for it too.</param>
public sealed record AppliedPattern(string Pattern, int Paths);

/// <summary>An image, or a pattern of several, that a tree's configuration says is built there.</summary>
/// <param name="Image">The name or pattern as written.</param>
/// <param name="Images">How many images are taken for built there because of it.</param>
public sealed record AppliedBuild(string Image, int Images);
