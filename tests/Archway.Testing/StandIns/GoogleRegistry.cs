using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>Google Artifact Registry: its challenge names no service, its token service says what one may not do, its blobs lie on the same host.</summary>
/// <remarks><see href="https://cloud.google.com/artifact-registry/docs/docker/authentication"/> for the users <c>oauth2accesstoken</c> and <c>_json_key</c>.</remarks>
public sealed class GoogleRegistry : StandIn
{
    private const string Host = "europe-west1-docker.pkg.dev";
    private const string Downloads = "/artifacts-downloads";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = [Host];

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Path == "/v2/token") return await GiveTokenAsync(context);
        if (context.Request.Path.StartsWithSegments(Downloads, out var rest))
        {
            context.Request.Path = rest;
            return false;
        }

        var repository = RepositoryIn(context);
        if (ScopesOf(context) is not { } scopes || (repository.Length > 0 && !scopes.Contains(ScopeOf(repository))))
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"https://{Host}/v2/token\"";
            return await RefuseAsync(context, 401, "UNAUTHORIZED", "authentication failed");
        }

        var path = context.Request.Path.Value!;
        return path.Contains("/blobs/", StringComparison.Ordinal) && Lead(context, $"{Downloads}{path}", 302);
    }

    private async Task<bool> GiveTokenAsync(HttpContext context)
    {
        var (isShown, isRight) = LoginOf(context);
        if (isShown && !isRight) return await RefuseAsync(context, 401, "UNAUTHORIZED", "authentication failed");
        var scopes = WantedScopes(context);
        if (!isRight && Array.Find(scopes, scope => !MayRead(RepositoryOf(scope), hasAccount: false)) is { } closed)
        {
            var place = RepositoryOf(closed).Split('/');
            return await RefuseAsync(context, 403, "DENIED", "Unauthenticated request. Unauthenticated requests do not have permission "
                + "\"artifactregistry.repositories.downloadArtifacts\" on resource "
                + $"\"projects/{place[0]}/locations/europe-west1/repositories/{place[1]}\" (or it may not exist)");
        }

        await context.Response.WriteAsJsonAsync(new { token = Issue(scopes) });
        return true;
    }
}
