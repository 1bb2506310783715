using System.Collections.Immutable;
using Archway.Cli.Reports.Json;
using Archway.Judging;

namespace Archway.Cli.Reports.Html;

/// <summary>How many images of a team, of a folder or of all have each status.</summary>
/// <param name="Name">Whose they are.</param>
/// <param name="Counts">How many there are of each status, in the order of <see cref="ImageStatus"/>.</param>
internal sealed record Share(string Name, ImmutableArray<int> Counts)
{
    internal int All => Counts.Sum();

    internal int Ready => Counts[(int)ImageStatus.Ready];

    /// <summary>How many are known not to run.</summary>
    internal int Failing => Enum.GetValues<ImageStatus>().Where(status => status.DoesNotRun()).Sum(status => Counts[(int)status]);

    /// <summary>Whole percents that are ready, rounded down: only all is a hundred.</summary>
    internal int Percent => All == 0 ? 0 : (int)(100L * Ready / All);

    internal static Share Of(string name, IEnumerable<ImageStatus> statuses)
    {
        var counts = new int[Enum.GetValues<ImageStatus>().Length];
        foreach (var status in statuses) counts[(int)status]++;
        return new(name, [.. counts]);
    }
}

/// <summary>Who has how much to do.</summary>
internal static class Shares
{
    /// <summary>The images of each owner of a place that names them, those with the most to do first.</summary>
    internal static IReadOnlyList<Share> ByOwner(ScanDocument scan) =>
        scan.Occurrences.Any(place => place.Owners is not null) ? By(scan, place => place.Owners is { IsEmpty: false } owners ? owners : ["nobody"]) : [];

    /// <summary>The images of each folder, at the first depth at which there are several.</summary>
    internal static IReadOnlyList<Share> ByFolder(ScanDocument scan)
    {
        var depth = CommonDepth([.. scan.Occurrences.Where(place => place.Image is not null).Select(place => place.File)]);
        return By(scan, place => [FolderOf(place.File, depth)]);
    }

    private static Share[] By(ScanDocument scan, Func<OccurrenceJson, IEnumerable<string>> groupsOf)
    {
        var statuses = scan.Images.ToDictionary(image => image.Image, image => image.Status, StringComparer.Ordinal);
        Dictionary<string, HashSet<string>> images = new(StringComparer.Ordinal);
        foreach (var place in scan.Occurrences)
        {
            if (place.Image is null || !statuses.ContainsKey(place.Image)) continue;
            foreach (var group in groupsOf(place))
            {
                if (!images.TryGetValue(group, out var named)) images.Add(group, named = new(StringComparer.Ordinal));
                named.Add(place.Image);
            }
        }

        return [.. images.Select(group => Share.Of(group.Key, group.Value.Select(image => statuses[image])))
            .OrderByDescending(share => share.Failing).ThenByDescending(share => share.All - share.Ready).ThenBy(share => share.Name, StringComparer.Ordinal)];
    }

    // How many folders all files lie in together.
    private static int CommonDepth(string[] files)
    {
        if (files.Length == 0) return 0;
        var folders = files[0].Split('/')[..^1].AsSpan();
        foreach (var file in files)
        {
            var others = file.Split('/')[..^1].AsSpan();
            folders = folders[..folders.CommonPrefixLength(others)];
        }

        return folders.Length;
    }

    private static string FolderOf(string file, int depth)
    {
        var parts = file.Split('/');
        return parts.Length - 1 > depth ? string.Join('/', parts[..(depth + 1)]) + "/" : file;
    }
}
