using System.Globalization;
using System.Text;
using Archway.Oci.Platforms;
using Archway.Server.Admission;
using Archway.Server.Lookups;

namespace Archway.Server.Metrics;

/// <summary>What the server counts, in the text form of Prometheus.</summary>
/// <remarks><see href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format"/></remarks>
/// <param name="metrics">What is counted.</param>
/// <param name="lookups">What is known of images.</param>
/// <param name="certificateUntil">Until when the certificate is good.</param>
/// <param name="mostImages">How many images have rows of their own, so that pods do not make rows without end.</param>
internal sealed class MetricsText(ServerMetrics metrics, ImageLookups lookups, Func<DateTimeOffset> certificateUntil, int mostImages)
{
    /// <summary>All of it, now.</summary>
    internal string Write()
    {
        StringBuilder text = new(16 * 1024);
        Head(text, "archway_build_info", "gauge", "The version that runs.");
        Line(text, "archway_build_info", $"version=\"{Escaped(ProgramVersion.Text)}\"", 1);
        Head(text, "archway_admission_reviews_total", "counter", "Reviews answered, by what became of the pod.");
        foreach (var outcome in Enum.GetValues<Outcome>()) Line(text, "archway_admission_reviews_total", $"outcome=\"{Word(outcome)}\"", metrics.Reviews(outcome));
        Times(text);
        One(text, "archway_admission_in_flight", "gauge", "Reviews that are being answered.", metrics.InFlight);
        One(text, "archway_admission_refused_total", "counter", "Requests that were no reviews, or too large.", metrics.Refused);
        Head(text, "archway_clients_refused_total", "counter", "Connections of clients without the certificate that is asked for.");
        foreach (var because in Enum.GetValues<ClientRefusal>()) Line(text, "archway_clients_refused_total", $"because=\"{Word(because)}\"", metrics.ClientsRefused(because));
        Head(text, "archway_image_lookups_total", "counter", "Questions to registries, by what came of them.");
        foreach (var result in Enum.GetValues<Lookup>()) Line(text, "archway_image_lookups_total", $"result=\"{Word(result)}\"", metrics.Lookups(result));
        One(text, "archway_image_known_total", "counter", "Images of pods that were answered without a question to a registry.", metrics.KnownImages);
        One(text, "archway_image_lookups_in_flight", "gauge", "Images that are being asked for.", lookups.Flights);
        One(text, "archway_images_remembered", "gauge", "Images that are remembered.", lookups.Shelf.Count);
        One(text, "archway_certificate_expiry_seconds", "gauge", "When the certificate that is shown ends, in seconds since 1970.", certificateUntil().ToUnixTimeSeconds());
        One(text, "archway_certificate_reloads_total", "counter", "How often another certificate was taken.", metrics.Reloads);
        Images(text);
        return text.ToString();
    }

    private void Times(StringBuilder text)
    {
        const string Name = "archway_admission_duration_seconds";
        Head(text, Name, "histogram", "How long reviews took.");
        var counts = metrics.Times.Cumulative();
        for (var i = 0; i < Histogram.Bounds.Length; i++)
            Line(text, $"{Name}_bucket", string.Create(CultureInfo.InvariantCulture, $"le=\"{Histogram.Bounds[i]}\""), counts[i]);
        Line(text, $"{Name}_bucket", "le=\"+Inf\"", counts[^1]);
        text.Append(CultureInfo.InvariantCulture, $"{Name}_sum {metrics.Times.Sum}\n{Name}_count {counts[^1]}\n");
    }

    // The names of kubearch, whose dashboards and alerts then serve here too.
    private void Images(StringBuilder text)
    {
        var known = lookups.Shelf.Latest(mostImages).Select(slot => slot.Known).OfType<KnownImage>()
            .Select(image => (Labels: Labels(image), Platforms: image.Platforms.Judgement.Facts.Platforms.Select(one => one.Platform).Distinct().ToArray()))
            .DistinctBy(image => image.Labels).OrderBy(image => image.Labels, StringComparer.Ordinal).ToArray();
        Head(text, "kubearch_image_platform_supported", "gauge", "A platform that an image has.");
        foreach (var (labels, platforms) in known)
            foreach (var (os, architecture) in platforms.Select(one => (one.Os, ArchitectureOf(one))).Distinct())
                Line(text, "kubearch_image_platform_supported", $"{labels},os=\"{Escaped(os)}\",arch=\"{Escaped(architecture)}\"", 1);
        Head(text, "kubearch_image_platform_count", "gauge", "How many platforms an image has.");
        foreach (var (labels, platforms) in known) Line(text, "kubearch_image_platform_count", labels, platforms.Length);
        Head(text, "kubearch_image_multi_arch", "gauge", "Whether an image has more than one platform.");
        foreach (var (labels, platforms) in known) Line(text, "kubearch_image_multi_arch", labels, platforms.Length > 1 ? 1 : 0);
    }

    private static string Labels(KnownImage image) =>
        $"image=\"{Escaped(image.Platforms.Name)}\",digest=\"{image.Digest}\"";

    private static string ArchitectureOf(Platform platform) => platform.Canonical.Split('/')[1];

    internal static string Word<T>(T value) where T : struct, Enum
    {
        StringBuilder word = new();
        foreach (var c in value.ToString())
        {
            if (char.IsAsciiLetterUpper(c) && word.Length > 0) word.Append('_');
            word.Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void One(StringBuilder text, string name, string type, string help, long value)
    {
        Head(text, name, type, help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static void Line(StringBuilder text, string name, string labels, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value}\n");

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
