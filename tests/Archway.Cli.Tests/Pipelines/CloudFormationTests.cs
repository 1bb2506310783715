using System.Diagnostics;
using System.Text.RegularExpressions;
using Archway.Reading.Data;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>The template for AWS CodePipeline, by its structure.</summary>
public sealed partial class CloudFormationTests
{
    // What makes a right one that is used; of each role nothing else may be granted.
    private static readonly Dictionary<string, string[]> UsedBy = new()
    {
        ["aws ecr get-login-password"] = ["ecr:GetAuthorizationToken"],
        // Blobs and manifests are read for a cache, a check, a joining.
        ["--cache-from"] = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        ["archway scan"] = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        ["archway index create"] = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:PutImage"],
        ["imagetools create"] = ["ecr:BatchGetImage", "ecr:PutImage"],
        ["push=true"] = ["ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"],
        ["CloudWatchLogs"] = ["logs:CreateLogStream", "logs:PutLogEvents"],
        ["Type: CODEPIPELINE"] = ["s3:GetObject", "s3:GetObjectVersion"],
        ["Provider: CodeStarSourceConnection"] = ["codeconnections:UseConnection", "s3:PutObject", "s3:PutObjectAcl"],
        ["ArtifactStore:"] = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:GetObject", "s3:GetObjectVersion"],
        ["Provider: CodeBuild"] = ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
    };

    [Theory]
    [InlineData("archway")]
    [InlineData("buildx")]
    public async Task Every_name_that_is_referred_to_is_there(string join)
    {
        var template = Written.Documents(await Written.PipelineAsync("codepipeline", "--join", join))[0];
        var names = template["Parameters"]!.Members.Concat(template["Resources"]!.Members).Select(member => member.Key.Value).ToHashSet();

        var named = References(template["Resources"]!).Concat(References(template["Outputs"]!)).ToArray();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !names.Contains(name) && !name.StartsWith("AWS::", StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains(name, named.Append("Pipeline")));
    }

