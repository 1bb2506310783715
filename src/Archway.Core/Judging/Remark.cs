namespace Archway.Judging;

/// <summary>Something to know of an image on a platform beside its status.</summary>
/// <param name="Rule">The rule that says it.</param>
/// <param name="Message">What is so, in one sentence.</param>
public sealed record Remark(string Rule, string Message);
