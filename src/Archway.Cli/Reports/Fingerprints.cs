using System.Security.Cryptography;
using System.Text;
using Archway.Cli.Reports.Json;
using Archway.Reading;

namespace Archway.Cli.Reports;

/// <summary>A name for each finding that stays when lines and other findings come and go around it, so that a service knows it again.</summary>
internal static class Fingerprints
{
    /// <summary>The findings with their names: rule, file, image, platform, and what the image is part of; of those alike in all that, a number.</summary>
    internal static IEnumerable<(FindingJson Finding, string Fingerprint)> Of(ScanDocument scan)
    {
        var places = scan.Occurrences.ToLookup(place => (place.File, place.Line, place.Column, place.Image));
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (var finding in scan.Findings)
        {
            var place = places[(finding.File, finding.Line, finding.Column, finding.Image)].FirstOrDefault();
            var subject = string.Join('\0', finding.Rule, finding.File, finding.Image ?? place?.Written, finding.Platform, PartOf(place), place?.Container);
            var number = seen[subject] = seen.GetValueOrDefault(subject) + 1;
            yield return (finding, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{subject}\0{number}")).AsSpan(0, 16)));
        }
    }

    // A stage of a Dockerfile that has no name goes by its number, which a stage above changes.
    private static string? PartOf(OccurrenceJson? place) =>
        place?.Kind is OccurrenceKind.DockerfileFrom or OccurrenceKind.DockerfileCopyFrom or OccurrenceKind.DockerfileMountFrom ? null : place?.Workload;
}
