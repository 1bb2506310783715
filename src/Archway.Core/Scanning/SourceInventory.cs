using System.Text;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Rendering;

namespace Archway.Scanning;

/// <summary>What reading the targets brought together; documents themselves are not kept.</summary>
/// <param name="request">What is read, and how.</param>
/// <param name="progress">Told each file.</param>
internal sealed class SourceInventory(ScanRequest request, IProgress<ScanProgress>? progress)
{
    // A list of every image of a large fleet has some megabytes.
    private const int LongestList = 32 * 1024 * 1024;

    private readonly Renderer? _renderer = request.Rendering is { } rendering ? new(rendering) : null;

    internal List<ImageOccurrence> Occurrences { get; } = [];

    /// <summary>The images that were named as targets themselves.</summary>
    internal List<ImageSource> Images { get; } = [];

    internal List<UnparsedFile> Unparsed { get; } = [];

    internal List<ImageBuild> Builds { get; } = [];

    /// <summary>The charts and kustomizations that were not rendered.</summary>
    internal List<NotRendered> NotRendered { get; } = [];

    internal int Rendered { get; private set; }

    internal int Files { get; private set; }

    internal int Documents { get; private set; }

    internal int Skipped { get; private set; }

    /// <summary>Reads one target.</summary>
    /// <exception cref="ScanException">Nothing was read from it.</exception>
    internal async Task AddAsync(ScanTarget target, CancellationToken cancellationToken)
    {
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
                var (files, unparsed) = (Files, Unparsed.Count);
                await AddTreeAsync(new(sources.Path), PrefixOf(sources), cancellationToken);
                if (Files > files) break;
                var why = Unparsed.Count > unparsed ? Unparsed[^1].Problem : "no file there is of a kind that names images";
                throw new ScanException($"nothing was read from '{target.Written}': {why}");
        }
    }

    private async Task AddTreeAsync(SourceTree tree, string prefix, CancellationToken cancellationToken)
    {
        var first = Occurrences.Count;
        List<string> files = [];
        var items = SourceReader.Read(tree, request.Reading, cancellationToken);
        AddAll(_renderer is null ? items : items.Select(item => Noted(item, files)), prefix);
        if (_renderer is null) return;

        // The tree knows its files by their own paths.
        var places = Occurrences[first..].Select(place => place with { At = place.At with { File = place.At.File[prefix.Length..] } }).ToArray();
        var rendered = await _renderer.RenderAsync(tree, files, places, cancellationToken);
        Occurrences.RemoveRange(first, places.Length);
        Occurrences.AddRange(rendered.Places.Select(place => place with { At = Placed(place.At, prefix) }));
        Rendered += rendered.Rendered;
        NotRendered.AddRange(rendered.NotRendered.Select(one => one with { File = prefix + one.File }));
    }

    private static SourceItem Noted(SourceItem item, List<string> files)
    {
        if (item is SourceItem.File) files.Add(item.Path);
        return item;
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

    private void AddAll(IEnumerable<SourceItem> items, string prefix)
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
                    Builds.AddRange(document.Content.Builds.Select(build =>
                        build with { At = Placed(build.At, prefix), Dockerfile = build.Dockerfile is { } file ? prefix + file : null }));
                    break;
                case SourceItem.Unparsed unparsed:
                    Unparsed.Add(new(prefix + unparsed.Path, unparsed.Line, unparsed.Problem));
                    break;
                case SourceItem.Skipped:
                    Skipped++;
                    break;
            }
        }
    }

    private static SourceSpan Placed(SourceSpan at, string prefix) => at with { File = prefix + at.File };
}
