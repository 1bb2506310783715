using System.Globalization;
using System.Text.Json.Nodes;
using Archway.Oci.Content;

namespace Archway.Testing.Registries;

/// <summary>What a repository lists, page by page: its tags (end-8) and what refers to a manifest (end-12).</summary>
internal static class ListEndpoints
{
    internal static RegistryAnswer Tags(RegistryRequest request, RegistryStore store, TestRegistryOptions options)
    {
        if (store.Find(request.Repository) is not { } here)
            return RegistryAnswer.Problem(404, "NAME_UNKNOWN", $"there is no repository {request.Repository}");
        var wanted = options.PageLength;
        if (request.Ask("n") is { } told)
        {
            if (!int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                return RegistryAnswer.Problem(400, "UNSUPPORTED", $"'{told}' is not a number of tags");
            wanted = Math.Min(wanted, n);
        }

        var last = request.Ask("last");
        var after = here.Tags.Keys.Where(tag => last is null || StoredRepository.TagOrder.Compare(tag, last) > 0).ToList();
        var page = after.Take(wanted).ToList();
        var answer = RegistryAnswer.Json(200, new()
        {
            ["name"] = request.Repository,
            ["tags"] = new JsonArray([.. page.Select(tag => JsonValue.Create(tag))]),
        });
        return page.Count is 0 || page.Count == after.Count ? answer : Next(answer, $"/v2/{request.Repository}/tags/list?n={wanted}&last={page[^1]}");
    }

    internal static RegistryAnswer Referrers(RegistryRequest request, RegistryStore store, TestRegistryOptions options)
    {
        if (!Digest.Read(request.Route.Name).TryGetValue(out var subject))
            return RegistryAnswer.Problem(400, "DIGEST_INVALID", $"'{request.Route.Name}' is not a digest");

        var type = request.Ask("artifactType");
        IEnumerable<StoredManifest> manifests = store.Find(request.Repository)?.Manifests.Values.AsEnumerable() ?? [];
        var all = manifests
            .Where(manifest => manifest.Reading?.Subject == subject && (type is null || manifest.Reading.ArtifactType == type)).ToList();
        var begin = all.FindIndex(manifest => manifest.Digest.ToString() == request.Ask("last")) + 1;
        var page = all.Skip(begin).Take(options.PageLength).ToList();
        var answer = RegistryAnswer.Json(200, new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new JsonArray([.. page.Select(manifest => manifest.Entry())]),
        }, MediaTypes.OciIndex);
        if (begin + page.Count < all.Count)
        {
            var filter = type is null ? "" : $"&artifactType={Uri.EscapeDataString(type)}";
            answer = Next(answer, $"/v2/{request.Repository}/referrers/{subject}?last={page[^1].Digest}{filter}");
        }

        return type is null ? answer : answer.With("OCI-Filters-Applied", "artifactType");
    }

    private static RegistryAnswer Next(RegistryAnswer answer, string address) => answer.With("Link", $"<{address}>; rel=\"next\"");
}
