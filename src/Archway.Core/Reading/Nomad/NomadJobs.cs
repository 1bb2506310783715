using Archway.Reading.Hcl;

namespace Archway.Reading.Nomad;

/// <summary>The images within the jobs of a body, be it a file of its own or a part of a Terraform file.</summary>
internal static class NomadJobs
{
    private const string DefaultDriver = "docker";
    // Drivers take these before a reference, and mean the same as without.
    private static readonly string[] Transports = ["docker://", "https://"];
    private static readonly string[] ContainerDrivers = [DefaultDriver, "podman", "containerd-driver", "nerdctl"];

    /// <summary>Notes the image of every task whose driver runs containers.</summary>
    /// <param name="body">The body in which the jobs stand.</param>
    /// <param name="context">Where to put what is found.</param>
    /// <param name="workload">What the jobs are part of; null where each is named for itself.</param>
    internal static void Add(HclValue body, ReadingContext context, string? workload)
    {
        foreach (var (_, labels, job) in body.Node.Members.Where(member => member.Name == "job"))
            AddTasks(body.Of(job), workload ?? labels.FirstOrDefault(), context);
    }

    private static void AddTasks(HclValue within, string? workload, ReadingContext context)
    {
        foreach (var (name, labels, node) in within.Node.Members)
        {
            if (node is not HclObject) continue;
            if (name == "dynamic" && labels is ["task"] && within.Of(node)["content"] is { } task) AddTask(task, null, workload, null, context);
            else if (name == "task") AddTask(within.Of(node), null, workload, labels.FirstOrDefault(), context);
            // Envoy beside a service runs in Docker unless it is said otherwise.
            else if (name == "sidecar_task") AddTask(within.Of(node), DefaultDriver, workload, name, context);
            AddTasks(within.Of(node), workload, context);
        }
    }

    private static void AddTask(HclValue task, string? usualDriver, string? workload, string? name, ReadingContext context)
    {
        var driver = task["driver"] is { } written ? HclEvaluation.Text(written).Value : usualDriver;
        if (!ContainerDrivers.Contains(driver) || task["config"]?["image"] is not { } image) return;
        var reference = Transports.Select(transport => (image.Node as HclTemplate)?.Behind(transport)).FirstOrDefault(rest => rest is not null);
        context.Add(image.Of(reference ?? image.Node), OccurrenceKind.NomadImage, workload, name);
    }
}
