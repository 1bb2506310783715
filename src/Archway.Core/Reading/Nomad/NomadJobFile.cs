using System.Text.RegularExpressions;
using Archway.Reading.Data;
using Archway.Reading.Hcl;

namespace Archway.Reading.Nomad;

/// <summary>A Nomad job file in HCL: the images of the tasks that run containers.</summary>
/// <remarks><see href="https://developer.hashicorp.com/nomad/docs/job-specification"/></remarks>
internal sealed partial class NomadJobFile : IFileFormat
{
    private const int LargestText = 1024 * 1024;
    private static readonly string[] Endings = [".nomad", ".nomad.hcl", ".hcl"];

    public bool Wants(string path) =>
        Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !path.EndsWith(".lock.hcl", StringComparison.OrdinalIgnoreCase);

    // Terragrunt, Packer, Consul and Vault write files that end so too; the blocks tell.
    public bool Recognises(SourceText source, SourceTree tree) => Job().IsMatch(source.Text);

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "Nomad job files");
            yield break;
        }

        List<DataProblem> problems = [];
        var body = HclReader.Read(source, problems);
        HclDeclarations variables = new("Nomad");
        variables.Add(source, body, variables, isOverride: false);
        ReadingContext context = new(source, tree);
        NomadJobs.Add(new(source, body, variables), context, null);
        yield return new SourceItem.Document(new HclDocument(source, body) { Occurrences = [.. context.Occurrences] });
        foreach (var problem in problems) yield return new SourceItem.Unparsed(source.Path, problem.At.Line, problem.Message);
    }

    [GeneratedRegex("""^[ \t]*"?job"?[ \t]+"?[^"\s{}=]+"?[ \t]*\{""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Job();
}
