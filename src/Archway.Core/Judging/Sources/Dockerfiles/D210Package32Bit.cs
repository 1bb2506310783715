using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>Packages for 32-bit x86, which no Arm machine runs: <c>dpkg --add-architecture i386</c>, <c>lib32z1</c>, <c>gcc-multilib</c>.</summary>
internal sealed class D210Package32Bit() : OneArchitectureRule("D210", Severity.Blocker)
{
    private static readonly string[] Packages = ["gcc-multilib", "g++-multilib", "libc6-i386", "libc6-dev-i386", "ia32-libs", "lib32z1", "lib32gcc1"];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        foreach (var script in Scripts(dockerfile))
        {
            if (script.Commands.SelectMany(Words).Where(word => !script.IsChosen(word.Start)).Cast<ShellWord?>().FirstOrDefault() is not { } first) continue;
            yield return Found(dockerfile.Source, first.Start, first.End - first.Start,
                $"'{first.Text}' is for 32-bit x86, which {lacking} does not run; leave it out, or keep what needs it on amd64", platform: lacking);
        }
    }

    private static IEnumerable<ShellWord> Words(ShellWord[] command)
    {
        for (var i = 1; i < command.Length; i++)
            if (command[i] is { Text: "i386" } added && command[i - 1].Text == "--add-architecture") return [added];
        return PackageInstall.Packages(command).Where(word => Packages.Contains(word.Text)
            || (word.Text.Begins("lib32") && !word.Text.Contains('/', StringComparison.Ordinal))
            || word.Text.Ends(":i386") || word.Text.Ends(".i686"));
    }
}
