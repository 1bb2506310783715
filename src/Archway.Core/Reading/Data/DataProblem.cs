namespace Archway.Reading.Data;

/// <summary>What keeps a text, or one document of it, from being read.</summary>
/// <param name="At">Where reading stopped.</param>
/// <param name="Message">What is wrong there, in one sentence.</param>
public sealed record DataProblem(SourceSpan At, string Message)
{
    // It may say a name of the text, which may be as long as the text.
    private const int Longest = 500;

    /// <summary>What is wrong, in one sentence that is short whatever the text.</summary>
    public string Message { get; } = Message.Length > Longest ? Message[..Longest] + "…" : Message;
}
