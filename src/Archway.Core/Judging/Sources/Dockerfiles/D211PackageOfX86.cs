using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A package that there is for 64-bit x86 alone: Intel's libraries, ROCm.</summary>
internal sealed class D211PackageOfX86() : OneArchitectureRule("D211", Severity.Blocker)
{
    private static readonly (string Begins, string Instead)[] Packages =
    [
        ("intel-mkl", "OpenBLAS or Arm Performance Libraries"),
        ("intel-oneapi-", "GCC or LLVM with OpenBLAS"),
        ("intel-basekit", "GCC or LLVM with OpenBLAS"),
        ("intel-hpckit", "GCC or LLVM with OpenBLAS"),
        ("intel-openmp", "the OpenMP of GCC or LLVM"),
        ("intel-opencl-icd", "pocl"),
        ("rocm-dev", "an image for machines that have AMD's GPUs, kept on amd64"),
        ("rocm-libs", "an image for machines that have AMD's GPUs, kept on amd64"),
        ("rocm-hip-", "an image for machines that have AMD's GPUs, kept on amd64"),
    ];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        foreach (var script in Scripts(dockerfile))
        {
            foreach (var word in script.Commands.SelectMany(PackageInstall.Packages))
            {
                if (InsteadOf(word.Text) is not { } instead || script.IsChosen(word.Start)) continue;
                yield return Found(dockerfile.Source, word.Start, word.End - word.Start, $"there is no package '{word.Text}' for {lacking}; {instead} takes its place", platform: lacking);
            }
        }
    }

    private static string? InsteadOf(string package) => package.StartsWith("mkl==", StringComparison.Ordinal) || package is "mkl" or "mkl-devel"
        ? "OpenBLAS"
        : Packages.FirstOrDefault(one => package.StartsWith(one.Begins, StringComparison.Ordinal)).Instead;
}
