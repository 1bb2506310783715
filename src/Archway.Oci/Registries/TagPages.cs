using System.Net;
using System.Text.Json;
using Archway.Oci.Content;

namespace Archway.Oci.Registries;

/// <summary>The tags of a repository, which registries answer page by page.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags"/></remarks>
internal sealed class TagPages(RegistryHost host, string repository, RegistryRefusals refusals)
{
    private const int PerPage = 1000;
    private const int MostPages = 1000;
    private const int MostTags = 200_000;
    private const int LargestPage = 4 * 1024 * 1024;
    private static readonly string[] Json = ["application/json"];

    internal async Task<IReadOnlyList<string>?> ReadAsync(CancellationToken cancellationToken)
    {
        HashSet<string> tags = new(StringComparer.Ordinal);
        var path = $"{repository}/tags/list?n={PerPage}";
        for (var pages = 1; ; pages++)
        {
            var page = await host.AskAsync(HttpMethod.Get, repository, path, Json, ReadPageAsync, cancellationToken).ConfigureAwait(false);
            if (page is null) return pages == 1 ? null : throw Malformed("says midway that there is no such repository");
            var before = tags.Count;
            foreach (var tag in page.Tags) tags.Add(tag);
            if (page.Next is not { } next) return [.. tags];
            if (tags.Count == before) throw Malformed("answers page upon page without a further tag");
            if (pages >= MostPages || tags.Count > MostTags)
                throw new RegistryException(RegistryFault.TooLarge, $"{host.Authority} lists more than {tags.Count} tags; no more are read");
            path = PathOf(host, $"{repository}/tags/list", next) ?? throw Malformed("leads to a next page that is none of the list");
        }
    }

    private async Task<Page?> ReadPageAsync(HostAnswer answer)
    {
        if (answer.Message.StatusCode == HttpStatusCode.NotFound && await RegistryRefusals.IsRegistrysAsync(answer).ConfigureAwait(false)) return null;
        if (answer.Message.StatusCode != HttpStatusCode.OK) throw await refusals.ReadAsync(answer).ConfigureAwait(false);
        var raw = await RegistryAnswers.ReadAsync(answer, LargestPage, "a list of tags").ConfigureAwait(false);
        try
        {
            var tags = OciJson.Read(raw, "the list of tags", LargestPage, TagsOf);
            if (tags.FirstOrDefault(tag => !References.ReferenceGrammar.IsTag(tag)) is not null) throw Malformed("lists something that is no tag");
            return new(tags, Next(answer.Message));
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"{host.Authority} answered something else than a list of tags: {e.Message}", e);
        }
    }

    private static IReadOnlyList<string> TagsOf(JsonElement root)
    {
        var tags = root.Member("tags") ?? throw new FormatException("it has no 'tags'");
        // Some answer null for a repository without tags.
        if (tags.ValueKind == JsonValueKind.Null) return [];
        if (tags.ValueKind != JsonValueKind.Array) throw new FormatException($"its 'tags' is {Shape(tags)}, not an array");
        return [.. tags.EnumerateArray().Select(tag => tag.Text() ?? throw new FormatException($"its 'tags' holds {Shape(tag)}"))];
    }

    private static string Shape(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "a null",
        _ => "a boolean",
    };

    /// <summary>Where the next page is, as the answer says; null on the last one.</summary>
    /// <remarks>As the specification has it: <c>&lt;/v2/name/tags/list?n=1000&amp;last=x&gt;; rel="next"</c></remarks>
    internal static string? Next(HttpResponseMessage message) => message.Headers.NonValidated.TryGetValues("Link", out var lines)
        ? lines.SelectMany(WebLink.Read).FirstOrDefault(link => link.Is("next"))?.Target
        : null;

    /// <summary>The path of a list's next page; null where it is of another host or list, which would be shown this one's login.</summary>
    internal static string? PathOf(RegistryHost host, string listed, string link)
    {
        var list = new Uri(host.Root, listed);
        return Uri.TryCreate(list, link, out var next) && next.Authority == list.Authority && next.AbsolutePath == list.AbsolutePath
            && next.Query.Length is > 0 and <= 4096 ? listed + next.Query : null;
    }

    private RegistryException Malformed(string what) => new(RegistryFault.Malformed, $"{host.Authority} {what}");

    private sealed record Page(IReadOnlyList<string> Tags, string? Next);
}
