using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A task of Amazon ECS that runs on X86_64, by what it says or by saying nothing.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html#runtime-platform"/></remarks>
internal sealed class E101TaskOfX86() : DataRule("E101", Severity.Blocker)
{
    private const string Arm = "ARM64";

    protected override IEnumerable<SourceFinding> Check(DataDocument document, RuleContext context)
    {
        if (context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.NameOf(lacking) != "arm64") yield break;
        foreach (var task in WrittenTask.Of(document))
        {
            var platform = task.Find("runtimePlatform")?.Value;
            // A function may make anything of it.
            if (platform is not null && (platform is not DataMapping { Tag: null }
                || platform.Members.Any(member => member.Key.Value.StartsWith("Fn::", StringComparison.Ordinal)))) continue;
            var architecture = platform?[task.Spelled("cpuArchitecture")];
            if (platform?[task.Spelled("operatingSystemFamily")] is { } system && CloudResource.Written(system)?.Value != "LINUX") continue;
            var said = architecture is not null ? Said(document.Source, architecture, lacking)
                : !task.IsFargate && task.OfArchitecture() is { } constraint ? Constrained(document.Source, constraint, lacking)
                : Silent(document.Source, task, platform, lacking);
            if (said is not { } found) continue;
            var containers = task.Find("containerDefinitions")!.Value;
            var images = ImagesWithin.Of(document, containers).ToArray();
            yield return found with
            {
                Needs = [.. images.Select(place => place.Image).OfType<ImageReference>().Distinct()],
                Doubt = images.Length == 0 || images.Any(place => place.Image is null) ? "which images it runs cannot be told" : null,
            };
        }
    }

    private SourceFinding? Said(SourceText source, DataNode architecture, Platform lacking) =>
        CloudResource.Written(architecture) is { Value: "X86_64" } written
        ? Found(source, written.Start, written.Length, $"the task runs on X86_64, and so not on {lacking}",
            DataEdits.Replace(source, written, Arm) is { } edit ? new($"ask for {Arm}", FixSafety.Ask, edit) : null, lacking)
        : null;

    // Whatever else it asks of instances, it is not silent.
    private SourceFinding? Constrained(SourceText source, DataScalar constraint, Platform lacking) => !WrittenTask.IsToX86(constraint.Value) ? null
        : Found(source, constraint.Start, constraint.Length, $"the task is placed on instances of x86_64 alone, and so not on {lacking}",
            DataEdits.Replace(source, constraint, constraint.Value.Replace("x86_64", "arm64", StringComparison.Ordinal)) is { } edit ? new("place it on instances of arm64", FixSafety.Ask, edit) : null, lacking) is var found
            ? found with { Finding = found.Finding with { Severity = Severity.Warning } } : null;

    private SourceFinding? Silent(SourceText source, WrittenTask task, DataNode? platform, Platform lacking)
    {
        if (task.Find("containerDefinitions") is not { } containers) return null;
        var edit = platform is null
            ? DataEdits.InsertBefore(source, task.Members, containers, task.Spelled("runtimePlatform"),
                (task.Spelled("cpuArchitecture"), Arm), (task.Spelled("operatingSystemFamily"), "LINUX"))
            : null;
        var found = Found(source, containers.Key.Start, containers.Key.Length, task.IsFargate
            ? $"the task says nothing of an architecture, and Fargate then takes X86_64, not {lacking}"
            : $"the task says nothing of an architecture, so that it may be placed on instances of either architecture where a cluster has both",
            edit is null ? null : new($"ask for {Arm}", FixSafety.Ask, edit), lacking);
        return task.IsFargate ? found : found with { Finding = found.Finding with { Severity = Severity.Warning } };
    }
}
