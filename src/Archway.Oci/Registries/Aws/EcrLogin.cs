using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Archway.Oci.Content;

namespace Archway.Oci.Registries.Aws;

/// <summary>Logs in to Amazon ECR with AWS credentials, as <c>aws ecr get-login-password</c> does; one login of a region is good for every account there.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html"/></remarks>
/// <param name="places">Where AWS credentials may lie.</param>
/// <param name="calls">Asks AWS.</param>
/// <param name="time">The clock that signatures are dated by.</param>
/// <param name="ended">Ends what is being asked.</param>
internal sealed class EcrLogin(AwsPlaces places, HostCalls calls, TimeProvider time, CancellationToken ended)
{
    private const int LargestAnswer = 64 * 1024;
    private static readonly byte[] Body = "{}"u8.ToArray();

    private readonly ConcurrentDictionary<Uri, Lazy<Task<Credential?>>> _asked = new();

    /// <summary>The login of a registry; null where there are no AWS credentials.</summary>
    /// <exception cref="FormatException">The credentials cannot be read, or AWS does not take them.</exception>
    internal async Task<Credential?> FindAsync(EcrHost host, CancellationToken cancellationToken)
    {
        // Many askers share one question, so that none of them may end it, but the end of all.
        var asked = _asked.GetOrAdd(EndpointOf(host), endpoint => new(() => AskAsync(endpoint, host.Region)));
        return await asked.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the API of a registry's region answers.</summary>
    internal static Uri EndpointOf(EcrHost host) => new(host switch
    {
        { IsFips: true, Suffix: "on.aws" } => $"https://ecr-fips.{host.Region}.api.aws/",
        { Suffix: "on.aws" } => $"https://ecr.{host.Region}.api.aws/",
        { Suffix: "on.amazonwebservices.com.cn" } => $"https://ecr.{host.Region}.api.amazonwebservices.com.cn/",
        { IsFips: true } => $"https://ecr-fips.{host.Region}.{host.Suffix}/",
        _ => $"https://api.ecr.{host.Region}.{host.Suffix}/",
    });

    private async Task<Credential?> AskAsync(Uri endpoint, string region)
    {
        if (AwsKeys.Find(places) is not { } keys) return null;
        HostCall call = new(HttpMethod.Post, endpoint)
        {
            Who = $"{endpoint.Authority}, which logs in to Amazon ECR,",
            Prepare = message => Prepare(message, keys, region),
        };
        try
        {
            return await calls.AskAsync(call, answer => ReadAsync(answer, keys), ended).ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            throw new FormatException($"no login to Amazon ECR: {e.Reason}", e);
        }
    }

    private void Prepare(HttpRequestMessage message, AwsKeys keys, string region)
    {
        message.Content = new ByteArrayContent(Body);
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        message.Headers.TryAddWithoutValidation("X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken");
        AwsSignature.Sign(message, Body, keys, region, "ecr", time.GetUtcNow());
    }

    private static async Task<Credential?> ReadAsync(HostAnswer answer, AwsKeys keys)
    {
        var body = await RegistryAnswers.ReadAsync(answer, LargestAnswer, "a login").ConfigureAwait(false);
        if (answer.Message.StatusCode != HttpStatusCode.OK)
            throw new FormatException($"AWS refused the {keys} with {RegistryAnswers.Status(answer.Message)}{Code(body)}; check them with aws sts get-caller-identity");
        var token = OciJson.Read(body, "the login to Amazon ECR", LargestAnswer, root => root.Items("authorizationData").FirstOrDefault().Text("authorizationToken"));
        var login = new byte[token?.Length ?? 0];
        if (token is null || !Convert.TryFromBase64String(token, login, out var length) || Encoding.UTF8.GetString(login, 0, length).Split(':', 2) is not [var user, var password])
            throw new FormatException("AWS answered something else than a login to Amazon ECR");
        return new(user, password, IsIdentityToken: false, $"Amazon ECR for the {keys}");
    }

    // com.amazonaws.ecr#UnrecognizedClientException; only the name, since messages of AWS hold names of accounts and roles.
    private static string Code(byte[] body)
    {
        try
        {
            var type = OciJson.Read(body, "the error", LargestAnswer, root => root.Text("__type"));
            var name = type?[(type.LastIndexOf('#') + 1)..];
            return name is { Length: > 0 and <= 64 } && name.All(char.IsAsciiLetterOrDigit) ? $" ({name})" : "";
        }
        catch (FormatException)
        {
            return "";
        }
    }
}
