using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>Amazon ECR Public: one token for all of it, for anyone; a login that has ended is worse than none.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html"/> and
/// <see href="https://docs.aws.amazon.com/AmazonECR/latest/public/public-service-quotas.html"/>.
/// </remarks>
public sealed class ElasticPublicRegistry : StandIn
{
    private const string Storage = "d5l0dvt14r5h8.cloudfront.net";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = ["public.ecr.aws", Storage];

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        if (context.Request.Host.Host == Storage) return await AnswerAsStorageAsync(context);
        if (context.Request.Path == "/token/") return await GiveTokenAsync(context);
        if (context.Request.Headers.Authorization.Count > 0 && ScopesOf(context) is null)
            return await RefuseAsync(context, 400, "DENIED", "Your Authorization Token is invalid.");
        if (ScopesOf(context) is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"https://public.ecr.aws/token/\",service=\"public.ecr.aws\",scope=\"aws\"";
            return await RefuseAsync(context, 401, "DENIED", "Not Authorized");
        }

        var repository = RepositoryIn(context);
        if (repository.Length > 0 && !Has(repository))
        {
            var alias = repository.Split('/')[0];
            return await RefuseAsync(context, 404, "NAME_UNKNOWN",
                $"The repository with name '{repository[(alias.Length + 1)..]}' does not exist in the registry with id '{alias}'");
        }

        var path = context.Request.Path.Value!;
        return path.Contains("/blobs/", StringComparison.Ordinal) && Lead(context, $"https://{Storage}{path}?signature=secret");
    }

    private async Task<bool> GiveTokenAsync(HttpContext context)
    {
        if (LoginOf(context) is { IsShown: true, IsRight: false })
            return await RefuseAsync(context, 403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
        await context.Response.WriteAsJsonAsync(new { token = Issue(WantedScopes(context)) });
        return true;
    }
}
