using System.Net;
using System.Security.Cryptography.X509Certificates;
using Archway.Server.Admission;
using Archway.Server.Metrics;

namespace Archway.Server.Serving;

/// <summary>Counts and tells of clients that are refused, for each reason one line in a while: whoever connects could fill a disk otherwise.</summary>
/// <param name="wanted">The common name that is wanted; null for any.</param>
/// <param name="metrics">Where they are counted.</param>
/// <param name="log">Where they are told.</param>
/// <param name="time">The clock.</param>
internal sealed class RefusedClients(string? wanted, ServerMetrics metrics, Action<string> log, TimeProvider time)
{
    private const int LongestName = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly (long? ToldAt, int Untold)[] _told = new (long?, int)[Enum.GetValues<ClientRefusal>().Length];

    /// <summary>One was refused.</summary>
    internal void Add(ClientRefusal because, EndPoint? client, X509Certificate? shown)
    {
        metrics.ClientRefused(because);
        int untold;
        lock (_told)
        {
            var (at, more) = _told[(int)because];
            if (at is { } last && time.GetElapsedTime(last) < Pause)
            {
                _told[(int)because].Untold++;
                return;
            }

            untold = more;
            _told[(int)because] = (time.GetTimestamp(), 0);
        }

        log($"the client {(client as IPEndPoint)?.Address} was refused: {Words(because, shown)}{(untold > 0 ? $"; so were {untold} more since this was told last" : "")}");
    }

    private string Words(ClientRefusal because, X509Certificate? shown) => because switch
    {
        ClientRefusal.NoCertificate => "it showed no certificate, and --client-ca asks for one",
        ClientRefusal.NotTrusted => $"its certificate for {NameOf(shown)} is of no authority of --client-ca, not good today, or not for clients",
        _ => $"its certificate is for {NameOf(shown)}, and --client-name asks for '{wanted}'",
    };

    // Whoever connects has chosen it.
    private static string NameOf(X509Certificate? shown) =>
        shown is X509Certificate2 certificate ? $"'{ReviewWriter.Cut(ReviewWriter.Clean(ClientCheck.NameOf(certificate)), LongestName)}'" : "nobody";
}
