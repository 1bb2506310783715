using System.Text;
using Archway.Gpu.Checks;
using Xunit;

namespace Archway.Cli.Tests.Gpu;

/// <summary>The list of checks in the documentation.</summary>
public sealed class CheckListTests
{
    private const string File = "docs/gpu-checks.md";

    [Fact]
    public async Task The_documentation_lists_every_check_with_the_reason_where_it_is_left_out()
    {
        var path = Path.Combine(Repository.Root, File);
        var text = Text();
        // Rewritten as golden files are.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ARCHWAY_ACCEPT"))) await System.IO.File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);

        Assert.Equal(text, await System.IO.File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    private static string Text()
    {
        StringBuilder text = new("""
            # Checks of GPU containers

            What has to hold for GPU containers to run, from the ground up. `archway gpu doctor` holds hosts against the checks of the layers from platform to isolation,
            `archway image` and `--image` images against those of the image, `archway scan` clusters and their manifests against those of Kubernetes. Where nothing is held
            against one, the reason stands in its row.

            """);
        foreach (var layer in GpuChecks.All.GroupBy(check => check.Layer))
        {
            text.Append('\n').Append("## ").Append(NameOf(layer.Key)).Append("\n\n| Check | What holds where all is well | Left out, since |\n| --- | --- | --- |\n");
            foreach (var check in layer) text.Append("| ").Append(check.Id).Append(" | ").Append(check.Title).Append(" | ").Append(check.LeftOut ?? "").Append(" |\n");
        }

        return text.ToString();
    }

    private static string NameOf(GpuLayer layer) => layer switch
    {
        GpuLayer.KernelDriver => "Kernel driver",
        GpuLayer.UserDriver => "User driver",
        GpuLayer.DeviceNodes => "Device nodes",
        GpuLayer.Cdi => "CDI",
        _ => layer.ToString(),
    };
}
