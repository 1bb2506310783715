using System.Collections.Immutable;
using Archway.Oci.References;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Tree;

namespace Archway.Configuring;

/// <summary>Reads an <c>archway.yaml</c>; what it does not take is told, and hinders nothing else.</summary>
/// <param name="context">The file, and what is found in it.</param>
internal sealed class TreeConfigurationReader(ReadingContext context)
{
    // A person writes some dozens of lines. Every path is held against each pattern, and every image against each build.
    private const int LongestFile = 256 * 1024;
    private const int MostPatterns = 500;
    private const int MostBuilds = 2000;
    private const int MostProblems = 100;

    private static readonly string[] Parts = ["builds", "paths", "rules"];

    private readonly List<RuleSetting> _rules = [];
    private readonly List<string> _exclude = [];

    internal TreeConfiguration Read()
    {
        if (context.Source.Text.Length > LongestFile)
            context.Problems.Add(new(context.Source.Span(0, 0), $"it has more than {LongestFile} characters, and nothing of it was taken"));
        else
            ReadDocuments();
        return new()
        {
            File = context.Source.Path,
            Rules = [.. _rules],
            Exclude = [.. _exclude],
            Builds = [.. context.Builds],
            Problems = [.. context.Problems.Take(MostProblems)],
        };
    }

    private void ReadDocuments()
    {
        var documents = YamlReader.ReadDocuments(context.Source, context.Problems).Take(2).ToArray();
        if (documents.Length > 1) Tell(documents[1], "only the first document is taken");
        switch (documents.FirstOrDefault())
        {
            case null or DataScalar { IsNull: true }:
                break;
            case DataMapping settings:
                foreach (var (key, value) in Once(settings.Entries)) ReadPart(key, value);
                break;
            case var other:
                Tell(other, $"a configuration is a mapping of {Listed(Parts)}");
                break;
        }
    }

    private void ReadPart(DataScalar key, DataNode value)
    {
        switch (key.Value)
        {
            case "rules":
                foreach (var (rule, severity) in Members(value, "rules takes a rule's id and its severity each, like D109: off")) ReadRule(rule, severity);
                break;
            case "paths":
                foreach (var (name, patterns) in Members(value, "paths takes exclude: and a list of patterns")) ReadPaths(name, patterns);
                break;
            case "builds":
                foreach (var build in Items(value, MostBuilds, "builds takes a list of images, each with the dockerfile it is built from")) ReadBuild(build);
                break;
            case var word when Spelling.Nearest(word, Parts) is { } near:
                Tell(key, $"there is no setting '{WrittenLogin.Hide(word)}'; did you mean {near}?");
                break;
            case var word:
                Tell(key, $"'{WrittenLogin.Hide(word)}' is not taken from a scanned tree, which sets only {Listed(Parts)}; say it with a flag or in your own configuration");
                break;
        }
    }

    private void ReadRule(DataScalar rule, DataNode severity)
    {
        var setting = RuleSetting.Of(rule.Value, severity.Text ?? "");
        if (setting.TryGetValue(out var read)) _rules.Add(read);
        else Tell(rule, setting.Problem!);
    }

    private void ReadPaths(DataScalar name, DataNode patterns)
    {
        if (name.Value != "exclude")
        {
            Tell(name, $"there is no setting 'paths: {WrittenLogin.Hide(name.Value)}', only exclude");
            return;
        }

        foreach (var item in Items(patterns, MostPatterns, "exclude takes a list of patterns as .gitignore has them"))
        {
            if (PathPattern.Read(item.Text).Problem is { } problem) Tell(item, problem);
            else _exclude.Add(item.Text!);
        }
    }

    private void ReadBuild(DataNode build)
    {
        foreach (var (key, _) in Once(build.Members))
            if (key.Value is not ("image" or "dockerfile")) Tell(key, $"a build has an image and a dockerfile, no '{WrittenLogin.Hide(key.Value)}'");
        var dockerfile = First(build, "dockerfile")?.Text;
        if (dockerfile is not null && SourceTree.Normalise(dockerfile) is null) Tell(First(build, "dockerfile")!, $"{WrittenLogin.Hide(dockerfile)} lies outside the scanned folder");
        if (First(build, "image") is not DataScalar { Value.Length: > 0 } image)
            Tell(build, "a build needs its image");
        else
            context.Builds.Add(new(context.At(image), image.Value, dockerfile is null ? null : SourceTree.Normalise(dockerfile)));
    }

    private ImmutableArray<DataMember> Members(DataNode node, string form)
    {
        if (node is not DataMapping) Tell(node, form);
        return [.. Once(node.Members)];
    }

    // Which of two somebody meant, nobody can tell.
    private IEnumerable<DataMember> Once(ImmutableArray<DataMember> members)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (seen.Add(member.Key.Value)) yield return member;
            else Tell(member.Key, $"'{WrittenLogin.Hide(member.Key.Value)}' stands there more than once, and only the first is taken");
        }
    }

    private static DataNode? First(DataNode node, string name) => node.Members.FirstOrDefault(member => member.Key.Value == name)?.Value;

    private IEnumerable<DataNode> Items(DataNode node, int most, string form)
    {
        if (node is not DataSequence) Tell(node, form);
        if (node.Items.Length > most) Tell(node, $"the first {most} of {node.Items.Length} are taken");
        return node.Items.Take(most);
    }

    private void Tell(DataNode at, string problem) => context.Problems.Add(new(context.Source.Span(at.Start, 0), problem));

    private static string Listed(string[] words) => $"{string.Join(", ", words[..^1])} and {words[^1]}";
}
