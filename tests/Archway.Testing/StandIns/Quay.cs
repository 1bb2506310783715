using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>Quay: what is public needs no token at all, what is hidden or not there is refused with the token that was given for it.</summary>
/// <remarks><see href="https://docs.redhat.com/en/documentation/red_hat_quay/"/>, and <c>endpoints/v2/v2auth.py</c> of <see href="https://github.com/quay/quay"/>.</remarks>
public sealed class Quay : StandIn
{
    private const string Storage = "cdn01.quay.io";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["quay.io", Storage];

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Host.Host == Storage) return await AnswerAsStorageAsync(context);
        if (context.Request.Path == "/v2/auth") return await GiveTokenAsync(context);
        var repository = RepositoryIn(context);
        var isOpen = repository.Length == 0
            ? ScopesOf(context) is not null
            : MayRead(repository, hasAccount: false) || ScopesOf(context)?.Contains(ScopeOf(repository)) == true;
        if (!isOpen)
        {
            var scope = repository.Length == 0 ? "" : $",scope=\"{ScopeOf(repository)}\"";
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"https://quay.io/v2/auth\",service=\"quay.io\"{scope}";
            return await RefuseAsync(context, 401, "UNAUTHORIZED", "access to the requested resource is not authorized");
        }

        var path = context.Request.Path.Value!;
        return path.Contains("/blobs/", StringComparison.Ordinal) && Lead(context, $"https://{Storage}{path}?signature=secret", 302);
    }

    private async Task<bool> GiveTokenAsync(HttpContext context)
    {
        var (isShown, isRight) = LoginOf(context);
        if (isShown && !isRight) return await RefuseAsync(context, 401, "UNAUTHORIZED", "Invalid Username or Password");
        var scopes = WantedScopes(context);
        if (!isShown && scopes is [] or [""]) return await RefuseAsync(context, 401, "UNAUTHORIZED", "access to the requested resource is not authorized");
        if (Array.Find(scopes, scope => RepositoryOf(scope).Length == 0) is { } odd)
            return await RefuseAsync(context, 400, "INVALID_REQUEST", $"Unable to decode repository and actions: {odd}");
        await context.Response.WriteAsJsonAsync(new { token = Issue(scopes.Where(scope => MayRead(RepositoryOf(scope), isRight))) });
        return true;
    }
}
