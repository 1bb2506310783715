namespace Archway.Cli.Files;

/// <summary>What hindered the reading or writing of a file, for a sentence that names the file itself.</summary>
internal static class FileProblem
{
    internal static string Of(Exception fault) => fault switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => "access to it is denied",
        // The runtime puts the path behind the system's own words, that of a draft too.
        _ => fault.Message.Split(" : '")[0],
    };
}
