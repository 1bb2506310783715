using Archway.Judging.Sources.Data;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Ecs;
using Archway.Reading.Hcl;

namespace Archway.Judging.Sources.Clouds;

/// <summary>A function of AWS Lambda that runs on x86_64, by what it says or by saying nothing.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/lambda/latest/dg/foundation-arch.html"/></remarks>
internal sealed class L101FunctionOfX86() : SourceRule("L101", Severity.Blocker)
{
    private const string Member = "Architectures";
    private const string X86 = "x86_64";
    private const string Arm = "arm64";
    private static readonly string[] Types = ["AWS::Lambda::Function", "AWS::Serverless::Function"];

    // Those that AWS runs on x86_64 alone.
    private static readonly string[] OldRuntimes = ["java8", "go1.x", "provided", "python2.7", "python3.6", "python3.7", "nodejs10.x", "nodejs8.10",
        "nodejs6.10", "ruby2.5", "dotnetcore2.1"];

    internal override IEnumerable<SourceFinding> Check(SourceDocument document, RuleContext context) =>
        context.Lacking(Architectures.LinuxAmd64) is not { } lacking || Architectures.NameOf(lacking) != Arm ? []
        : document switch
        {
            DataDocument { Format: CloudFormationTemplate } template => OfTemplate(template, lacking),
            // The Serverless Framework's own file names no images.
            DataDocument { Source.Name: "serverless.yml" or "serverless.yaml" } file when file.Root["provider"]?["name"]?.Text == "aws" =>
                OfFramework(file, lacking),
            HclDocument file => TerraformResource.Of(file, "aws_lambda_function").Select(function => OfTerraform(file, function, lacking))
                .OfType<SourceFinding>(),
            _ => [],
        };

    /// <summary>What a Terraform file says of one function; one that says nothing has no text of its own to point at but its handler.</summary>
    private SourceFinding? OfTerraform(HclDocument file, TerraformResource function, Platform lacking)
    {
        if (function.Name.Contains("edge", StringComparison.OrdinalIgnoreCase)) return null;
        if (function.Body["architectures"] is { } said)
        {
            if (TerraformResource.OnlyOne(said) is not { Value: X86 } written) return null;
            Fix arm = new($"ask for {Arm}", FixSafety.Ask, TerraformResource.Replace(file.Source, written, Arm));
            return Found(file.Source, written.Start, written.Length, $"the function runs on {X86}, and so not on {lacking}", arm, lacking) with
            {
                Needs = function.ImagesIn(file),
            };
        }

        return (function.Body["image_uri"] ?? function.Body["handler"]) is { } place
            ? Found(file.Source, place.Start, place.Length,
                $"the function says nothing of architectures, and Lambda then takes {X86}, not {lacking}: give it architectures = [\"{Arm}\"]", null, lacking)
            : null;
    }

    /// <summary>What the file of the Serverless Framework says for all functions, and for one of them.</summary>
    /// <remarks><see href="https://www.serverless.com/framework/docs/providers/aws/guide/functions#instruction-set-architecture"/></remarks>
    private IEnumerable<SourceFinding> OfFramework(DataDocument document, Platform lacking)
    {
        var functions = document.Root["functions"]?.Members ?? [];
        foreach (var place in functions.Select(function => function.Value).Prepend(document.Root["provider"]!))
            if (CloudResource.Written(place["architecture"]) is { Value: X86 } written) yield return At(document.Source, written, lacking);
        if (document.Root["provider"] is not DataMapping { Entries: [var first, ..] } provider || provider.Find("architecture") is not null
            || functions.IsEmpty) yield break;
        if (functions.All(function => function.Value["architecture"] is not null)) yield break;
        yield return Found(document.Source, first.Key.Start, first.Key.Length,
            $"nothing is said of an architecture, and Lambda then takes {X86}, not {lacking}",
            DataEdits.InsertScalar(document.Source, provider, first, "architecture", Arm) is { } edit
                ? new($"ask for {Arm}", FixSafety.Ask, edit) : null, lacking);
    }

    private IEnumerable<SourceFinding> OfTemplate(DataDocument document, Platform lacking)
    {
        var source = document.Source;
        var common = document.Root["Globals"]?["Function"]?[Member];
        if (Said(source, common, lacking) is { } ofAll) yield return ofAll;
        foreach (var function in Types.SelectMany(type => CloudResource.Of(document, type)))
        {
            // What runs at the edge runs on x86_64 alone.
            if (function.Key.Value.Contains("edge", StringComparison.OrdinalIgnoreCase)) continue;
            if (function.Properties.Find(Member) is { } member)
            {
                if (Said(source, member.Value, lacking) is { } said) yield return said;
            }
            else if ((common is null || function.Type != Types[1]) && function.Properties is { Tag: null, Entries: [var first, ..] }
                && !first.Key.Value.StartsWith("Fn::", StringComparison.Ordinal))
            {
                var isOld = function.Properties["Runtime"]?.Text is { } runtime && OldRuntimes.Contains(runtime);
                var edit = isOld ? null : DataEdits.InsertList(source, function.Properties, first, Member, Arm);
                yield return Found(source, function.Key.Start, function.Key.Length,
                    $"the function says nothing of architectures, and Lambda then takes {X86}, not {lacking}"
                    + (isOld ? $"; its runtime has none for {Arm}, a newer one does" : ""),
                    edit is null ? null : new($"ask for {Arm}", FixSafety.Ask, edit), lacking);
            }
        }
    }

    private SourceFinding? Said(SourceText source, DataNode? architectures, Platform lacking) =>
        architectures is DataSequence { Nodes: [var only] } && CloudResource.Written(only) is { Value: X86 } written
            ? At(source, written, lacking)
            : null;

    private SourceFinding At(SourceText source, DataScalar written, Platform lacking) =>
        Found(source, written.Start, written.Length, $"the function runs on {X86}, and so not on {lacking}",
            DataEdits.Replace(source, written, Arm) is { } edit ? new($"ask for {Arm}", FixSafety.Ask, edit) : null, lacking);
}
