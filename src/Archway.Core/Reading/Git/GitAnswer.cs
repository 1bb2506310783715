namespace Archway.Reading.Git;

/// <summary>How a run of git ended, and what it wrote.</summary>
internal sealed record GitAnswer(int ExitCode, string Output, string Error)
{
    internal bool IsGood => ExitCode == 0;
}
