namespace Archway.Knowing;

/// <summary>The question whether a version of some software runs on an architecture, in one of the forms it comes in.</summary>
internal static class FormInquiry
{
    /// <summary>The answer about the form named, or else about the foremost that something is known of; null stands for no version.</summary>
    internal static CatalogAnswer Of(CatalogEntry entry, string? version, string architecture, Delivery? delivery)
    {
        foreach (var form in delivery is { } asked ? [asked] : entry.Deliveries)
            if (InForm(entry, form, version, architecture) is { } answer) return answer;
        var foremost = delivery ?? entry.Deliveries[0];
        return new()
        {
            Verdict = CatalogVerdict.Unknown,
            Because = $"of {entry.Name} as {foremost.ToString().ToLowerInvariant()} nothing is known",
            Entry = entry,
            Delivery = foremost,
        };
    }

    /// <summary>The answer about one form; null where nothing is said of it.</summary>
    internal static CatalogAnswer? InForm(CatalogEntry entry, Delivery form, string? version, string architecture)
    {
        if (form is Delivery.Image && entry.Images is [var foremost, ..])
        {
            // Whoever names no version asks for what is published today, which is at the new home.
            return version is null
                ? ImageInquiry.OfNewest(entry, entry.Images.FirstOrDefault(line => line.MovedTo is null, foremost), architecture)
                : ImageInquiry.OfTag(version, entry, foremost, foremost.OnlyArchitecture, architecture);
        }

        return entry.Releases.FirstOrDefault(line => line.Delivery == form) is { } release
            ? Advice.On(entry, release, version, version is null
                ? GateReading.OfNewest(release.Gate, release.Name, Things(form), architecture)
                : GateReading.Of(release.Gate, release.Name, Things(form), version, architecture))
            : null;
    }

    private static string Things(Delivery form) => form switch
    {
        Delivery.Binary => "binaries",
        Delivery.Package => "packages",
        Delivery.Library => "libraries",
        Delivery.Agent => "agents",
        _ => "releases",
    };
}
