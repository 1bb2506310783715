using System.Text.RegularExpressions;
using Archway.Reading;
using Archway.Reading.Data;
using Xunit;

namespace Archway.Cli.Tests.Pipelines;

/// <summary>A definition that the command wrote, and what its service would run of it.</summary>
internal static partial class Written
{
    /// <summary>What each service is asked for in these tests.</summary>
    internal static string[] Arguments(string service) => service switch
    {
        "github" => ["--image", "ghcr.io/acme/api"],
        "gitlab" => ["--image", "registry.example.com/acme/api:1.4"],
        "codepipeline" => ["--image", "acme/api:1.4", "--context", "services/api"],
        "azure" => ["--image", "acme.azurecr.io/api:1.4", "--runner", "linux/arm64=arm-pool"],
        "jenkins" => ["--image", "acme/api:1.4", "--runner", "linux/amd64=amd64", "--runner", "linux/arm64=arm64 && docker"],
        "tekton" => ["--image", "quay.io/acme/api:1.4", "--runner", "linux/arm64=pool=arm"],
        _ => ["--image", "quay.io/acme/api:1.4", "--runner", "linux/amd64=x86", "--runner", "linux/arm64=arm"],
    };

    internal static string[] Services => ["github", "gitlab", "codepipeline", "azure", "jenkins", "tekton", "buildkite"];

    /// <summary>Every service, with both ways to join.</summary>
    public static TheoryData<string, string> All()
    {
        TheoryData<string, string> all = [];
        foreach (var service in Services)
        {
            all.Add(service, "archway");
            all.Add(service, "buildx");
        }

        return all;
    }

    /// <summary>Runs the command; the version of the program that writes is no part of what is looked at.</summary>
    internal static async Task<string> PipelineAsync(string service, params string[] more)
    {
        using ArchwayProgram archway = new();
        var ran = await archway.RunAsync(["pipeline", service, .. Arguments(service), .. more]);
        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        return ran.Output.Replace(ProgramVersion.Text.Split('+')[0], "VERSION", StringComparison.Ordinal);
    }

    /// <summary>The documents of YAML.</summary>
    internal static DataNode[] Documents(string yaml)
    {
        List<DataProblem> problems = [];
        DataNode[] documents = [.. YamlReader.ReadDocuments(new SourceText("pipeline.yaml", yaml), problems)];
        Assert.Empty(problems);
        return documents;
    }

    /// <summary>The scripts of a definition, as a shell gets them.</summary>
    internal static string[] Scripts(string service, string text) => service switch
    {
        "jenkins" => [.. GroovyScript().Matches(text).Select(match => match.Groups[1].Value.Replace(@"\\", @"\", StringComparison.Ordinal))],
        // The upload leaves one dollar of two.
        "buildkite" => [.. Documents(text).SelectMany(ScriptsIn).Select(script => script.Replace("$$", "$", StringComparison.Ordinal))],
        "codepipeline" => [.. BuildSpecs(text).SelectMany(Commands).Select(commands => string.Join('\n', commands))],
        _ => [.. Documents(text).SelectMany(ScriptsIn)],
    };

    /// <summary>The build specifications of the projects of CodeBuild, by the project's name.</summary>
    internal static Dictionary<string, DataNode> BuildSpecs(string template) => Documents(template)[0]["Resources"]!.Members
        .Where(member => member.Value["Type"]?.Text == "AWS::CodeBuild::Project")
        .ToDictionary(member => member.Key.Value, member => Documents(member.Value["Properties"]!["Source"]!["BuildSpec"]!.Text!)[0]);

    /// <summary>The commands of a build specification, which one shell runs one after the other.</summary>
    internal static IEnumerable<string[]> Commands(KeyValuePair<string, DataNode> specification) =>
        specification.Value["phases"]!.Members.Select(phase => phase.Value["commands"]!.Items.Select(command => command.Text!).ToArray());

    private static IEnumerable<string> ScriptsIn(DataNode node) => node.Members.SelectMany(member => member.Key.Value switch
    {
        "run" or "script" or "bash" or "command" when member.Value.Text is { } script => [script],
        "script" => member.Value.Items.Select(item => item.Text!),
        _ => ScriptsIn(member.Value),
    }).Concat(node.Items.SelectMany(ScriptsIn));

    [GeneratedRegex("sh '''(.*?)'''", RegexOptions.Singleline)]
    private static partial Regex GroovyScript();
}
