namespace Archway.Verifying.Binaries;

/// <summary>The reading of a file of one kind while its bytes pass.</summary>
internal interface IFileReading
{
    /// <summary>Looks at what was kept since, and wants what lies ahead.</summary>
    void Continue(KeptBytes kept);

    /// <summary>Tells what the file is, from what was kept; null when it is nothing of interest after all.</summary>
    FileContent? Finish(KeptBytes kept);
}
