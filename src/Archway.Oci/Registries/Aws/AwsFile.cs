namespace Archway.Oci.Registries.Aws;

/// <summary>A file that AWS's tools share: <c>~/.aws/credentials</c> or <c>~/.aws/config</c>.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html"/></remarks>
/// <param name="Path">Where it lies.</param>
/// <param name="Told">What it is told as.</param>
internal sealed record AwsFile(string Path, string Told)
{
    private const int Largest = 1024 * 1024;

    /// <summary>The file of the keys; null where there is no home to look for it in.</summary>
    internal static AwsFile? OfCredentials(AwsPlaces places) => Of(places.CredentialsFile, "credentials", places);

    /// <summary>The file of everything else.</summary>
    internal static AwsFile? OfConfig(AwsPlaces places) => Of(places.ConfigFile, "config", places);

    /// <summary>The section of a profile, as the file of everything else calls it.</summary>
    internal static string SectionOf(string profile) => profile == "default" ? profile : $"profile {profile}";

    /// <summary>The settings of a section; none where there is no such file or section.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    internal IReadOnlyDictionary<string, string> Section(string section)
    {
        if (Directory.Exists(Path)) throw new FormatException($"{Told} is a folder");
        if (!File.Exists(Path)) return new Dictionary<string, string>();
        try
        {
            if (new FileInfo(Path).Length > Largest) throw new FormatException($"{Told} has more than {Largest} bytes");
            // A pipe that nobody writes to has no length either, and opening it waits for ever.
            return new FileInfo(Path).Length == 0 ? new Dictionary<string, string>() : Read(File.ReadLines(Path), section);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"{Told} could not be read", e);
        }
    }

    private static AwsFile? Of(string? named, string usual, AwsPlaces places) =>
        (named is { Length: > 0 } ? named : places.Home is { Length: > 0 } home ? System.IO.Path.Combine(home, ".aws", usual) : null) is { } path ? new(path, places.Name ?? path) : null;

    // Nested settings, which are indented, hold nothing that is looked for.
    private static Dictionary<string, string> Read(IEnumerable<string> lines, string section)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        var isIn = false;
        foreach (var line in lines)
        {
            if (line.Length == 0 || line[0] is '#' or ';' or ' ' or '\t') continue;
            if (line[0] == '[')
            {
                isIn = line.IndexOf(']', StringComparison.Ordinal) is > 0 and var end && line[1..end].Trim() == section;
                continue;
            }

            if (isIn && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) settings[line[..equals].Trim()] = line[(equals + 1)..].Trim();
        }

        return settings;
    }
}
