using System.Text.RegularExpressions;

namespace Archway.Judging.Sources.Clouds;

/// <summary>Kinds of machines that clouds lend, and those of the same kind that have Arm processors.</summary>
/// <remarks>
/// <see href="https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html"/>
/// <see href="https://cloud.google.com/compute/docs/general-purpose-machines"/>
/// <see href="https://learn.microsoft.com/azure/virtual-machines/sizes/overview"/>
/// </remarks>
internal static partial class InstanceTypes
{
    private const int LongestName = 64;
    private static readonly string[] BurstableSizes = ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"];
    private static readonly string[] GravitonSizes = ["medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "metal"];
    private static readonly string[] AxionSizes = ["1", "2", "4", "8", "16", "32", "48", "64"];
    private static readonly string[] CobaltSizes = ["2", "4", "8", "16", "32"];

    /// <summary>The machine with an Arm processor nearest to one with an x86 processor; null for any other name, and where there is none of that size.</summary>
    internal static string? ArmOf(string name)
    {
        if (name.Length > LongestName) return null;
        if (Aws().Match(name) is { Success: true, Groups: [_, var family, var size] } && ArmFamilyOf(family.Value) is { } arm)
            return (arm == "t4g" ? BurstableSizes : GravitonSizes).Contains(size.Value) ? $"{arm}.{size.Value}" : null;
        if (Google().Match(name) is { Success: true, Groups: [_, var kind, var processors] })
            return AxionSizes.Contains(processors.Value) ? $"c4a-{kind.Value}-{processors.Value}" : null;
        return Azure().Match(name) is { Success: true, Groups: [_, var series, var cores, var disk] } && CobaltSizes.Contains(cores.Value)
            ? $"Standard_{series.Value}{cores.Value}p{(disk.Length > 0 ? "d" : "")}s_v5"
            : null;
    }

    /// <summary>The family of AWS with Arm processors of the kind of one with x86 processors; null for any other name.</summary>
    internal static string? ArmFamilyOf(string family) => family switch
    {
        "t2" or "t3" or "t3a" => "t4g",
        "m4" or "m5" or "m5a" or "m6i" or "m6a" or "m7i" or "m7a" => "m7g",
        "m5d" or "m5ad" or "m6id" => "m7gd",
        "c4" or "c5" or "c5a" or "c6i" or "c6a" or "c7i" or "c7a" => "c7g",
        "c5d" or "c5ad" or "c6id" => "c7gd",
        "c5n" or "c6in" => "c7gn",
        "r4" or "r5" or "r5a" or "r6i" or "r6a" or "r7i" or "r7a" => "r7g",
        "r5d" or "r5ad" or "r6id" => "r7gd",
        _ => null,
    };

    /// <summary>Whether a name is that of a machine, or of a family of AWS, with Arm processors.</summary>
    internal static bool IsArm(string name) => name.Length <= LongestName && Arm().IsMatch(name);

    /// <summary>What processors a machine of AWS has, or a family of them, as Kubernetes names it; null for a name of which that is not certain.</summary>
    internal static string? ArchitectureOf(string name) =>
        name.Length > LongestName ? null : ArmOfAws().IsMatch(name) ? "arm64" : X86OfAws().IsMatch(name) ? "amd64" : null;

    [GeneratedRegex(@"^([a-z]+[0-9]+[a-z]*)\.([a-z0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Aws();

    // A g behind the number says Graviton; what is named otherwise, as Macs and machines with Grace, is left out.
    [GeneratedRegex(@"^(?:a1|(?:c|g|hpc|i|im|is|m|r|t|x)[0-9]{1,2}g[a-z]*)(?:\.[a-z0-9-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ArmOfAws();

    [GeneratedRegex(@"^(?:c|d|dl|f|g|h|hpc|i|inf|m|p|r|t|trn|vt|x|z)[0-9]{1,2}(?:[a-fh-z][a-z]*)?(?:-flex)?(?:\.[a-z0-9-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex X86OfAws();

    [GeneratedRegex("^(?:n1|n2|n2d|e2|c2d|c3|c3d|n4|c4|t2d)-(standard|highmem|highcpu)-([0-9]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Google();

    [GeneratedRegex("^Standard_([DE])([0-9]+)a?(d?)s?_v[2-6]$", RegexOptions.CultureInvariant)]
    private static partial Regex Azure();

    [GeneratedRegex(@"^(?:a1|[a-z]+[0-9]+g[a-z]*)(?:\.|$)|^(?:t2a|c4a|n4a)-|^Standard_[A-Z]+[0-9]+p", RegexOptions.CultureInvariant)]
    private static partial Regex Arm();
}
