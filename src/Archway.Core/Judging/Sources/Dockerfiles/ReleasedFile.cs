using System.Text.RegularExpressions;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What the catalog knows of the release that a file is fetched from.</summary>
internal static partial class ReleasedFile
{
    private const string Conda = "anaconda.com";

    /// <summary>Why the release of a download has no file for a platform; null where it has one, or that is not known.</summary>
    internal static string? LackOf(DockerfileDocument dockerfile, Download download, Platform lacking, Catalog catalog) =>
        LackOf(download.Address, lacking, catalog, name => ValueOf(dockerfile, download.Stage, download.Of?.Script, download.Start, name));

    /// <summary>Why the release at an address has no file for a platform; null where it has one, or that is not known.</summary>
    /// <param name="address">The address as written.</param>
    /// <param name="lacking">The platform.</param>
    /// <param name="catalog">What is known.</param>
    /// <param name="valueOf">The value of a variable; null where it cannot be told.</param>
    internal static string? LackOf(string address, Platform lacking, Catalog catalog, Func<string, string?> valueOf) =>
        Known(address, lacking, catalog, valueOf) is not ({ Verdict: CatalogVerdict.No } known, var written) ? null
            : $"there is none of {written} for {lacking}: {known.Because}{(known.NeededVersion is { } first ? $"; fetch {first} or later" : "")}";

    /// <summary>Whether the release of a download is known to have a file for a platform, or the address is of no one release.</summary>
    internal static bool IsThere(DockerfileDocument dockerfile, Download download, Platform lacking, Catalog catalog) => !OfRelease().IsMatch(PathOf(download.Address))
        || Known(download.Address, lacking, catalog, name => ValueOf(dockerfile, download.Stage, download.Of?.Script, download.Start, name)) is ({ Verdict: CatalogVerdict.Yes }, _);

    private static string PathOf(string address) =>
        address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var mark && address.IndexOf('/', mark + 3) is >= 0 and var slash ? address[slash..] : address;

    private static (CatalogAnswer Answer, string Version)? Known(string address, Platform lacking, Catalog catalog, Func<string, string?> valueOf)
    {
        var parts = address.Split('/');
        var (id, version, home) = parts switch
        {
            [_, "", "releases.hashicorp.com", var name, var one, _, ..] => (name, one, "hashicorp"),
            // Its releases moved with it, and old addresses lead there.
            [_, "", "github.com", "stedolan", "jq", "releases", "download", var one, _, ..] => ("jq", one, "jqlang/jq"),
            [_, "", "github.com", var owner, var name, "releases", "download", var one, _, ..] => (name, one, $"{owner}/{name}"),
            [_, "", "repo.anaconda.com" or "repo.continuum.io", "miniconda" or "archive", var file] => OfConda(file),
            [_, "", "cmake.org" or "www.cmake.org", "files", _, var file] when file.Split('-') is ["cmake", var one, _, ..] => ("cmake", one, "Kitware/CMake"),
            _ => ("", "", ""),
        };
        // An entry is about what is fetched where its own page is there too.
        if (id.Length == 0 || catalog.Find(id.ToLowerInvariant()) is not { } entry
            || (home != Conda && !$"{entry.Url}/".StartsWith($"https://github.com/{home}/", StringComparison.OrdinalIgnoreCase))
            || Filled(version, valueOf) is not { } written) return null;
        return (catalog.AskVersion(entry.Id, written, lacking, Delivery.Binary), written);
    }

    // Miniconda3-py38_4.8.3-Linux-x86_64.sh: what stands before the version is that of Python.
    private static (string Id, string Version, string Home) OfConda(string file)
    {
        if (file.Split('-') is not [var name, var version, "Linux", ..] || name is not ("Miniconda3" or "Anaconda3") || version == "latest") return ("", "", "");
        if (version.Begins("py") && version.IndexOf('_', StringComparison.Ordinal) is > 0 and var python) version = version[(python + 1)..];
        return (name[..^1].ToLowerInvariant(), version, Conda);
    }

    /// <summary>What a variable stands for at a place, by what is written in the file: the last value given before.</summary>
    internal static string? ValueOf(DockerfileDocument dockerfile, DockerfileStage? stage, RunScript? script, int before, string name)
    {
        string? value = null;
        var assignment = name + "=";
        foreach (var instruction in stage is null ? dockerfile.Preamble : dockerfile.Preamble.Concat(stage.Instructions))
        {
            if (instruction.Name is not ("ARG" or "ENV") || instruction.Keyword.Start >= before) continue;
            if (instruction is { Name: "ENV", Words: [{ Text: var only }, var rest] } && only == name) value = rest.Text.Trim('"', '\'');
            foreach (var word in instruction.Words)
                if (word.Text.Begins(assignment)) value = word.Text[assignment.Length..].Trim('"', '\'');
        }

        foreach (var command in script?.Commands ?? [])
            foreach (var word in command)
                if (word.Start < before && word.Text.Begins(assignment)) value = word.Text[assignment.Length..];
        return value is null || value.Contains('$', StringComparison.Ordinal) ? null : value;
    }

    /// <summary>A text with the one variable in it filled in; null where that has no value.</summary>
    private static string? Filled(string text, Func<string, string?> valueOf)
    {
        var dollar = text.IndexOf('$', StringComparison.Ordinal);
        if (dollar < 0) return text;
        var isBraced = dollar + 1 < text.Length && text[dollar + 1] == '{';
        var start = dollar + (isBraced ? 2 : 1);
        var end = start;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        if (end == start || (isBraced && (end == text.Length || text[end] != '}')) || valueOf(text[start..end]) is not { } value) return null;
        var filled = text[..dollar] + value + text[(isBraced ? end + 1 : end)..];
        return filled.Contains('$', StringComparison.Ordinal) ? null : filled;
    }

    // A version that is written out, or comes from a variable of that name.
    [GeneratedRegex(@"(?<![0-9])[0-9]+\.[0-9]+|\$\{?\w*VER", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex OfRelease();
}