    [Theory]
    [InlineData("BuildRole", "archway")]
    [InlineData("PublishRole", "archway")]
    [InlineData("PublishRole", "buildx")]
    [InlineData("PipelineRole", "archway")]
    public async Task A_role_may_do_what_its_steps_do_and_nothing_else(string role, string join)
    {
        var text = await Written.PipelineAsync("codepipeline", "--join", join);
        var resources = Written.Documents(text)[0]["Resources"]!;

        var granted = Statements(resources[role]!).SelectMany(statement => TextsOf(statement["Action"]!)).ToHashSet();
        var steps = string.Concat(resources.Members.Where(member => role == "PipelineRole" ? member.Key.Value == "Pipeline"
            : member.Value["Properties"]?["ServiceRole"]?.Text == $"{role}.Arn").Select(member => text.Substring(member.Value.Start, member.Value.Length)));

        Assert.NotEmpty(steps);
        Assert.Equal(UsedBy.Where(use => steps.Contains(use.Key, StringComparison.Ordinal)).SelectMany(use => use.Value).Distinct().Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task No_right_is_over_everything_but_the_one_that_has_no_resource()
    {
        var resources = Written.Documents(await Written.PipelineAsync("codepipeline"))[0]["Resources"]!;

        var wide = resources.Members.Where(member => member.Value["Type"]?.Text == "AWS::IAM::Role").SelectMany(member => Statements(member.Value))
            .Where(statement => TextsOf(statement["Resource"]!).Contains("*") || TextsOf(statement["Action"]!).Any(action => action.Contains('*')));

        Assert.All(wide, statement => Assert.Equal(["ecr:GetAuthorizationToken"], TextsOf(statement["Action"]!)));
    }

    [Fact]
    public async Task Each_platform_is_built_at_once_on_its_own_kind_of_machine_and_tells_its_digest_to_the_joining()
    {
        var text = await Written.PipelineAsync("codepipeline", "--runner", "linux/arm64=BUILD_GENERAL1_LARGE");
        var resources = Written.Documents(text)[0]["Resources"]!;

        var machines = new[] { "BuildAmd64", "BuildArm64" }.Select(name => resources[name]!["Properties"]!["Environment"]!)
            .Select(machine => $"{machine["Type"]!.Text} {machine["Image"]!.Text} {machine["ComputeType"]!.Text} {machine["PrivilegedMode"]!.Text}");
        var stages = resources["Pipeline"]!["Properties"]!["Stages"]!.Items;

        Assert.Equal(
            [
                "LINUX_CONTAINER aws/codebuild/amazonlinux-x86_64-standard:5.0 BUILD_GENERAL1_SMALL true",
                "ARM_CONTAINER aws/codebuild/amazonlinux-aarch64-standard:3.0 BUILD_GENERAL1_LARGE true",
            ], machines);
        Assert.Equal(["Source", "Build", "Publish"], stages.Select(stage => stage["Name"]!.Text));
        Assert.All(stages[1]["Actions"]!.Items, action => Assert.Equal("1", action["RunOrder"]!.Text));
        var spaces = stages[1]["Actions"]!.Items.Select(action => $"#{{{action["Namespace"]!.Text}.DIGEST}}");
        var passed = Written.Documents(stages[2]["Actions"]!.Items[0]["Configuration"]!["EnvironmentVariables"]!.Text!)[0].Items;
        Assert.Equal(spaces, passed.Select(variable => variable["value"]!.Text));
        Assert.All(Written.BuildSpecs(text).Where(project => project.Key != "Publish"),
            project => Assert.Equal("DIGEST", project.Value["env"]!["exported-variables"]!.Items[0].Text));
    }

    [Fact]
    public async Task What_it_keeps_is_encrypted_and_open_to_nobody()
    {
        var resources = Written.Documents(await Written.PipelineAsync("codepipeline"))[0]["Resources"]!;

        var bucket = resources["Artifacts"]!["Properties"]!;

        Assert.NotNull(bucket["BucketEncryption"]);
        Assert.All(bucket["PublicAccessBlockConfiguration"]!.Members, member => Assert.Equal("true", member.Value.Text));
        Assert.NotNull(resources["Repository"]!["Properties"]!["EncryptionConfiguration"]);
    }

    [Fact]
    public async Task CfnLint_finds_nothing_where_it_is_installed()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "cfn-lint")).FirstOrDefault(File.Exists);
        Assert.SkipUnless(program is not null, "cfn-lint is not installed; no package of Debian has it");
        using TempFolder folder = new TempFolder().With("pipeline.cfn.yaml", await Written.PipelineAsync("codepipeline"));

        using var run = Process.Start(new ProcessStartInfo(program!, [Path.Combine(folder.Path, "pipeline.cfn.yaml")]) { RedirectStandardOutput = true })!;
        var said = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, ""), (run.ExitCode, said));
    }

    private static IEnumerable<DataNode> Statements(DataNode role) =>
        role["Properties"]!["Policies"]!.Items.SelectMany(policy => policy["PolicyDocument"]!["Statement"]!.Items);

    private static string[] TextsOf(DataNode node) => node is DataSequence ? [.. node.Items.Select(item => item.Text!)] : [node.Text!];

    private static IEnumerable<string> References(DataNode node) => (node.Tag switch
    {
        "!Ref" => [node.Text!],
        "!GetAtt" => [node.Text!.Split('.')[0]],
        "!Sub" => Substituted().Matches(node.Text!).Select(match => match.Groups[1].Value.Split('.')[0]),
        _ => (IEnumerable<string>)[],
    }).Concat(node.Members.SelectMany(member => member.Key.Value == "DependsOn" ? [member.Value.Text!] : References(member.Value))).Concat(node.Items.SelectMany(References));

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Substituted();
}
