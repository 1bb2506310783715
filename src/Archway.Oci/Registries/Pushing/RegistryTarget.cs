using System.Net;
using System.Net.Http.Headers;
using Archway.Oci.Content;
using Archway.Oci.References;

namespace Archway.Oci.Registries.Pushing;

/// <summary>A repository of a registry that is written to.</summary>
/// <remarks><see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#push"/></remarks>
internal sealed class RegistryTarget : IImageTarget
{
    private readonly RegistryHost _host;
    private readonly ImageReference _reference;
    private readonly RegistryRepository _repository;
    private readonly RegistryRefusals _refusals;
    private readonly BlobUpload _upload;

    internal RegistryTarget(RegistryHost host, ImageReference reference, RegistryClientOptions options)
    {
        (_host, _reference) = (host, reference);
        _repository = new(host, reference.Repository, options);
        _refusals = new(host, reference.Repository, options);
        _upload = new(host, reference.Repository, _refusals, options);
    }

    public string Shown => _reference.ToString();

    public string? Repository => _reference.Name;

    public bool TakesSeveral => true;

    public Task<Digest?> FindDigestAsync(string? name, CancellationToken cancellationToken) =>
        (name ?? _reference.Selector) is { } asked ? _repository.FindDigestAsync(asked, cancellationToken) : Task.FromResult<Digest?>(null);

    public Task<Manifest?> FindManifestAsync(string? name, CancellationToken cancellationToken) =>
        _repository.FindManifestAsync(name ?? _reference.Selector, cancellationToken);

    public Task<bool> HasBlobAsync(Descriptor blob, CancellationToken cancellationToken) =>
        RegistryException.WhileAsync($"look for {blob.Digest} in {_reference.Name}", () => _upload.HasAsync(blob.Digest, cancellationToken));

    public Task<bool> MountBlobAsync(Descriptor blob, ImageReference from, CancellationToken cancellationToken) => from.Registry != _reference.Registry
        ? Task.FromResult(false)
        : RegistryException.WhileAsync($"mount {blob.Digest} of {from.Name} in {_reference.Name}", () => _upload.MountAsync(blob.Digest, from.Repository, cancellationToken));

    public Task PutBlobAsync(BlobSource source, CancellationToken cancellationToken) => RegistryException.WhileAsync($"send {source.Blob.Digest} to {_reference.Name}", async () =>
    {
        await _upload.SendAsync(source, cancellationToken).ConfigureAwait(false);
        return true;
    });

    public Task<bool> PutManifestAsync(Manifest manifest, string? tag, CancellationToken cancellationToken)
    {
        var name = tag ?? manifest.Self.Digest.ToString();
        ByteArrayContent Body() => new(manifest.Raw.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.Self.MediaType) } };
        RegistryRequest request = new(HttpMethod.Put, _reference.Repository, $"{_reference.Repository}/manifests/{name}") { Body = Body };
        return RegistryException.WhileAsync($"push {_reference.Name}{(tag is null ? '@' : ':')}{name}", () => _host.AskAsync(request, async answer =>
        {
            if (answer.Message.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
                throw await _refusals.ReadAsync(answer).ConfigureAwait(false);
            // Some change what they are given; under its digest nobody would find it then.
            KeptDigest.Check(answer, manifest.Self.Digest);
            return answer.Message.Headers.Contains("OCI-Subject");
        }, cancellationToken));
    }

    public Task PublishAsync(Manifest manifest, CancellationToken cancellationToken) => _reference.Digest is { } named && named != manifest.Self.Digest
        ? throw new RegistryException(RegistryFault.DigestMismatch, $"{_reference} names another digest than the image has, {manifest.Self.Digest}; name a tag")
        : PutManifestAsync(manifest, _reference.Tag, cancellationToken);

    public Task<IReadOnlyList<Descriptor>> FindReferrersAsync(Digest subject, CancellationToken cancellationToken) =>
        _repository.FindReferrersAsync(subject, cancellationToken);

    public Task DeleteManifestAsync(Digest manifest, CancellationToken cancellationToken)
    {
        RegistryRequest request = new(HttpMethod.Delete, _reference.Repository, $"{_reference.Repository}/manifests/{manifest}");
        return RegistryException.WhileAsync($"delete {_reference.Name}@{manifest}", () => _host.AskAsync(request, async answer => answer.Message.StatusCode switch
        {
            HttpStatusCode.Accepted or HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.NotFound => true,
            HttpStatusCode.MethodNotAllowed =>
                throw new RegistryException(RegistryFault.Forbidden, $"{_host.Authority} allows no deleting; whoever runs it can switch that on"),
            _ => throw await _refusals.ReadAsync(answer).ConfigureAwait(false),
        }, cancellationToken));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
