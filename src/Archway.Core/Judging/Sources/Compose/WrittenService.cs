using Archway.Judging.Sources.Data;
using Archway.Reading;
using Archway.Reading.Compose;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Compose;

/// <summary>A service of a Compose file as it is written there, without what it extends.</summary>
internal sealed record WrittenService(string Name, DataMapping Members)
{
    /// <summary>The services of a document whose text holds a word; none of another kind of document.</summary>
    internal static IEnumerable<WrittenService> Of(DataDocument document, string word) =>
        document.Format is ComposeFormat && DataText.Of(document).Contains(word, StringComparison.Ordinal)
            ? (document.Root["services"]?.Members ?? []).Where(member => member.Value is DataMapping)
                .Select(member => new WrittenService(member.Key.Value, (DataMapping)member.Value))
            : [];

    /// <summary>A member that stands in the service itself; one that is merged in stands where it comes from.</summary>
    internal DataMember? Own(string name) =>
        Members.Find(name) is { } member && member.Key.Start >= Members.Start && member.Key.Start < Members.Start + Members.Length ? member : null;

    /// <summary>Whether its name says that it is for amd64, as one of several that differ in nothing else.</summary>
    internal bool IsNamedForAmd64 => Name.Contains(Architectures.Amd64, StringComparison.OrdinalIgnoreCase)
        || Name.Contains("x86", StringComparison.OrdinalIgnoreCase);

    /// <summary>What it runs.</summary>
    internal ImageOccurrence? ImageIn(DataDocument document) =>
        Members["image"] is DataScalar { Length: > 0 } image
            ? ImagesWithin.Of(document, image).FirstOrDefault(place => place.Kind == OccurrenceKind.ComposeImage) : null;
}
