using System.Collections.Immutable;
using Archway.Gpu.Checks;
using Archway.Oci;
using Archway.Reading;
using Archway.Reading.Data;

namespace Archway.Gpu.Setup;

/// <summary>Plans made of <c>gpu/setup.yaml</c>, which holds what is known of distributions and engines, with its date.</summary>
public static class SetupPlans
{
    private static readonly Lazy<DataNode> Data = new(Read);

    /// <summary>The engines there are plans for.</summary>
    public static ImmutableArray<string> Engines => [.. Data.Value["engines"]!.Items.Select(engine => engine["id"]!.Text!)];

    /// <summary>The distributions there are plans for, without their versions.</summary>
    public static ImmutableArray<string> Distributions => [.. Data.Value["distributions"]!.Items.Select(one => one["id"]!.Text!)];

    /// <summary>The plan for a distribution and an engine.</summary>
    /// <param name="distribution">The distribution, as <c>ubuntu-24.04</c>.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="architecture">The architecture, in Go's spelling.</param>
    public static Parsed<SetupPlan> Make(string distribution, string engine, string architecture)
    {
        var dash = distribution.LastIndexOf('-');
        var (id, version) = dash > 0 && dash + 1 < distribution.Length && char.IsAsciiDigit(distribution[dash + 1]) ? (distribution[..dash], distribution[(dash + 1)..]) : (distribution, "");
        if (Data.Value["distributions"]!.Items.FirstOrDefault(one => one["id"]!.Text == id) is not { } known)
            return Parsed.Problem<SetupPlan>($"there is no plan for the distribution '{distribution}'; there are plans for {string.Join(", ", Distributions)}, each with its version behind a dash, as in ubuntu-24.04");
        if (Data.Value["engines"]!.Items.FirstOrDefault(one => one["id"]!.Text == engine) is not { } named)
            return Parsed.Problem<SetupPlan>($"there is no plan for the engine '{engine}'; there are plans for {string.Join(", ", Engines)}");

        SetupFit fit = new(id, version, known["family"]!.Text!, engine, architecture);
        var answers = Data.Value["answers"]!.Items.Where(answer => fit.Takes(answer)).ToArray();
        var isStopped = answers.Any(answer => answer["stop"]?.Text == "true");
        SetupWords words = new(known, version, architecture);
        return Parsed.Value(new SetupPlan
        {
            Distribution = version.Length > 0 ? $"{id}-{version}" : id,
            DistributionName = $"{known["name"]!.Text} {version}".TrimEnd(),
            Engine = engine,
            EngineName = named["name"]!.Text!,
            Architecture = architecture,
            AsOf = Data.Value["as-of"]!.Text!,
            Answers = [.. answers.Select(answer => answer["says"]!.Text!), .. version.Length == 0 ? Unversioned(known) : []],
            IsStopped = isStopped,
            Steps = isStopped ? [] : [.. Data.Value["steps"]!.Items.Where(step => fit.Takes(step)).Select(step => StepOf(step, words))],
            Replaced = [.. Data.Value["replaced"]!.Items.Select(one => new ReplacedAdvice(one["was"]!.Text!, one["is"]!.Text!, one["why"]!.Text!))],
        });
    }

    private static IEnumerable<string> Unversioned(DataNode known) =>
        [$"no version was named, and what fits one only is left out of this plan; NVIDIA lists for arm64: {(known["arm64"]!.Items is { Length: > 0 } listed ? string.Join(", ", listed.Select(one => one.Text)) : "none")}"];

    private static SetupStep StepOf(DataNode step, SetupWords words) => new(
        step["part"]!.Text!, step["title"]!.Text!, step["why"]?.Text is { } why ? words.In(why) : null, words.In(step["run"]!.Text!).TrimEnd('\n'), step["undo"]?.Text is { } undo ? words.In(undo) : null,
        Enum.Parse<RemedyRisk>(step["risk"]?.Text ?? "none", ignoreCase: true), step["edits"]?.Text == "true");

    private static DataNode Read()
    {
        using StreamReader reader = new(typeof(SetupPlans).Assembly.GetManifestResourceStream("gpu/setup")!);
        List<DataProblem> problems = [];
        return YamlReader.ReadDocuments(new SourceText("gpu/setup.yaml", reader.ReadToEnd()), problems).FirstOrDefault() is { } root && problems.Count == 0
            ? root
            : throw new InvalidDataException($"gpu/setup.yaml cannot be read: {problems.FirstOrDefault()?.Message}");
    }
}
