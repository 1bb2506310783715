using System.Text;
using Microsoft.AspNetCore.Http;

namespace Archway.Testing.StandIns;

/// <summary>Amazon ECR: user <c>AWS</c> with a password of twelve hours, which its API gives for AWS keys; its layers lie in a bucket.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html"/>,
/// <see href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html"/> and
/// <see href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors.html"/>.
/// </remarks>
public sealed class ElasticRegistry : StandIn
{
    /// <summary>The registry of the keys' own account.</summary>
    public const string Own = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

    /// <summary>The registry of another account in the same region.</summary>
    public const string Foreign = "210987654321.dkr.ecr.eu-central-1.amazonaws.com";

    private const string Api = "api.ecr.eu-central-1.amazonaws.com";
    private const string Storage = "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Hosts { get; } = [Own, Foreign, Api, Storage];

    /// <summary>The password that is good now.</summary>
    public string Password { get; set; } = "the-password-of-today";

    /// <summary>Passwords that were good once.</summary>
    public string Expired { get; } = "the-password-of-yesterday";

    internal override async Task<bool> AnswerAsync(HttpContext context, string body)
    {
        var host = context.Request.Host.Host;
        if (host == Storage) return await AnswerAsStorageAsync(context);
        if (host == Api) return await LogInAsync(context);
        var shown = context.Request.Headers.Authorization.FirstOrDefault();
        if (shown is null)
        {
            context.Response.StatusCode = 401;
            context.Response.ContentType = "text/plain; charset=utf-8";
            context.Response.Headers.WWWAuthenticate = $"Basic realm=\"https://{host}/\",service=\"ecr.amazonaws.com\"";
            await context.Response.WriteAsync("Not Authorized\n");
            return true;
        }

        if (shown == Basic(Expired)) return await RefuseAsync(context, 403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
        if (shown != Basic(Password)) return await RefuseAsync(context, 400, "DENIED", "Your Authorization Token is invalid.");
        var repository = RepositoryIn(context);
        if (repository.Length > 0 && !Has(repository))
        {
            return await RefuseAsync(context, 404, "NAME_UNKNOWN",
                $"The repository with name '{repository}' does not exist in the registry with id '{host[..12]}'");
        }

        if (host == Foreign && repository.Length > 0 && !MayRead(repository, hasAccount: false))
        {
            return await RefuseAsync(context, 403, "DENIED",
                "User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ecr:BatchGetImage because no resource-based policy allows it");
        }

        var path = context.Request.Path.Value!;
        return path.Contains("/blobs/", StringComparison.Ordinal) && Lead(context, $"https://{Storage}{path}?signature=secret");
    }

    private async Task<bool> LogInAsync(HttpContext context)
    {
        context.Response.ContentType = "application/x-amz-json-1.1";
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{Password}"));
        await context.Response.WriteAsync(
            $$"""{"authorizationData":[{"authorizationToken":"{{token}}","expiresAt":1.9E9,"proxyEndpoint":"https://{{Own}}"}]}""");
        return true;
    }

    private static string Basic(string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{password}"));
}
