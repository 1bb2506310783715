using Archway.Server.Admission;

namespace Archway.Server.Metrics;

/// <summary>What this server counts.</summary>
internal sealed class ServerMetrics
{
    private readonly long[] _reviews = new long[Enum.GetValues<Outcome>().Length];
    private readonly long[] _clients = new long[Enum.GetValues<ClientRefusal>().Length];
    private readonly long[] _lookups = new long[Enum.GetValues<Lookup>().Length];
    private long _known;
    private long _refused;
    private long _reloads;
    private int _inFlight;

    /// <summary>How long reviews took.</summary>
    internal Histogram Times { get; } = new();

    /// <summary>How many reviews are being answered.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests that were no reviews.</summary>
    internal long Refused => Interlocked.Read(ref _refused);

    /// <summary>How often another certificate was taken.</summary>
    internal long Reloads => Interlocked.Read(ref _reloads);

    /// <summary>Images that were known when a pod named them.</summary>
    internal long KnownImages => Interlocked.Read(ref _known);

    internal long Reviews(Outcome outcome) => Interlocked.Read(ref _reviews[(int)outcome]);

    internal long Lookups(Lookup result) => Interlocked.Read(ref _lookups[(int)result]);

    internal long ClientsRefused(ClientRefusal because) => Interlocked.Read(ref _clients[(int)because]);

    internal void ClientRefused(ClientRefusal because) => Interlocked.Increment(ref _clients[(int)because]);

    internal void Began() => Interlocked.Increment(ref _inFlight);

    internal void Ended() => Interlocked.Decrement(ref _inFlight);

    internal void Answered(Outcome outcome, TimeSpan took)
    {
        Interlocked.Increment(ref _reviews[(int)outcome]);
        Times.Add(took);
    }

    internal void RefusedOne() => Interlocked.Increment(ref _refused);

    internal void Reloaded() => Interlocked.Increment(ref _reloads);

    internal void Known(int images) => Interlocked.Add(ref _known, images);

    internal void Looked(Lookup result) => Interlocked.Increment(ref _lookups[(int)result]);
}

/// <summary>What came of asking a registry.</summary>
internal enum Lookup
{
    /// <summary>It told of an image.</summary>
    Told,

    /// <summary>It told that a tag stands for what it stood for.</summary>
    Same,

    /// <summary>It told that there is no such image.</summary>
    Absent,

    /// <summary>It gave no usable answer.</summary>
    Failed,
}

/// <summary>Why a client is not answered.</summary>
internal enum ClientRefusal
{
    /// <summary>It showed no certificate.</summary>
    NoCertificate,

    /// <summary>Its certificate is of another authority, has ended, or is not for clients.</summary>
    NotTrusted,

    /// <summary>Its certificate is for another.</summary>
    OtherName,
}
