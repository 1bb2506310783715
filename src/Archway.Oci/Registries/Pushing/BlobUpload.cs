using System.Globalization;
using System.Net;
using Archway.Oci.Content;

namespace Archway.Oci.Registries.Pushing;

/// <summary>Sends one blob to a registry, going on where the registry has it when the connection is cut.</summary>
/// <remarks>
/// A small blob is sent in one piece, a large one as one stream behind a session: of a session, a registry tells how far it came.
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pushing-blobs"/>
/// </remarks>
internal sealed class BlobUpload(RegistryHost host, string repository, RegistryRefusals refusals, RegistryClientOptions options)
{
    private const int LargestPiece = 256 * 1024;

    private string Uploads => $"{repository}/blobs/uploads/";

    /// <summary>Asks the registry to take a blob of another of its repositories; false where it would have to be sent.</summary>
    /// <remarks>A registry that cannot opens an upload instead, which is taken back.</remarks>
    internal async Task<bool> MountAsync(Digest blob, string from, CancellationToken cancellationToken)
    {
        var session = await BeginAsync($"{Uploads}?mount={blob}&from={Uri.EscapeDataString(from)}", blob, cancellationToken).ConfigureAwait(false);
        if (session is null) return true;
        await CancelAsync(session, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Sends a blob.</summary>
    /// <exception cref="RegistryException">It cannot be read, is not what its digest says, or the registry does not take it.</exception>
    internal async Task SendAsync(BlobSource source, CancellationToken cancellationToken)
    {
        var size = source.Blob.Size ?? throw new RegistryException(RegistryFault.Malformed, $"the size of {source.Blob.Digest} is not told");
        if (size <= LargestPiece) await SendPieceAsync(source, (int)size, cancellationToken).ConfigureAwait(false);
        else await SendStreamAsync(source, size, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendPieceAsync(BlobSource source, int size, CancellationToken cancellationToken)
    {
        var piece = new byte[size];
        var content = await source.Open(0, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false)) await content.ReadExactlyAsync(piece, cancellationToken).ConfigureAwait(false);
        if (!source.Blob.Digest.Matches(piece)) throw new RegistryException(RegistryFault.DigestMismatch,
            $"its source gave content of another digest, {Digest.Of(piece)} instead of {source.Blob.Digest}");
        for (var attempt = 0; ; attempt++)
        {
            var session = await BeginSessionAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await FinishAsync(session, source.Blob.Digest, piece, cancellationToken).ConfigureAwait(false);
                source.Moved?.Invoke(size);
                return;
            }
            catch (RegistryException e) when (attempt < options.Retries && IsPassing(e))
            {
                await PauseAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task SendStreamAsync(BlobSource source, long size, CancellationToken cancellationToken)
    {
        using PassingHash hash = new(source.Blob);
        var session = await BeginSessionAsync(cancellationToken).ConfigureAwait(false);
        var at = 0L;
        for (var failures = 0; ;)
        {
            var from = at;
            try
            {
                if (from < size) session = await StreamAsync(session, source, from, Restart, Pass, cancellationToken).ConfigureAwait(false);
                hash.Check();
                await FinishAsync(session, source.Blob.Digest, null, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (RegistryException e)
            {
                if (!IsPassing(e) || failures >= options.Retries)
                {
                    await CancelAsync(session, cancellationToken).ConfigureAwait(false);
                    throw;
                }
            }

            await PauseAsync(failures, cancellationToken).ConfigureAwait(false);
            var held = await FindHeldAsync(session, cancellationToken).ConfigureAwait(false);
            // The last answer may be all that was lost.
            if (held is null && await HasAsync(source.Blob.Digest, cancellationToken).ConfigureAwait(false)) return;
            // Any way made is a reason to go on.
            failures = held?.Bytes > from ? 0 : failures + 1;
            session = held?.Session ?? await BeginSessionAsync(cancellationToken).ConfigureAwait(false);
            Move(Math.Min(held?.Bytes ?? 0, at));

            void Restart() => Move(from);
        }

        void Pass(ReadOnlyMemory<byte> piece)
        {
            hash.Append(at, piece.Span);
            Move(at + piece.Length);
        }

        void Move(long to)
        {
            source.Moved?.Invoke(to - at);
            at = to;
        }
    }

    /// <summary>Whether the registry has a blob.</summary>
    internal Task<bool> HasAsync(Digest blob, CancellationToken cancellationToken) =>
        host.AskAsync(new(HttpMethod.Head, repository, $"{repository}/blobs/{blob}"), async answer => answer.Message.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.NotFound => false,
            _ => throw await refusals.ReadAsync(answer).ConfigureAwait(false),
        }, cancellationToken);

    private async Task<string> BeginSessionAsync(CancellationToken cancellationToken) => await BeginAsync(Uploads, null, cancellationToken).ConfigureAwait(false)
        ?? throw new RegistryException(RegistryFault.Malformed, $"{host.Authority} says that it has a blob before it was sent");

    /// <summary>Begins a session; null when the registry has the blob without one.</summary>
    private Task<string?> BeginAsync(string path, Digest? mounted, CancellationToken cancellationToken) =>
        host.AskAsync(new(HttpMethod.Post, repository, path) { Body = () => new ByteArrayContent([]) }, async answer =>
        {
            if (answer.Message.StatusCode == HttpStatusCode.Accepted) return LocationOf(answer);
            if (answer.Message.StatusCode != HttpStatusCode.Created) throw await refusals.ReadAsync(answer).ConfigureAwait(false);
            if (mounted is not null) KeptDigest.Check(answer, mounted);
            return null;
        }, cancellationToken);

    private Task<string> StreamAsync(
        string session, BlobSource source, long from, Action restart, Action<ReadOnlyMemory<byte>> pass, CancellationToken cancellationToken)
    {
        var size = source.Blob.Size!.Value;
        HttpContent Body()
        {
            restart();
            BlobContent content = new(stop => source.Open(from, stop), size - from, pass);
            content.Headers.ContentType = BlobContent.MediaType;
            // The whole at once is a stream to all; what goes on says where.
            if (from > 0) content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{from}-{size - 1}"));
            return content;
        }

        return host.AskAsync(new(HttpMethod.Patch, repository, session) { Body = Body, IsRepeatable = false }, async answer =>
            answer.Message.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent
                ? LocationOf(answer)
                : throw await refusals.ReadAsync(answer).ConfigureAwait(false), cancellationToken);
    }

    private Task<bool> FinishAsync(string session, Digest digest, byte[]? piece, CancellationToken cancellationToken)
    {
        var address = $"{session}{(session.Contains('?', StringComparison.Ordinal) ? '&' : '?')}digest={Uri.EscapeDataString(digest.ToString())}";
        ByteArrayContent Body() => new(piece ?? []) { Headers = { ContentType = BlobContent.MediaType } };
        return host.AskAsync(new(HttpMethod.Put, repository, address) { Body = Body, IsRepeatable = false }, async answer =>
        {
            if (answer.Message.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.NoContent)) throw await refusals.ReadAsync(answer).ConfigureAwait(false);
            KeptDigest.Check(answer, digest);
            return true;
        }, cancellationToken);
    }

    /// <summary>How far a session came; null where the registry knows it no more.</summary>
    private Task<Held?> FindHeldAsync(string session, CancellationToken cancellationToken) =>
        host.AskAsync(new(HttpMethod.Get, repository, session), answer => Task.FromResult(
            answer.Message.StatusCode == HttpStatusCode.NoContent && RangeOf(answer) is { } bytes ? new Held(LocationOf(answer), bytes) : null), cancellationToken);

    // What is left of it is the registry's to clear away; asking it to is a courtesy.
    private async Task CancelAsync(string session, CancellationToken cancellationToken)
    {
        try
        {
            await host.AskAsync(new(HttpMethod.Delete, repository, session) { IsRepeatable = false }, _ => Task.FromResult(true), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RegistryException)
        {
            // It said all it had to say before.
        }
    }

    // As the specification has it: 0-99 for a hundred bytes. Of none some answer 0-0, and one byte is as well sent again.
    private static long? RangeOf(HostAnswer answer) =>
        answer.Message.Headers.NonValidated.TryGetValues("Range", out var values)
        && values.FirstOrDefault()?.Split('-') is [_, var last] && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? at == 0 ? 0 : at + 1
            : null;

    // On the registry's own host the path alone counts: behind a proxy some give another scheme than they are asked over.
    private string LocationOf(HostAnswer answer)
    {
        var asked = answer.Message.RequestMessage!.RequestUri!;
        if (answer.Message.Headers.Location is not { } location || !Uri.TryCreate(asked, location, out var target) || target.Scheme is not ("http" or "https"))
            throw new RegistryException(RegistryFault.Malformed, $"{answer.Call.Name} takes an upload and does not say where");
        return target.Host == asked.Host && asked.Authority == host.Authority ? target.PathAndQuery : target.AbsoluteUri;
    }

    private static bool IsPassing(RegistryException e) =>
        e.Fault is RegistryFault.Unreachable or RegistryFault.TimedOut or RegistryFault.Failed or RegistryFault.RateLimited;

    private sealed record Held(string Session, long Bytes);

    private Task PauseAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(options.FirstRetryWait * (1 << Math.Min(attempt, 8)), options.Time, cancellationToken);
}
