using System.Net;
using Archway.Oci.Content;
using Archway.Oci.Registries.Aws;

namespace Archway.Oci.Registries;

/// <summary>A repository of a registry over HTTP.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pull"/></remarks>
internal sealed class RegistryRepository(RegistryHost host, string repository, RegistryClientOptions options) : IRepository
{
    private static readonly string[] ManifestTypes =
    [
        MediaTypes.OciIndex, MediaTypes.OciManifest, MediaTypes.DockerList, MediaTypes.DockerManifest,
        MediaTypes.DockerSchema1Signed + ";q=0.5", MediaTypes.DockerSchema1 + ";q=0.5",
    ];

    private static readonly string[] AnyType = ["*/*"];

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        var asked = Asked(selector ?? "latest");
        return DoAsync($"read {Name(asked)}", () => host.AskAsync(
            HttpMethod.Get, repository, $"{repository}/manifests/{asked}", ManifestTypes, answer => ReadManifestAsync(answer, asked), cancellationToken));
    }

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken)
    {
        var asked = Asked(selector);
        return DoAsync($"read {Name(asked)}", async () =>
        {
            var (isSure, digest) = await host.AskAsync(HttpMethod.Head, repository, $"{repository}/manifests/{asked}", ManifestTypes,
                answer => Task.FromResult(ReadHead(answer.Message, asked)), cancellationToken).ConfigureAwait(false);
            // An answer to HEAD has no body that could explain: GET has, and its content can be hashed.
            return isSure ? digest : (await FindManifestAsync(asked, cancellationToken).ConfigureAwait(false))?.Self.Digest;
        });
    }

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        DoAsync($"read {Name(blob.Digest.ToString())}", async () =>
        {
            if (blob.Size > limit) throw new RegistryException(RegistryFault.TooLarge,
                $"its blob {blob.Digest} has {blob.Size} bytes; {limit} at most are read of its kind");
            var content = await AskBlobAsync(blob, answer => RegistryAnswers.ReadAsync(answer, limit, "a blob"), cancellationToken).ConfigureAwait(false);
            if (!blob.Digest.Matches(content))
                throw new RegistryException(RegistryFault.DigestMismatch,
                    $"{host.Authority} answered content of another digest, {Digest.Of(content)} instead of {blob.Digest}");
            return (ReadOnlyMemory<byte>)content;
        });

    public Task<Stream> OpenBlobAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        var what = $"read {Name(blob.Digest.ToString())}";
        return DoAsync(what, () => AskBlobAsync<Stream>(blob, async answer =>
        {
            answer.IsKept = true;
            var content = await answer.Message.Content.ReadAsStreamAsync(answer.Timer).ConfigureAwait(false);
            return new VerifyingStream(content, blob, what, options.BodyTimeout, options.Time, answer.Message);
        }, cancellationToken));
    }

    private Task<T> AskBlobAsync<T>(Descriptor blob, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken) =>
        host.AskAsync(HttpMethod.Get, repository, $"{repository}/blobs/{blob.Digest}", AnyType, async answer => answer.Message.StatusCode switch
        {
            HttpStatusCode.OK => await read(answer).ConfigureAwait(false),
            HttpStatusCode.NotFound =>
                throw new RegistryException(RegistryFault.Malformed, $"{Who(answer)} has no blob {blob.Digest}, though a manifest names it"),
            _ => throw await RefusalAsync(answer).ConfigureAwait(false),
        }, cancellationToken);

    private async Task<Manifest?> ReadManifestAsync(HostAnswer answer, string asked)
    {
        switch (answer.Message.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotFound:
                return await IsRegistrysAsync(answer).ConfigureAwait(false)
                    ? null
                    : throw new RegistryException(RegistryFault.Malformed,
                        $"{Who(answer)} answered 404 Not Found with a page that is not a registry's; check the host's name");
            default:
                throw await RefusalAsync(answer).ConfigureAwait(false);
        }

        var raw = await RegistryAnswers.ReadAsync(answer, Manifest.LargestSize, "a manifest").ConfigureAwait(false);
        var byDigest = Digest.Read(asked).Value;
        if (byDigest is not null && byDigest.Matches(raw)) return Read(answer, raw, byDigest);
        var manifest = Read(answer, raw, null);
        Check(byDigest, manifest);
        Check(HeaderDigest(answer.Message), manifest);
        return manifest;
    }

    private Manifest Read(HostAnswer answer, byte[] raw, Digest? digest)
    {
        try
        {
            return Manifest.Read(answer.Message.Content.Headers.ContentType?.MediaType, raw, digest);
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, $"{Who(answer)} answered something else than a manifest: {e.Message}", e);
        }
    }

    private void Check(Digest? wanted, Manifest manifest)
    {
        if (wanted is not null && wanted != manifest.Self.Digest && !wanted.Matches(manifest.Raw.Span))
            throw new RegistryException(RegistryFault.DigestMismatch,
                $"{host.Authority} answered content of another digest, {manifest.Self.Digest} instead of {wanted}");
    }

    private static (bool IsSure, Digest? Digest) ReadHead(HttpResponseMessage message, string asked) => message.StatusCode switch
    {
        HttpStatusCode.OK when HeaderDigest(message) is { } digest && (Digest.Read(asked).Value is not { } wanted || wanted == digest) => (true, digest),
        HttpStatusCode.NotFound when message.Headers.Contains("Docker-Distribution-Api-Version") => (true, null),
        _ => (false, null),
    };

    private static Digest? HeaderDigest(HttpResponseMessage message) =>
        message.Headers.TryGetValues("Docker-Content-Digest", out var values) ? Digest.Read(values.FirstOrDefault()).Value : null;

    /// <summary>Whether a 404 is a registry's word that there is nothing, and not some web server's.</summary>
    private static async Task<bool> IsRegistrysAsync(HostAnswer answer) =>
        answer.Message.Headers.Contains("Docker-Distribution-Api-Version")
        || answer.Message.Content.Headers.ContentLength == 0
        || await RegistryAnswers.ReadErrorAsync(answer).ConfigureAwait(false) is not null;

    private async Task<RegistryException> RefusalAsync(HostAnswer answer)
    {
        var status = answer.Message.StatusCode;
        var said = $"{Who(answer)} answered {RegistryAnswers.Status(answer.Message)}";
        var error = await RegistryAnswers.ReadErrorAsync(answer).ConfigureAwait(false);
        var until = RegistryAnswers.RetryTime(answer.Message, options.Time);
        switch (status)
        {
            case HttpStatusCode.Unauthorized:
                var credential = await host.Login.FindCredentialAsync(repository, answer.Timer).ConfigureAwait(false);
                if (Who(answer) is var other && other != host.Authority)
                    return new(RegistryFault.Unauthorized, $"{said}{error}; {host.Authority} leads there, and no login is carried to another host");
                if (credential is not null && answer.Message.RequestMessage?.Headers.Authorization is null)
                    return new(RegistryFault.Unauthorized, $"{said}{error} and offers no way to log in that {credential} fits, which was not shown");
                if (credential is not null) return new(RegistryFault.Unauthorized,
                    $"{said} to {credential}{error}; log in again ({LoginAdvice.For(host.Registry)}), or ask for access to the repository");
                var problem = host.Login.CredentialProblem is { } trouble ? $" ({trouble})" : "";
                return new(RegistryFault.Unauthorized, host.Registry == "docker.io"
                    ? $"{said} without credentials{error}: it does not exist, or needs a login; check the name or {LoginAdvice.For(host.Registry)}{problem}"
                    : $"{said} without credentials{error}; {LoginAdvice.For(host.Registry)}{problem}");
            case HttpStatusCode.Forbidden:
                var shown = answer.Message.RequestMessage?.Headers.Authorization is null
                    ? null
                    : await host.Login.FindCredentialAsync(repository, answer.Timer).ConfigureAwait(false);
                // ECR says 403, not 401, to a login that has ended after its twelve hours.
                var remedy = EcrHost.Find(host.Registry) is null ? "" : $", and a login that has ended is mended so: {LoginAdvice.For(host.Registry)}";
                return new(RegistryFault.Forbidden, $"{said}{(shown is null ? "" : $" to {shown}")}{error}; whoever runs the registry can grant access{remedy}");
            case HttpStatusCode.ProxyAuthenticationRequired:
                return new(RegistryFault.Unreachable, $"{Who(answer)} was not asked: the proxy before it wants a login, as in HTTP_PROXY=http://user:password@host:port");
            case HttpStatusCode.TooManyRequests:
                var (limit, again) = until is null ? ("rate limited", "later") : ($"rate limited until {until:u}", "then");
                return new(RegistryFault.RateLimited, $"{limit}: {said}{error}; ask again {again}, or log in for a higher limit") { Until = until };
            default:
                var next = (int)status >= 500 ? "the registry has a fault of its own, ask again later" : "it does not serve what registries serve";
                return new(RegistryFault.Failed, $"{said}{error}; {next}") { Until = until };
        }
    }

    // A registry may lead elsewhere: who answered in the end is who has the fault.
    private string Who(HostAnswer answer) => answer.Message.RequestMessage?.RequestUri?.Authority ?? host.Authority;

    private string Name(string selector) => $"{host.Registry}/{repository}{(selector.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{selector}";

    private static string Asked(string selector) => References.ReferenceGrammar.IsTag(selector) || Digest.Read(selector).Value is not null
        ? selector
        : throw new ArgumentException($"'{selector}' is neither a tag nor a digest", nameof(selector));

    private static async Task<T> DoAsync<T>(string doing, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While(doing);
        }
    }
}
