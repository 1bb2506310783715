using Archway.Oci.References;
using Archway.Reading;

namespace Archway.Scanning;

/// <summary>What reading the targets brought together; documents themselves are not kept.</summary>
internal sealed class SourceInventory
{
    private readonly List<ImageBuild> _builds = [];

    internal List<ImageOccurrence> Occurrences { get; } = [];

    /// <summary>The images that were named as targets themselves.</summary>
    internal List<ImageSource> Images { get; } = [];

    internal List<UnparsedFile> Unparsed { get; } = [];

    internal BuiltImages Builds => BuiltImages.Of(_builds);

    internal int Files { get; private set; }

    internal int Documents { get; private set; }

    internal int Skipped { get; private set; }

    /// <summary>Reads one target.</summary>
    /// <exception cref="ScanException">Nothing was read from it.</exception>
    internal void Add(ScanTarget target, ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        switch (target)
        {
            case ScanTarget.Image image:
                Images.Add(image.Source);
                break;
            case ScanTarget.StandardInput:
                AddAll(SourceReader.ReadList(new SourceText("-", request.StandardInput.ReadToEnd())), progress);
                break;
            case ScanTarget.Sources sources:
                var before = Files;
                AddAll(SourceReader.Read(new SourceTree(sources.Path), request.Reading, cancellationToken), progress);
                if (Files == before)
                    throw new ScanException($"nothing was read from '{target.Written}': no file there is of a kind that names images");
                break;
        }
    }

    private void AddAll(IEnumerable<SourceItem> items, IProgress<ScanProgress>? progress)
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
                    Occurrences.AddRange(document.Content.Occurrences);
                    _builds.AddRange(document.Content.Builds);
                    break;
                case SourceItem.Unparsed unparsed:
                    Unparsed.Add(new(unparsed.Path, unparsed.Line, unparsed.Problem));
                    break;
                case SourceItem.Skipped:
                    Skipped++;
                    break;
            }
        }
    }
}
