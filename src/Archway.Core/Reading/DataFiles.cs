using Archway.Reading.Commands;
using Archway.Reading.Data;

namespace Archway.Reading;

/// <summary>YAML and JSON files; what a document is about is told by the first format that recognises it.</summary>
internal sealed class DataFiles(IReadOnlyList<IDataFormat> formats, ReadingOptions options) : IFileFormat
{
    // JSON is written by programs more often than by people; a larger file is data, not a description of a deployment.
    private const int LargestJson = 4 * 1024 * 1024;
    private static readonly string[] Yaml = [".yaml", ".yml"];
    private static readonly string[] Json = [".json", ".jsonc"];

    // Files of other tools, often large, that name no images.
    private static readonly string[] OthersJson =
    [
        "package.json", "package-lock.json", "npm-shrinkwrap.json", "composer.json", "angular.json", "manifest.json", "renovate.json", "lerna.json",
        "nx.json", "turbo.json",
        "deno.json", "bower.json", "global.json", "launchsettings.json", "project.assets.json", "packages.lock.json",
    ];

    private static readonly string[] OthersJsonEndings = [".min.json", ".map.json", ".schema.json", "schema.json", "lock.json", "locale.json"];

    // Words without which no format finds an image.
    private static readonly string[] Marks = ["image", "docker", "container", "steps", "repository", "services", "tags"];

    public bool Wants(string path)
    {
        // What the target says of itself, which names no image.
        if (path is "archway.yaml" or "archway.yml" || path[(path.LastIndexOf('/') + 1)..] == ".archwayignore.yaml") return false;
        var name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return EndsWith(name, Yaml) || name == "kustomization"
            || (EndsWith(name, Json)
                && !OthersJson.Contains(name)
                && !EndsWith(name, OthersJsonEndings) && !name.StartsWith("tsconfig", StringComparison.Ordinal));
    }

    public bool Recognises(SourceText source, SourceTree tree) => true;

    /// <summary>Whether a JSON file shows by itself of what kind it is, so that its images are found where it is read.</summary>
    internal bool Knows(SourceText json) => Wants(json.Path) && ReadJson(json, []).Any(root => formats.Any(format => format.Recognises(json, root)));

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        var isJson = EndsWith(source.Name.ToLowerInvariant(), Json);
        var mayNameImages = Marks.Any(mark => source.Text.Contains(mark, StringComparison.OrdinalIgnoreCase));
        if (isJson && (!mayNameImages || source.Text.Length > LargestJson)) yield break;
        List<DataProblem> problems = [];
        foreach (var root in isJson ? ReadJson(source, problems) : YamlReader.ReadDocuments(source, problems))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadingContext context = new(source, tree);
            yield return new SourceItem.Document(Document(root, context));
            foreach (var problem in context.Problems) yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
        }

        // A file of some other kind, such as a template that makes YAML, is nobody's trouble here unless images stand in it.
        if (mayNameImages)
            foreach (var problem in problems) yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
    }

    /// <summary>
    /// The values of a JSON file; those of a template for one, with gaps such as <c>{{count}}</c> outside of quotes, where it is YAML all the same.
    /// </summary>
    private static IEnumerable<DataNode> ReadJson(SourceText source, List<DataProblem> problems)
    {
        var roots = JsonReader.ReadDocuments(source, problems);
        if (problems.Count == 0) return roots;
        List<DataProblem> otherProblems = [];
        List<DataNode> others = [.. YamlReader.ReadDocuments(source, otherProblems)];
        // Nearly every text is a YAML scalar.
        if (otherProblems.Count > 0 || others.Exists(root => root is DataScalar)) return roots;
        problems.Clear();
        return others;
    }

    private DataDocument Document(DataNode root, ReadingContext context)
    {
        var format = formats.FirstOrDefault(format => format.Recognises(context.Source, root) || format.IsIncluded(root, context));
        format?.Read(root, context);
        if (options.IncludeCommands) new ScriptMembers(context).Read(root);
        return new(context.Source, root)
        {
            Format = format,
            Occurrences = [.. context.Occurrences.OrderBy(found => (found.At.Line, found.At.Column))],
            Builds = [.. context.Builds],
        };
    }

    private static bool EndsWith(string name, string[] endings) => endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));
}
