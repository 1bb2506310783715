using System.Net;
using Archway.Oci.Content;

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

    private readonly RegistryRefusals _refusals = new(host, repository, options);

    public Task<Manifest?> FindManifestAsync(string? selector, CancellationToken cancellationToken)
    {
        var asked = Asked(selector ?? "latest");
        return RegistryException.WhileAsync($"read {Name(asked)}", () => host.AskAsync(
            HttpMethod.Get, repository, $"{repository}/manifests/{asked}", ManifestTypes, answer => ReadManifestAsync(answer, asked), cancellationToken));
    }

    public Task<Digest?> FindDigestAsync(string selector, CancellationToken cancellationToken)
    {
        var asked = Asked(selector);
        return RegistryException.WhileAsync($"read {Name(asked)}", async () =>
        {
            var head = await host.AskAsync(HttpMethod.Head, repository, $"{repository}/manifests/{asked}", ManifestTypes,
                answer => Task.FromResult(ReadHead(answer.Message, asked)), cancellationToken).ConfigureAwait(false);
            // An answer to HEAD has no body that could explain: GET has, and its content can be hashed.
            return head is not null ? head.Digest : (await FindManifestAsync(asked, cancellationToken).ConfigureAwait(false))?.Self.Digest;
        });
    }

    public Task<ReadOnlyMemory<byte>> ReadBlobAsync(Descriptor blob, int limit, CancellationToken cancellationToken) =>
        RegistryException.WhileAsync($"read {Name(blob.Digest.ToString())}", async () =>
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
        return RegistryException.WhileAsync<Stream>(what, async () =>
        {
            var content = await OpenRestAsync(blob, 0, cancellationToken).ConfigureAwait(false);
            return new VerifyingStream(content, blob, what, options.BodyTimeout, options.Time);
        });
    }

    public Task<Stream> OpenBlobAsync(Descriptor blob, long offset, CancellationToken cancellationToken) => offset == 0
        ? OpenBlobAsync(blob, cancellationToken)
        : RegistryException.WhileAsync($"read {Name(blob.Digest.ToString())}", () => OpenRestAsync(blob, offset, cancellationToken));

    public Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        RegistryException.WhileAsync($"list what refers to {Name(subject.ToString())}", async () =>
            await new ReferrerPages(host, repository, _refusals).ReadAsync(subject, cancellationToken).ConfigureAwait(false)
                ?? await ReferrersTag.ReadAsync(this, subject, cancellationToken).ConfigureAwait(false));

    /// <summary>All tags of the repository, in the registry's order; null when it says there is no such repository.</summary>
    /// <exception cref="RegistryException">The registry gave no usable answer, or has more tags than are read.</exception>
    internal Task<IReadOnlyList<string>?> FindTagsAsync(CancellationToken cancellationToken) =>
        RegistryException.WhileAsync($"list the tags of {host.Registry}/{repository}", () => new TagPages(host, repository, _refusals).ReadAsync(cancellationToken));

    /// <summary>Asks for what costs nothing, to hear whether one is let in: the API's root, or the repository's tags.</summary>
    /// <exception cref="RegistryException">One is not, or the registry gave no usable answer.</exception>
    internal Task KnockAsync(CancellationToken cancellationToken) =>
        host.AskAsync(new(HttpMethod.Get, repository, repository.Length == 0 ? "" : $"{repository}/tags/list?n=1"), async answer =>
        {
            if (answer.Message.StatusCode == HttpStatusCode.OK) return true;
            if (answer.Message.StatusCode == HttpStatusCode.NotFound && repository.Length > 0
                && await RegistryRefusals.IsRegistrysAsync(answer).ConfigureAwait(false))
                throw new RegistryException(RegistryFault.Failed, $"{host.Authority} has no repository {repository}, or does not show it to this login");
            throw await _refusals.ReadAsync(answer).ConfigureAwait(false);
        }, cancellationToken);

    private async Task<Stream> OpenRestAsync(Descriptor blob, long offset, CancellationToken cancellationToken) => new ResumingStream(
        await AskRestAsync(blob, offset, cancellationToken).ConfigureAwait(false), offset, blob,
        (from, stop) => AskRestAsync(blob, from, stop), options);

    // Who has no ranges answers the whole, of which the beginning is known already.
    private Task<Stream> AskRestAsync(Descriptor blob, long offset, CancellationToken cancellationToken) => AskBlobAsync(blob, offset, async answer =>
    {
        answer.IsKept = true;
        var content = await answer.Message.Content.ReadAsStreamAsync(answer.Timer).ConfigureAwait(false);
        if (offset > 0 && answer.Message.StatusCode == HttpStatusCode.OK) await SkippedBytes.PassAsync(content, offset, answer.Timer).ConfigureAwait(false);
        return content;
    }, cancellationToken);

    private Task<T> AskBlobAsync<T>(Descriptor blob, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken) =>
        AskBlobAsync(blob, 0, read, cancellationToken);

    private Task<T> AskBlobAsync<T>(Descriptor blob, long offset, Func<HostAnswer, Task<T>> read, CancellationToken cancellationToken) => host.AskAsync(
        new(HttpMethod.Get, repository, $"{repository}/blobs/{blob.Digest}")
        {
            Prepare = offset == 0 ? null : message => message.Headers.Range = new(offset, null),
        }, async answer => answer.Message.StatusCode switch
        {
            HttpStatusCode.OK => await read(answer).ConfigureAwait(false),
            HttpStatusCode.PartialContent when offset > 0 && answer.Message.Content.Headers.ContentRange?.From == offset =>
                await read(answer).ConfigureAwait(false),
            HttpStatusCode.NotFound =>
                throw new RegistryException(RegistryFault.Malformed, $"{RegistryRefusals.Who(answer)} has no blob {blob.Digest}, though a manifest names it"),
            _ => throw await _refusals.ReadAsync(answer).ConfigureAwait(false),
        }, cancellationToken);

    private async Task<Manifest?> ReadManifestAsync(HostAnswer answer, string asked)
    {
        switch (answer.Message.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotFound:
                return await RegistryRefusals.IsRegistrysAsync(answer).ConfigureAwait(false)
                    ? null
                    : throw new RegistryException(RegistryFault.Malformed,
                        $"{RegistryRefusals.Who(answer)} answered 404 Not Found with a page that is not a registry's; check the host's name");
            default:
                throw await _refusals.ReadAsync(answer).ConfigureAwait(false);
        }

        var raw = await RegistryAnswers.ReadAsync(answer, Manifest.LargestSize, "a manifest").ConfigureAwait(false);
        var byDigest = Digest.Read(asked).Value;
        if (byDigest is not null && byDigest.Matches(raw)) return Read(answer, raw, byDigest);
        var manifest = Read(answer, raw, null);
        Check(byDigest, manifest);
        Check(HeaderDigest(answer.Message), manifest);
        return manifest;
    }

    private static Manifest Read(HostAnswer answer, byte[] raw, Digest? digest)
    {
        try
        {
            return Manifest.Read(answer.Message.Content.Headers.ContentType?.MediaType, raw, digest);
        }
        catch (FormatException e)
        {
            // It may name a media type of the answer's.
            var why = answer.Secrets.Told(e.Message) is { } told ? $": {told}" : "";
            throw new RegistryException(RegistryFault.Malformed, $"{RegistryRefusals.Who(answer)} answered something else than a manifest{why}", e);
        }
    }

    private void Check(Digest? wanted, Manifest manifest)
    {
        if (wanted is not null && wanted != manifest.Self.Digest && !wanted.Matches(manifest.Raw.Span))
            throw new RegistryException(RegistryFault.DigestMismatch,
                $"{host.Authority} answered content of another digest, {manifest.Self.Digest} instead of {wanted}");
    }

    // Null where the answer is not sure.
    private static HeadAnswer? ReadHead(HttpResponseMessage message, string asked) => message.StatusCode switch
    {
        HttpStatusCode.OK when HeaderDigest(message) is { } digest && (Digest.Read(asked).Value is not { } wanted || wanted == digest) => new(digest),
        HttpStatusCode.NotFound when message.Headers.Contains("Docker-Distribution-Api-Version") => new(Digest: null),
        _ => null,
    };

    // A class, since what waits for a value of two cannot be compiled beforehand.
    private sealed record HeadAnswer(Digest? Digest);

    private static Digest? HeaderDigest(HttpResponseMessage message) =>
        message.Headers.TryGetValues("Docker-Content-Digest", out var values) ? Digest.Read(values.FirstOrDefault()).Value : null;

    private string Name(string selector) => $"{host.Registry}/{repository}{(selector.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{selector}";

    private static string Asked(string selector) => References.ReferenceGrammar.IsTag(selector) || Digest.Read(selector).Value is not null
        ? selector
        : throw new ArgumentException($"'{selector}' is neither a tag nor a digest", nameof(selector));
}
