using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A service of AWS Copilot, or a task of Terraform, that is of x86: <c>platform: linux/x86_64</c>.</summary>
/// <remarks>
/// <see href="https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/#platform"/>
/// <see href="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition#runtime_platform"/>
/// </remarks>
internal sealed class E102ServiceOfX86() : SourceRule("E102", Severity.Blocker)
{
    // What App Runner runs is of x86 alone.
    private static readonly string[] Types = ["Load Balanced Web Service", "Backend Service", "Worker Service", "Scheduled Job"];

    internal override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.NameOf(lacking) != "arm64" ? []
        : document switch
        {
            DataDocument manifest => OfManifest(manifest, lacking),
            HclDocument file => TerraformResource.Of(file, "aws_ecs_task_definition").Select(task => OfTask(file, task, lacking)).OfType<SourceFinding>(),
            _ => [],
        };

    private SourceFinding? OfTask(HclDocument file, TerraformResource task, Platform lacking)
    {
        if (HclBlocks.Of(task.Body, "dynamic", labels: 1).Any(block => block.Labels[0] == "runtime_platform")) return null;
        var platform = HclBlocks.Of(task.Body, "runtime_platform", labels: 0).Select(block => block.Body).FirstOrDefault();
        if (platform?["operating_system_family"] is { } system && TerraformResource.Written(system)?.Value != "LINUX") return null;
        if (platform?["cpu_architecture"] is { } said)
        {
            if (TerraformResource.Written(said) is not { Value: "X86_64" } written) return null;
            Fix arm = new("ask for ARM64", FixSafety.Ask, TerraformResource.Replace(file.Source, written, "ARM64"));
            return Found(file.Source, written.Start, written.Length, $"the task runs on X86_64, and so not on {lacking}", arm, lacking) with
            {
                Needs = task.ImagesIn(file),
            };
        }

        return Silent(file, task, lacking);
    }

    private SourceFinding? Silent(HclDocument file, TerraformResource task, Platform lacking)
    {
        var launch = task.Body["requires_compatibilities"];
        const string Arm = "give it a runtime_platform with cpu_architecture = \"ARM64\"";
        if (launch is HclTuple { Items: var items } && items.FirstOrDefault(item => TerraformResource.Written(item)?.Value == "FARGATE") is { } fargate)
            return Found(file.Source, fargate.Start, fargate.Length,
                $"the task says nothing of an architecture, and Fargate then takes X86_64, not {lacking}: {Arm}", null, lacking);
        // Where it is launched is worked out elsewhere, or is a machine of the user's own.
        if (launch is not null && (launch is not HclTuple { Items: [var only] } || TerraformResource.Written(only)?.Value != "EC2")) return null;
        if ((launch ?? task.Body["container_definitions"]) is not { } at) return null;
        var found = Found(file.Source, at.Start, at.Length,
            $"the task says nothing of an architecture, so that it may be placed on instances of either architecture where a cluster has both: {Arm}", null, lacking);
        return found with { Finding = found.Finding with { Severity = Severity.Warning } };
    }

    private IEnumerable<SourceFinding> OfManifest(DataDocument document, Platform lacking)
    {
        if (document.Source.Name is not ("manifest.yml" or "manifest.yaml") || !Types.Contains(document.Root["type"]?.Text)
            || document.Root["name"] is null) yield break;
        var environments = document.Root["environments"]?.Members.Select(environment => environment.Value["platform"]) ?? [];
        foreach (var platform in environments.Prepend(document.Root["platform"]).OfType<DataNode>())
        {
            if (platform["osfamily"]?.Text is { } system && system != "linux") continue;
            if ((platform as DataScalar ?? platform["architecture"] as DataScalar) is not { } written || !Architectures.IsAmd64(written.Value)) continue;
            var arm = written.Value.Contains('/', StringComparison.Ordinal) ? "linux/arm64" : "arm64";
            yield return Found(document.Source, written.Start, written.Length, $"the service runs on {written.Value}, and so not on {lacking}",
                DataEdits.Replace(document.Source, written, arm) is { } edit ? new($"ask for {arm}", FixSafety.Ask, edit) : null, lacking);
        }
    }
}
