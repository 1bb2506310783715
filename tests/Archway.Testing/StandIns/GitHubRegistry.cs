using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>GitHub's registry, ghcr.io: it is the token service that refuses what is hidden or not there.</summary>
/// <remarks><see href="https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry"/></remarks>
public sealed class GitHubRegistry : StandIn
{
    private const string Storage = "pkg-containers.githubusercontent.com";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["ghcr.io", Storage];

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Host.Host == Storage) return await AnswerAsStorageAsync(context);
        if (context.Request.Path == "/token") return await GiveTokenAsync(context);
        var repository = RepositoryIn(context);
        if (ScopesOf(context) is not { } scopes || (repository.Length > 0 && !scopes.Contains(ScopeOf(repository))))
        {
            // Its root names a repository that is none.
            var scope = ScopeOf(repository.Length == 0 ? "user/image" : repository);
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"https://ghcr.io/token\",service=\"ghcr.io\",scope=\"{scope}\"";
            return await RefuseAsync(context, 401, "UNAUTHORIZED", "authentication required");
        }

        var path = context.Request.Path.Value!;
        return path.Contains("/blobs/", StringComparison.Ordinal) && Lead(context, $"https://{Storage}{path}?signature=secret");
    }

    private async Task<bool> GiveTokenAsync(HttpContext context)
    {
        var (isShown, isRight) = LoginOf(context);
        if (isShown && !isRight) return await RefuseAsync(context, 403, "DENIED", "denied");
        var scopes = WantedScopes(context);
        if (!isRight && !(scopes.Length > 0 && scopes.All(scope => MayRead(RepositoryOf(scope), hasAccount: false))))
            return await RefuseAsync(context, 401, "DENIED", "requested access to the resource is denied");
        await context.Response.WriteAsJsonAsync(new { token = Issue(scopes) });
        return true;
    }
}
