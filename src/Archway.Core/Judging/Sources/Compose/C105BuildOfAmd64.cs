using Archway.Judging.Sources.Data;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Compose;

/// <summary>A service whose build is given amd64: <c>args: {TARGETARCH: amd64}</c>, <c>dockerfile: Dockerfile.amd64</c>.</summary>
internal sealed class C105BuildOfAmd64() : DataRule("C105", Severity.Blocker)
{
    // What the builder gives by itself, each with its own value.
    private static readonly string[] OfBuilder = ["TARGETARCH", "TARGETPLATFORM", "BUILDARCH", "BUILDPLATFORM"];
    private static readonly string[] OfAuthors = ["ARCH", "ARCHITECTURE", "GOARCH", "PLATFORM", "TARGET_ARCH", "BUILD_ARCH"];

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (context.Lacking(Architectures.LinuxAmd64) is not { } lacking) yield break;
        HashSet<int> seen = [];
        foreach (var service in WrittenService.Of(document, "build"))
        {
            if (service.Members["build"] is not DataMapping build || service.IsNamedForAmd64 || !seen.Add(build.Start)) continue;
            foreach (var (name, at, edit) in Arguments(document, build))
                yield return Found(document.Source, at.Start, at.Length,
                    $"the build is given {name} of amd64 for whatever it is, and so never builds for {lacking}",
                    edit is null ? null : new("leave it to the builder", FixSafety.Ask, edit), lacking);
            if (build["dockerfile"] is DataScalar { Value: var path } file && NamesAmd64(path) && !NamesOfArm.Has(document.Source, path))
                yield return Found(document.Source, file.Start, file.Length,
                    $"the service is built from a Dockerfile for amd64; one for every platform builds it for {lacking} as well", null, lacking);
        }
    }

    /// <summary>Whether a build is given an argument that is amd64.</summary>
    internal static bool IsGivenAmd64(DataNode? arguments) => Given(arguments).Any();

    private static IEnumerable<(string Name, DataNode At, Edit? Edit)> Arguments(DataDocument document, DataMapping build)
    {
        var given = Given(build["args"]).ToArray();
        // Where nothing else is given, the arguments go with what stands in them.
        var goes = build.Find("args") is { } arguments && given.All(one => OfBuilder.Contains(one.Name)) && given.Length == CountOf(arguments.Value)
            ? DataEdits.Remove(document.Source, build, arguments) : null;
        foreach (var (name, at, member) in given)
            yield return (name, at, !OfBuilder.Contains(name) ? null : goes ?? (member is null
                ? DataEdits.Remove(document.Source, (DataSequence)build["args"]!, at) : DataEdits.Remove(document.Source, (DataMapping)build["args"]!, member)));
    }

    private static int CountOf(DataNode arguments) => arguments is DataMapping mapping ? mapping.Entries.Length : arguments is DataSequence sequence ? sequence.Nodes.Length : 0;

    private static IEnumerable<(string Name, DataNode At, DataMember? Member)> Given(DataNode? arguments)
    {
        if (arguments is DataMapping mapping)
        {
            foreach (var member in mapping.Entries.Where(member => member.Key.Start >= mapping.Start))
                if (IsOfAmd64(member.Key.Value, member.Value.Text)) yield return (member.Key.Value, member.Value, member);
        }
        else if (arguments is DataSequence sequence)
        {
            foreach (var item in sequence.Nodes)
                if (item.Text is { } text && text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && IsOfAmd64(text[..equals], text[(equals + 1)..]))
                    yield return (text[..equals], item, null);
        }
    }

    private static bool IsOfAmd64(string name, string? value) => (OfBuilder.Contains(name) || OfAuthors.Contains(name)) && Architectures.IsAmd64(value);

    private static bool NamesAmd64(string path) => path[(path.LastIndexOf('/') + 1)..] is var file
        && (file.Contains(Architectures.Amd64, StringComparison.OrdinalIgnoreCase) || file.Contains("x86_64", StringComparison.OrdinalIgnoreCase));
}
