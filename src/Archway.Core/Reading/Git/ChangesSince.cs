namespace Archway.Reading.Git;

/// <summary>The question what changed in a target since a branch, a tag or a commit.</summary>
/// <param name="Ref">The branch, tag or commit, as git names it.</param>
/// <param name="SearchPath">The folders in which git is looked for, as PATH has them.</param>
/// <param name="Time">The clock that bounds how long git may take.</param>
public sealed record ChangesSince(string Ref, string? SearchPath, TimeProvider Time);
