namespace Archway.Cli.Files;

/// <summary>A file that the user named to be read: a file, a pipe or whatever else ends; <c>-</c> is standard input.</summary>
internal static class InputFile
{
    /// <summary>Its name in a sentence.</summary>
    internal static string Shown(string name) => name == "-" ? "standard input" : name;

    /// <summary>Opens it in a form that knows its length.</summary>
    /// <exception cref="CommandException">It cannot be read, or has more than <paramref name="most"/> bytes.</exception>
    internal static async Task<Stream> OpenAsync(string name, int most, Surroundings surroundings, CancellationToken cancellationToken)
    {
        try
        {
            // Opening and reading a pipe waits for whoever writes it, and a user who pressed Ctrl-C would wait too.
            return await Task.Run(() => Open(name, most, surroundings), cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"cannot read {Shown(name)}: {FileProblem.Of(fault)}");
        }
    }

    private static Stream Open(string name, int most, Surroundings surroundings)
    {
        var file = Path.GetFullPath(name, surroundings.WorkingFolder);
        if (name != "-" && Directory.Exists(file)) throw new IOException("it is a folder");
        var stream = name == "-" ? surroundings.OpenInput() : File.OpenRead(file);
        // A pipe has no length, and a device says 0.
        if (stream is FileStream { CanSeek: true, Length: > 0 }) return stream.Length <= most ? stream : throw TooLong(most);
        using (stream) return ReadWhole(stream, most);
    }

    private static MemoryStream ReadWhole(Stream stream, int most)
    {
        MemoryStream whole = new();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and var read)
        {
            if (whole.Length + read > most) throw TooLong(most);
            whole.Write(buffer, 0, read);
        }

        whole.Position = 0;
        return whole;
    }

    private static IOException TooLong(int most) => new($"it has more than {most} bytes");
}
