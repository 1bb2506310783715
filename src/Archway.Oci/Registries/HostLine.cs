namespace Archway.Oci.Registries;

/// <summary>The line before one host: so many at once, none to a host that is silent, none to a host that wants to be left alone.</summary>
/// <remarks>
/// Before a host has ever answered it gets one request; a second and a third follow when that one waits long, lest one bad path speak for all.
/// A host that was silent to a request, and answered nothing else meanwhile, is given up: who waits fails with the same reason at once, and after
/// a pause one request tries again.
/// </remarks>
internal sealed class HostLine(RegistryClientOptions options) : IDisposable
{
    // An odd path may answer 429 by itself; several in a row, with nothing else in between, are the host's word.
    private const int LimitsInARow = 3;
    private const int FailuresInARow = 24;
    private const int CutsInARow = 10;
    // A body that never ends may be one broken blob; as many in a row, with no whole one in between, are the host.
    private const int StallsInARow = 3;
    private const int MostProbes = 3;

    private readonly SemaphoreSlim _places = new(options.RequestsPerHost);
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasAnswered;
    private int _probes;
    private long _firstProbe;
    private long _lastAnswer;
    private int _limits;
    private int _failures;
    private int _cuts;
    private int _stalls;
    private TimeSpan _waited;
    private DateTimeOffset _waitsUntil;
    private (RegistryException Reason, DateTimeOffset Until)? _closed;

    /// <summary>Whether repeating a failed request may help: not when nothing but failures came for long.</summary>
    internal bool MayRetry
    {
        get
        {
            lock (_lock) return _failures < FailuresInARow;
        }
    }

    /// <summary>Waits for a place.</summary>
    /// <exception cref="RegistryException">The host is given up, or wants to be left alone.</exception>
    internal async Task<HostPass> EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                Task changed;
                TimeSpan patience;
                lock (_lock)
                {
                    if (TryAdmit(out patience)) return new HostPass(this);
                    changed = _changed.Task;
                }

                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(changed, Task.Delay(patience, options.Time, either.Token)).ConfigureAwait(false);
                await either.CancelAsync().ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>The host answered: it lives.</summary>
    internal void Answered(bool isFailure)
    {
        lock (_lock)
        {
            _hasAnswered = true;
            _lastAnswer = options.Time.GetTimestamp();
            _failures = isFailure ? _failures + 1 : 0;
            if (!isFailure) (_limits, _waited) = (0, TimeSpan.Zero);
            _cuts = 0;
            // A host whose answers do not end begins each of them.
            if (_stalls < StallsInARow) Reopen();
            Change();
        }
    }

    /// <summary>The host wants to be left alone until then.</summary>
    internal void Limited(RegistryException reason, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (++_limits >= LimitsInARow) _closed = (reason, until);
        }
    }

    /// <summary>Whether to wait as long as the host asks for: all such waits together, with no good answer in between, have one bound.</summary>
    internal bool MayWait(DateTimeOffset until)
    {
        lock (_lock)
        {
            var now = options.Time.GetUtcNow();
            // Several requests wait at once; only what prolongs the waiting counts.
            var more = until - (_waitsUntil > now ? _waitsUntil : now);
            if (more <= TimeSpan.Zero) return true;
            if (_waited + more > options.LongestWait) return false;
            (_waited, _waitsUntil) = (_waited + more, until);
            return true;
        }
    }

    /// <summary>An answer came to its end.</summary>
    internal void Finished()
    {
        lock (_lock)
        {
            if (_stalls >= StallsInARow) Reopen();
            _stalls = 0;
        }
    }

    /// <summary>An answer began and did not end in time.</summary>
    internal void Stalled(RegistryException reason)
    {
        bool isOfHost;
        lock (_lock) isOfHost = ++_stalls >= StallsInARow;
        if (isOfHost) Silent(reason, options.Time.GetTimestamp());
    }

    /// <summary>The host did not answer a request that began then.</summary>
    internal void Silent(RegistryException reason, long since)
    {
        lock (_lock)
        {
            if (_hasAnswered && _lastAnswer >= since) return;
            _hasAnswered = false;
            _closed = (reason, options.Time.GetUtcNow() + options.BreakerPause);
            Change();
        }
    }

    /// <summary>The host took a request and cut the connection: one may be about what was asked for, several in a row are about the host.</summary>
    internal void Cut(RegistryException reason)
    {
        bool isOfHost;
        lock (_lock) isOfHost = ++_cuts >= CutsInARow;
        if (isOfHost) Silent(reason, options.Time.GetTimestamp());
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (_probes > 0) _probes--;
            Change();
        }

        _places.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private bool TryAdmit(out TimeSpan patience)
    {
        patience = default;
        if (_closed is { } closed)
        {
            var isOver = options.Time.GetUtcNow() >= closed.Until;
            if (!isOver || (closed.Reason.Fault != RegistryFault.RateLimited && _probes > 0)) throw closed.Reason.Again();
            if (closed.Reason.Fault == RegistryFault.RateLimited) _closed = null;
        }

        if (!_hasAnswered)
        {
            if (_probes == 0) _firstProbe = options.Time.GetTimestamp();
            var step = options.AnswerTimeout / 5;
            patience = _probes >= MostProbes ? options.AnswerTimeout : (step * _probes) - options.Time.GetElapsedTime(_firstProbe);
            if (_probes >= MostProbes || patience > TimeSpan.Zero) return false;
        }

        _probes++;
        return true;
    }

    private void Reopen()
    {
        if (_closed is { Reason.Fault: not RegistryFault.RateLimited }) _closed = null;
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
