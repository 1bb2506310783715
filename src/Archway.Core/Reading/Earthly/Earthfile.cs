using System.Collections.Immutable;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Reading.Earthly;

/// <summary>An Earthfile: the images that its targets begin with, and those that they save.</summary>
/// <remarks>Its commands are written as a Dockerfile's are. <see href="https://docs.earthly.dev/docs/earthfile"/></remarks>
internal sealed class Earthfile(ReadingOptions options) : IFileFormat
{
    private const int LargestText = 1024 * 1024;

    public bool Wants(string path) => path == "Earthfile" || path.EndsWith("/Earthfile", StringComparison.Ordinal);

    public bool Recognises(SourceText source, SourceTree tree) => true;

    public IEnumerable<SourceItem> Read(SourceText source, SourceTree tree, CancellationToken cancellationToken)
    {
        if (source.Text.Length > LargestText)
        {
            yield return SourceItem.Unparsed.TooLong(source, LargestText, "Earthfiles");
            yield break;
        }

        var (_, instructions, escape) = DockerfileParser.Parse(source.Text, cancellationToken);
        var global = DockerfileScope.Of(options, BuildInputs.None, escape);
        var (scope, target) = (global, (string?)null);
        List<ImageOccurrence> found = [];
        List<ImageBuild> builds = [];
        foreach (var instruction in instructions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A target or a function begins with its name; what stands above the first is for all of them.
            if (instruction is { Keyword.Text: [.. var name, ':'], Words: [] }) (scope, target) = (global.Stage(), name);
            else if (instruction.Name is "ARG" or "LET" or "ENV") scope.Declare(instruction);
            else if (From(source, instruction, scope) is { } image) found.Add(image with { Workload = target });
            else if (instruction is { Name: "SAVE", Words: [{ Text: "IMAGE" }, .. var names] }) builds.AddRange(Saved(source, names));
        }

        yield return new SourceItem.Document(new BuildsDocument(source) { Occurrences = [.. found], Builds = [.. builds] });
    }

    private static ImageOccurrence? From(SourceText source, DockerfileInstruction instruction, DockerfileScope scope)
    {
        if (instruction is not { Name: "FROM", Words: [var word, ..] }) return null;
        // A target of this file or of another; and an image that a Dockerfile, which is read itself, is built into.
        if (word.Text is "DOCKERFILE" || word.Text.Contains('+', StringComparison.Ordinal)) return null;
        var at = source.Span(word.Start, word.Length);
        if (word.Text.Contains("$(", StringComparison.Ordinal))
            return ImageOccurrence.Unresolved(at, word.Text, "a command gives its name when the target is built", OccurrenceKind.EarthfileFrom);
        var (value, missing) = scope.Expand(word.Text);
        if (value is "scratch" || (value?.Contains('+', StringComparison.Ordinal) ?? false)) return null;
        return missing is [var name, ..] ? ImageOccurrence.Unresolved(at, word.Text, $"ARG {name} has no default in this file", OccurrenceKind.EarthfileFrom)
            : value is null ? ImageOccurrence.Unresolved(at, word.Text, "its variables are written in a way that cannot be read", OccurrenceKind.EarthfileFrom)
            : ImageOccurrence.Of(at, word.Text, value, OccurrenceKind.EarthfileFrom);
    }

    private static IEnumerable<ImageBuild> Saved(SourceText source, ImmutableArray<DockerfileWord> words) =>
        words.Where(word => !word.Text.StartsWith('-')).Select(word => new ImageBuild(source.Span(word.Start, word.Length), word.Text.Trim('"'), null));
}
