namespace Archway.Gpu.Cdi;

/// <summary>How much a problem matters.</summary>
public enum CdiLevel
{
    /// <summary>The reference library refuses the file, and with it every device in it.</summary>
    Error,

    /// <summary>The specification says otherwise, and the library takes it all the same.</summary>
    Warning,

    /// <summary>The file is sound, and says what this host does not have.</summary>
    Host,
}

/// <summary>What is wrong with a file of the Container Device Interface.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="At">Where.</param>
/// <param name="Message">What, in the library's own words where it has some, and what to do.</param>
public sealed record CdiProblem(CdiLevel Level, CdiPlace At, string Message)
{
    // It may say a name of the file, which may be as long as the file.
    private const int Longest = 500;

    /// <summary>What is wrong, short whatever the file.</summary>
    public string Message { get; } = Message.Length > Longest ? Message[..Longest] + "…" : Message;
}
