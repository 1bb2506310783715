using System.Text.RegularExpressions;
using Archway.Oci.Platforms;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>An option of a compiler that only x86 has: <c>-march=x86-64-v3</c>, <c>-mavx2</c>.</summary>
internal sealed partial class D217CompilerFlagOfX86() : CompilerFlagRule("D217", Severity.Blocker, Flag())
{
    protected override string Message(string flag, Platform lacking) =>
        $"'{flag}' is an option for x86, which a compiler for {lacking} refuses; give each architecture its own, as -march=armv8.2-a there";

    private const string Machines =
        @"x86-64(?:-v[234])?|haswell|broadwell|skylake[\w-]*|icelake[\w-]*|cascadelake|sapphirerapids|znver\d|core2|corei7[\w-]*|nehalem|westmere"
        + "|sandybridge|ivybridge|silvermont";

    private const string Extensions = @"avx(?:2|512\w*)?|sse[234]?|ssse3|sse4\.[12]|fma|bmi2?|pclmul";

    [GeneratedRegex(@"(?<![\w-])(?:-m(?:arch|tune)=(?:" + Machines + ")|-m(?:" + Extensions + @")|target-cpu=(?:" + Machines + @"))(?![\w.-])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Flag();
}
