namespace Archway.Reading.Data;

/// <summary>What keeps a text, or one document of it, from being read.</summary>
/// <param name="At">Where reading stopped.</param>
/// <param name="Message">What is wrong there, in one sentence.</param>
public sealed record DataProblem(SourceSpan At, string Message);
