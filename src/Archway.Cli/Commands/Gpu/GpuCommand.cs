using System.CommandLine;

namespace Archway.Cli.Commands.Gpu;

/// <summary><c>archway gpu</c></summary>
internal static class GpuCommand
{
    internal static Command Create(Surroundings surroundings) => new TaughtCommand("gpu", "Tells whether GPU containers run on a host, and if not, why; sets them up, and proves that they run.",
        """
        Examples:
          archway gpu doctor
          archway gpu doctor --save host.json
          archway gpu explain 'nvml error: driver not loaded'
          archway gpu setup --distro ubuntu-24.04 --engine docker
          archway gpu cdi
          archway gpu test
        """)
    {
        GpuDoctorCommand.Create(surroundings),
        GpuExplainCommand.Create(surroundings),
        GpuSetupCommand.Create(surroundings),
        GpuCdiCommand.Create(surroundings),
        GpuTestCommand.Create(surroundings),
    };
}
