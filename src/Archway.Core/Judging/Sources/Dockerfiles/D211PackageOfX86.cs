using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A package that there is for 64-bit x86 alone: Intel's libraries, ROCm.</summary>
internal sealed class D211PackageOfX86() : OneArchitectureRule("D211", Severity.Blocker)
{
    private static readonly (string Begins, string Instead)[] Packages =
    [
        ("intel-mkl", "install OpenBLAS or Arm Performance Libraries"),
        ("intel-oneapi-", "install GCC or LLVM with OpenBLAS"),
        ("intel-basekit", "install GCC or LLVM with OpenBLAS"),
        ("intel-hpckit", "install GCC or LLVM with OpenBLAS"),
        ("intel-openmp", "install the OpenMP of GCC or LLVM"),
        ("intel-opencl-icd", "install pocl"),
        ("rocm-dev", "keep what needs AMD's GPUs on amd64"),
        ("rocm-libs", "keep what needs AMD's GPUs on amd64"),
        ("rocm-hip-", "keep what needs AMD's GPUs on amd64"),
    ];

    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        foreach (var script in Scripts(dockerfile))
        {
            foreach (var word in script.Commands.SelectMany(PackageInstall.Packages))
            {
                if (InsteadOf(word.Text) is not { } instead || script.IsChosen(word.Start)) continue;
                yield return Found(dockerfile.Source, word.Start, word.End - word.Start, $"there is no package '{word.Text}' for {lacking}; {instead}",
                    platform: lacking);
            }
        }
    }

    private static string? InsteadOf(string package) => package.Begins("mkl==") || package is "mkl" or "mkl-devel"
        ? "install OpenBLAS"
        : Packages.FirstOrDefault(one => package.Begins(one.Begins)).Instead;
}
