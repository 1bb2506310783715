using System.Net;
using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>What refers to a manifest, which registries with the referrers API answer page by page.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers"/></remarks>
internal sealed class ReferrerPages(RegistryHost host, string repository, RegistryRefusals refusals)
{
    private const int MostPages = 100;
    private const int MostReferrers = 1000;
    private static readonly string[] Index = [MediaTypes.OciIndex];

    /// <summary>All of them, in the registry's order; null where it has no such API.</summary>
    /// <exception cref="RegistryException">The registry gave no usable answer, or lists more than are read.</exception>
    internal async Task<IReadOnlyList<Descriptor>?> ReadAsync(Digest subject, CancellationToken cancellationToken)
    {
        if (host.HasNoReferrers) return null;
        Dictionary<Digest, Descriptor> found = [];
        var path = $"{repository}/referrers/{subject}";
        for (var pages = 1; ; pages++)
        {
            var page = await host.AskAsync(HttpMethod.Get, repository, path, Index, ReadPageAsync, cancellationToken).ConfigureAwait(false);
            if (page is null) return pages == 1 ? null : throw Malformed("says midway that it has no list of referrers");
            foreach (var referrer in page.Index.Entries) found.TryAdd(referrer.Digest, referrer);
            if (page.Next is not { } next) return [.. found.Values];
            if (pages >= MostPages || found.Count > MostReferrers)
                throw new RegistryException(RegistryFault.TooLarge, $"{host.Authority} lists more than {found.Count} manifests about {subject}; no more are read");
            path = TagPages.PathOf(host, $"{repository}/referrers/{subject}", next) ?? throw Malformed("leads to a next page that is none of the list");
        }
    }

    private async Task<Page?> ReadPageAsync(HostAnswer answer)
    {
        switch (answer.Message.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            // An API that is there lists nothing rather than to know of nothing; some say so with another status.
            case HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented:
                host.HasNoReferrers = true;
                return null;
            default:
                throw await refusals.ReadAsync(answer).ConfigureAwait(false);
        }

        var raw = await RegistryAnswers.ReadAsync(answer, Manifest.LargestSize, "a list of referrers").ConfigureAwait(false);
        try
        {
            return Manifest.Read(MediaTypes.OciIndex, raw) is ImageIndex index
                ? new(index, TagPages.Next(answer.Message))
                : throw Malformed("answers something else than a list of referrers");
        }
        catch (FormatException e)
        {
            // Web pages that are shown for any address are no lists either: then the tag is asked.
            if (answer.Message.Content.Headers.ContentType?.MediaType is "text/html") return null;
            throw new RegistryException(RegistryFault.Malformed, $"{host.Authority} answered something else than a list of referrers: {e.Message}", e);
        }
    }

    private RegistryException Malformed(string what) => new(RegistryFault.Malformed, $"{host.Authority} {what}");

    private sealed record Page(ImageIndex Index, string? Next);
}
