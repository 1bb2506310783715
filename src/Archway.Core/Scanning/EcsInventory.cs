using Archway.Aws;
using Archway.Judging.Sources;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Ecs.Live;

namespace Archway.Scanning;

/// <summary>What reading Amazon ECS brought.</summary>
/// <param name="request">What is read, and how.</param>
/// <param name="context">What rules know beside a document.</param>
internal sealed class EcsInventory(ScanRequest request, RuleContext context)
{
    private readonly List<EcsWorkload> _workloads = [];
    private readonly List<EcsInstance> _instances = [];
    private readonly List<EcsProvider> _providers = [];

    /// <summary>The images that are run, and what rules say of the task definitions.</summary>
    internal TreeInventory Tree { get; } = new(new(own: null, "", request.Reading, request.Rules, isHeeded: false), counted: null, "", context, tree: null);

    internal EcsLook Look { get; private set; } = new("", [], 0, 0);

    /// <summary>Reads a cluster, or all of a region.</summary>
    /// <exception cref="ScanException">Nothing was read.</exception>
    internal async Task ReadAsync(ScanTarget.LiveEcs target, CancellationToken cancellationToken)
    {
        try
        {
            using AwsApi api = new(AwsService.Ecs, target.Region, request.Aws!);
            EcsReader reader = new(api, Add);
            await reader.ReadAsync(target.Cluster, cancellationToken);
            Look = new(api.Region, [.. reader.Clusters], reader.Services, reader.Tasks)
            {
                Workloads = [.. _workloads.OrderBy(workload => workload.Path, StringComparer.Ordinal).ThenBy(workload => workload.Definition, StringComparer.Ordinal)],
                Instances = [.. _instances],
                Providers = [.. _providers],
            };
        }
        catch (AwsException e)
        {
            throw new ScanException($"nothing was read from '{WrittenLogin.Hide(target.Written)}': {e.Message}");
        }
    }

    private void Add(EcsItem item)
    {
        switch (item)
        {
            case EcsItem.Instance instance:
                _instances.Add(instance.Machine);
                break;
            case EcsItem.Provider provider:
                _providers.Add(provider.Capacity);
                break;
            case EcsItem.Workload workload:
                Tree.AddLive(workload.Document, judges: workload.Running.State != EcsServices.Older, workload.Running.Places);
                _workloads.Add(workload.Running);
                break;
            case EcsItem.Unread unread:
                Tree.Add(new SourceItem.Unparsed(unread.Path, 1, unread.Problem));
                break;
        }
    }
}
