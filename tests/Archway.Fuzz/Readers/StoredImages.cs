using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.References;
using Archway.Oci.Registries;

namespace Archway.Fuzz.Readers;

/// <summary>Reads all there is in a layout or an archive, as a scan and a copy would.</summary>
internal static class StoredImages
{
    private const int MostRead = 50;
    private static readonly RegistryClient Client = new(new());

    // In memory where the system has such a place: files are written by the million.
    private static readonly string Above = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    internal static string Folder { get; } = Directory.CreateDirectory(Path.Combine(Above, $"archway-fuzz-{Environment.ProcessId}")).FullName;

    static StoredImages() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    internal static async Task ReadAsync(string source, params string?[] selectors)
    {
        try
        {
            var opened = await new ImageSources(Client, TimeProvider.System).OpenAsync(ImageSource.Parse(source), CancellationToken.None);
            var left = MostRead;
            foreach (var selector in selectors) await ReadAsync(opened.Repository, selector, depth: 0, () => left-- > 0);
        }
        catch (RegistryException e)
        {
            if (e.Message.Length is 0 or > 20_000) throw new LawException("a refusal is a sentence");
        }
    }

    private static async Task ReadAsync(IRepository repository, string? selector, int depth, Func<bool> isMore)
    {
        if (depth > 4 || !isMore()) return;
        try
        {
            var manifest = await repository.FindManifestAsync(selector, CancellationToken.None);
            if (manifest is null) return;
            var isItsBytes = repository is LayoutRepository && manifest is not SchemaOneManifest;
            if (isItsBytes && Digest.Read(selector).Value is { } asked && manifest.Self.Digest != asked)
                throw new LawException("a digest selects what it is of");
            foreach (var entry in (manifest as ImageIndex)?.Entries ?? []) await ReadAsync(repository, entry.Digest.ToString(), depth + 1, isMore);
            if (manifest is not ImageManifest image) return;
            var config = await repository.ReadBlobAsync(image.Config, ImageConfig.LargestSize, CancellationToken.None);
            if (!image.Config.Digest.Matches(config.Span)) throw new LawException("a config has its digest");
            try
            {
                ImageConfig.Read(config);
            }
            catch (FormatException)
            {
                // An artifact's is of another kind.
            }

            foreach (var layer in image.Layers)
                if (isMore()) await ReadAsync(repository, layer);
        }
        catch (RegistryException e) when (e.Message.Length is > 0 and < 20_000)
        {
            // No usable answer, and a sentence that says so.
        }
    }

    private static async Task ReadAsync(IRepository repository, Descriptor layer)
    {
        try
        {
            await using var content = await repository.OpenBlobAsync(layer, CancellationToken.None);
            await content.CopyToAsync(Stream.Null);
        }
        catch (RegistryException e) when (e.Message.Length is > 0 and < 20_000)
        {
            // As above.
        }
    }
}
