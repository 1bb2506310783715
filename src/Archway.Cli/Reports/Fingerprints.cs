using System.Security.Cryptography;
using System.Text;
using Archway.Cli.Reports.Json;

namespace Archway.Cli.Reports;

/// <summary>A name for each finding that stays when lines above it come and go, so that a service knows it again.</summary>
internal static class Fingerprints
{
    /// <summary>The findings with their names: rule, file, what is written there, and the how-manieth it is of its kind.</summary>
    internal static IEnumerable<(FindingJson Finding, string Fingerprint)> Of(ScanDocument scan)
    {
        var written = scan.Occurrences.ToLookup(place => (place.File, place.Line, place.Column), place => place.Written);
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var finding in scan.Findings)
        {
            var subject = $"{finding.Rule}\0{finding.File}\0{written[(finding.File, finding.Line, finding.Column)].FirstOrDefault()}";
            var number = seen[subject] = seen.GetValueOrDefault(subject) + 1;
            yield return (finding, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}\0{number}")).AsSpan(0, 16)));
        }
    }
}
