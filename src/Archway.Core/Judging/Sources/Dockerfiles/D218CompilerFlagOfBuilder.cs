using System.Text.RegularExpressions;
using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>An option that compiles for the very machine that builds, though the image runs on others: <c>-march=native</c>.</summary>
internal sealed partial class D218CompilerFlagOfBuilder() : CompilerFlagRule("D218", Severity.Warning, Flag())
{
    protected override string Message(string flag, Platform lacking) => flag.Has("tune")
        ? $"'{flag}' compiles for the speed of the machine that builds, which differs from build to build; name the machine that the image runs on"
        : $"'{flag}' compiles for the machine that builds, and the image may not run on another one of its own architecture; "
            + "name the least one that it has to run on";

    [GeneratedRegex(@"(?<![\w-])-m(?:arch|tune|cpu)=native(?![\w-])|(?<![\w-])target-cpu=native(?![\w-])|(?<=-C)target-cpu=native(?![\w-])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Flag();
}
