using System.Text;
using Archway.Configuring;
using Archway.Oci.References;
using Archway.Reading;

namespace Archway.Scanning;

/// <summary>What reading the targets brought together; documents themselves are not kept.</summary>
/// <param name="request">What is read, and how.</param>
/// <param name="progress">Told each file.</param>
internal sealed class SourceInventory(ScanRequest request, IProgress<ScanProgress>? progress)
{
    // A list of every image of a large fleet has some megabytes.
    private const int LongestList = 32 * 1024 * 1024;

    internal List<ImageOccurrence> Occurrences { get; } = [];

    /// <summary>The images that were named as targets themselves.</summary>
    internal List<ImageSource> Images { get; } = [];

    internal List<UnparsedFile> Unparsed { get; } = [];

    internal List<ImageBuild> Builds { get; } = [];

    /// <summary>The targets as they are configured, and which of the occurrences stand in each.</summary>
    internal List<(ConfiguredTree Configured, Range Places)> Trees { get; } = [];

    internal int Files { get; private set; }

    internal int Documents { get; private set; }

    internal int Skipped { get; private set; }

    /// <summary>Reads one target.</summary>
    /// <exception cref="ScanException">Nothing was read from it.</exception>
    internal async Task AddAsync(ScanTarget target, CancellationToken cancellationToken)
    {
        var places = Occurrences.Count;
        ConfiguredTree configured = new(own: null, "", request.Reading, request.Rules);
        switch (target)
        {
            case ScanTarget.Image image:
                Images.Add(image.Source);
                break;
            case ScanTarget.StandardInput:
                var list = await ReadInputAsync(cancellationToken);
                // Most often the program before the pipe has failed; that is no clean fleet.
                if (string.IsNullOrWhiteSpace(list)) throw new ScanException("nothing was read from standard input: it is empty");
                AddAll(SourceReader.ReadList(new SourceText("-", list)), "");
                break;
            case ScanTarget.Sources sources:
                SourceTree tree = new(sources.Path);
                configured = Configure(tree, PrefixOf(sources));
                var (files, unparsed) = (Files, Unparsed.Count);
                AddAll(SourceReader.Read(tree, configured.Reading, cancellationToken), PrefixOf(sources), configured);
                if (Files > files) break;
                var why = Unparsed.Count > unparsed ? Unparsed[^1].Problem
                    : configured.PassedBy > 0 ? $"its own {configured.Applied!.File} excludes what names images; --no-tree-config passes over that"
                    : "no file there is of a kind that names images";
                throw new ScanException($"nothing was read from '{target.Written}': {why}");
        }

        Trees.Add((configured, places..Occurrences.Count));
    }

    private ConfiguredTree Configure(SourceTree tree, string prefix)
    {
        var own = TreeConfiguration.Find(tree);
        if (own is not null && !request.HeedsTreeConfiguration)
        {
            Skipped++;
            own = null;
        }

        if (own is not null)
        {
            Files++;
            Documents++;
            Builds.AddRange(own.Builds.Select(build => Placed(build, prefix)));
            Unparsed.AddRange(own.Problems.Select(problem => new UnparsedFile(prefix + problem.At.File, problem.At.Line, problem.Message)));
        }

        return new(own, prefix, request.Reading, request.Rules);
    }

    // Paths are relative to the target; of several targets each path says which one it is of.
    private string PrefixOf(ScanTarget.Sources sources)
    {
        if (request.Targets.Length == 1) return "";
        var scheme = Array.Find(["dir:", "file:"], one => sources.Written.StartsWith(one, StringComparison.Ordinal));
        var written = sources.Written[(scheme?.Length ?? 0)..];
        var folder = File.Exists(sources.Path) ? Path.GetDirectoryName(written)! : written.TrimEnd('/');
        return folder is "" or "." ? "" : folder + "/";
    }

    private async Task<string> ReadInputAsync(CancellationToken cancellationToken)
    {
        StringBuilder list = new();
        var buffer = new char[16 * 1024];
        while (await ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (list.Append(buffer, 0, read).Length > LongestList) throw new ScanException($"the list on standard input has more than {LongestList} characters; split it");
        }

        // What Windows puts through a pipe begins with a byte order mark.
        return list.Length > 0 && list[0] == '\ufeff' ? list.ToString(1, list.Length - 1) : list.ToString();
    }

    // A console's reader blocks whatever its token says, and a user who pressed Ctrl-C would wait for it.
    private Task<int> ReadAsync(char[] buffer, CancellationToken cancellationToken) =>
        Task.Run(async () => await request.StandardInput.ReadAsync(buffer, cancellationToken), cancellationToken).WaitAsync(cancellationToken);

    private void AddAll(IEnumerable<SourceItem> items, string prefix, ConfiguredTree? configured = null)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case SourceItem.File:
                    Files++;
                    progress?.Report(new(Files, 0, null));
                    break;
                case SourceItem.Document document:
                    Documents++;
                    Occurrences.AddRange(document.Content.Occurrences.Select(place => place with { At = Placed(place.At, prefix) }));
                    Builds.AddRange(document.Content.Builds.Select(build => Placed(build, prefix)));
                    break;
                case SourceItem.Unparsed unparsed:
                    Unparsed.Add(new(prefix + unparsed.Path, unparsed.Line, unparsed.Problem));
                    break;
                case SourceItem.Skipped skipped:
                    Skipped++;
                    configured?.NotePassedBy(skipped.Path);
                    break;
            }
        }
    }

    private static ImageBuild Placed(ImageBuild build, string prefix) =>
        build with { At = Placed(build.At, prefix), Dockerfile = build.Dockerfile is { } file ? prefix + file : null };

    private static SourceSpan Placed(SourceSpan at, string prefix) => at with { File = prefix + at.File };
}
