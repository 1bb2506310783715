using Archway.Fuzz.Readers;

namespace Archway.Fuzz;

/// <summary>The readers of what others wrote.</summary>
internal static class Targets
{
    internal static IReadOnlyList<Target> All { get; } =
    [
        new ReferenceTarget(),
        new DockerfileTarget(),
        new YamlTarget(),
        new ManifestTarget(),
        new ArchiveTarget(),
        new TarTarget(),
        new LayoutTarget(),
        new HclTarget(),
        new ScriptTarget(),
        new ChallengeTarget(),
        new ElfTarget(),
        new ZipTarget(),
        new WorkflowTarget(),
        new HostTarget(),
        new RequirementTarget(),
        new TomlTarget(),
        new CdiTarget(),
    ];
}
