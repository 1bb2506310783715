using System.Collections.Immutable;

namespace Archway.Gpu.Cdi;

/// <summary>What the reference library refuses of a file that it could read, and what the specification says besides.</summary>
/// <remarks>
/// Where they differ the library decides, since engines ask it: a device's colon is told as a warning, empty edits of a device as an error. Annotations
/// are a warning too: the library's check of them looks for a map of another type than the one it is given, and so never refuses any.
/// </remarks>
internal static class CdiRules
{
    private const int LargestAnnotations = 256 * 1024;

    internal static void Judge(CdiSpec spec, ICollection<CdiProblem> problems)
    {
        JudgeVersion(spec, spec.VersionAt, problems);
        JudgeKind(spec, spec.KindAt, problems);
        JudgeAnnotations(spec.Annotations, new("/annotations", spec.KindAt.Line), problems);
        CdiEditRules.Judge(spec.Edits, problems);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var device in spec.Devices) Judge(device, names, problems);
        if (spec.Devices.IsEmpty) problems.Add(new(CdiLevel.Error, new("/devices", spec.KindAt.Line), "invalid spec, no devices; write one at least, or remove the file"));
    }

    private static void JudgeVersion(CdiSpec spec, CdiPlace at, ICollection<CdiProblem> problems)
    {
        if (CdiVersions.Rank(spec.Version) is var rank && rank < 0)
        {
            problems.Add(new(CdiLevel.Error, at, $"invalid version \"{spec.Version}\"; released are {string.Join(", ", CdiVersions.All)}"));
            return;
        }

        var (needed, because) = CdiVersions.Needed(spec);
        if (rank < CdiVersions.Rank(needed))
            problems.Add(new(CdiLevel.Error, at, $"the spec version must be at least v{needed}{(because is null ? "" : $": it has {because}")}"));
        else if (spec.Version[0] == 'v') problems.Add(new(CdiLevel.Warning, at, $"a version has no letter before it; write {CdiVersions.Plain(spec.Version)}"));
    }

    private static void JudgeKind(CdiSpec spec, CdiPlace at, ICollection<CdiProblem> problems)
    {
        if (CdiNames.ProblemOfPart(spec.Vendor) is { } vendor) problems.Add(new(CdiLevel.Error, at, $"invalid vendor. {vendor}; a kind is vendor/class, as in nvidia.com/gpu"));
        else if (!CdiNames.IsDomain(spec.Vendor)) problems.Add(new(CdiLevel.Warning, at, $"the vendor \"{spec.Vendor}\" is not the name of a domain, in small letters and of 253 at most"));
        if (CdiNames.ProblemOfPart(spec.Class) is { } named) problems.Add(new(CdiLevel.Error, at, $"invalid class. {named}"));
        else if (spec.Class.Length > 63) problems.Add(new(CdiLevel.Warning, at, "the class has more than 63 characters"));
    }

    private static void Judge(CdiDevice device, HashSet<string> names, ICollection<CdiProblem> problems)
    {
        if (CdiNames.ProblemOfDevice(device.Name) is { } name) problems.Add(new(CdiLevel.Error, device.At, name));
        else if (device.Name.Contains(':', StringComparison.Ordinal))
            problems.Add(new(CdiLevel.Warning, device.At, $"the device \"{device.Name}\" has a colon, which the library takes and the specification does not name"));
        if (!names.Add(device.Name)) problems.Add(new(CdiLevel.Error, device.At, $"invalid spec, multiple device \"{device.Name}\"; leave one of them"));
        JudgeAnnotations(device.Annotations, device.At with { JsonPointer = device.At.JsonPointer + "/annotations" }, problems);
        if (device.Edits.IsEmpty) problems.Add(new(CdiLevel.Error, device.At, $"invalid device, empty device edits: \"{device.Name}\" does nothing to a container"));
        CdiEditRules.Judge(device.Edits, problems);
    }

    private static void JudgeAnnotations(ImmutableArray<KeyValuePair<string, string>> annotations, CdiPlace at, ICollection<CdiProblem> problems)
    {
        foreach (var (name, _) in annotations.Where(one => !CdiNames.IsAnnotation(one.Key)))
            problems.Add(new(CdiLevel.Warning, at, $"the annotation \"{name}\" is not named as in Kubernetes: letters, digits, '-', '_' and '.', behind a domain and a slash or none"));
        if (annotations.Sum(one => (long)one.Key.Length + one.Value.Length) is var size && size > LargestAnnotations)
            problems.Add(new(CdiLevel.Warning, at, $"annotations size {size} is larger than limit {LargestAnnotations}"));
    }
}
