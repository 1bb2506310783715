using Archway.Aws;
using Archway.Judging.Sources;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Ecr;

namespace Archway.Scanning;

/// <summary>What reading a registry of Amazon ECR brought.</summary>
/// <param name="request">What is read, and how.</param>
/// <param name="context">What rules know beside a document.</param>
internal sealed class EcrInventory(ScanRequest request, RuleContext context)
{
    /// <summary>Its images.</summary>
    internal TreeInventory Tree { get; } = new(new(own: null, "", request.Reading, request.Rules, isHeeded: false), counted: null, "", context, tree: null);

    internal EcrLook Look { get; private set; } = new("", 0, 0, 0);

    /// <summary>Reads the registry.</summary>
    /// <exception cref="ScanException">Nothing was read.</exception>
    internal async Task ReadAsync(ScanTarget.LiveRegistry target, CancellationToken cancellationToken)
    {
        try
        {
            using AwsApi api = new(AwsService.Ecr, target.Region, request.Aws!);
            EcrReader reader = new(api, target.Account, request.Aws!.Time, document => Tree.AddLive(document, judges: false),
                (path, problem) => Tree.Add(new SourceItem.Unparsed(path, 1, problem)));
            await reader.ReadAsync(cancellationToken);
            Look = new($"{target.Account}/{api.Region}", reader.Repositories, reader.Images, reader.LeftOut);
        }
        catch (AwsException e)
        {
            throw new ScanException($"nothing was read from '{WrittenLogin.Hide(target.Written)}': {e.Message}");
        }
    }
}
