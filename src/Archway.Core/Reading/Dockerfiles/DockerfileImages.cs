using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Archway.Reading.Dockerfiles;

/// <summary>Finds the images that a Dockerfile names; its own stages and <c>scratch</c> are none.</summary>
/// <param name="source">The file.</param>
/// <param name="stages">Its stages.</param>
/// <param name="global">What holds above the first of them.</param>
/// <param name="inputs">What the build gives it.</param>
internal sealed partial class DockerfileImages(
    SourceText source, ImmutableArray<DockerfileStage> stages, DockerfileScope global, BuildInputs inputs)
{
    private const int LongestMarked = 1024;

    // No file has so many; every word with variables is held against each.
    private const int MostStagesCompared = 1000;

    private readonly bool _isTemplate = stages.Any(stage =>
        IsTemplate(stage.From.Body.Text) || stage.Instructions.Any(instruction => IsTemplate(instruction.Keyword.Text)));

    private readonly Dictionary<string, int> _stageNumbers = NumbersByName(stages);

    /// <summary>The places found so far whose image is not told because the build gives no value to an argument that has no default.</summary>
    internal HashSet<SourceSpan> Lacking { get; } = [];

    /// <summary>The images in the order of the text.</summary>
    internal IEnumerable<ImageOccurrence> Find(
        ImmutableArray<DockerfileDirective> directives, ImmutableArray<DockerfileInstruction> preamble, CancellationToken cancellationToken)
    {
        foreach (var directive in directives.Where(directive => directive.Name == "syntax"))
            yield return ImageOccurrence.Of(
                source.Span(directive.Value.Start, directive.Value.Length), directive.Value.Text, directive.Value.Text, OccurrenceKind.DockerfileSyntax);
        foreach (var instruction in preamble.Where(instruction => instruction.Name is "ARG")) global.Declare(instruction);
        foreach (var line in preamble)
            if (Templated(line, null) is { } found) yield return found;
        // What a context of its name stands for is not built.
        foreach (var stage in stages.Where(stage => stage.Name is null || !inputs.HasContext(stage.Name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (From(stage) is { } image) yield return image;
            var scope = global.Stage();
            foreach (var found in stage.Instructions.SelectMany(instruction => Within(instruction, stage, scope))) yield return found;
        }
    }

    private ImageOccurrence? From(DockerfileStage stage)
    {
        var platform = stage.From.Flags.FirstOrDefault(flag => flag.Name == "platform")?.Value?.Text;
        return stage.From.Words is []
            ? null
            : Occurrence(stage.From, ImageWord(stage.From), OccurrenceKind.DockerfileFrom, stage, stage.Number, global) is { } found
                ? found with { Platform = platform }
                : null;
    }

    private IEnumerable<ImageOccurrence> Within(DockerfileInstruction instruction, DockerfileStage stage, DockerfileScope scope)
    {
        if (instruction.Name is "ARG" or "ENV") scope.Declare(instruction);
        if (Templated(instruction, stage) is { } templated) return [templated];
        var command = instruction.Trigger ?? instruction;
        IEnumerable<ImageOccurrence?> found = command.Name switch
        {
            // Only as a trigger: a FROM of its own begins a stage.
            "FROM" when command.Words is not [] =>
                [Occurrence(command, ImageWord(command), OccurrenceKind.DockerfileFrom, stage, stages.Length, global)],
            "COPY" => command.Flags.Where(flag => flag is { Name: "from", Value: not null })
                .Select(flag => Occurrence(command, Unquoted(flag.Value!.Value), OccurrenceKind.DockerfileCopyFrom, stage, stages.Length, scope)),
            "RUN" => command.Flags.Where(flag => flag is { Name: "mount", Value: not null })
                .Select(flag => MountFrom(flag.Value!.Value)).OfType<DockerfileWord>()
                .Select(word => Occurrence(command, word, OccurrenceKind.DockerfileMountFrom, stage, stages.Length, scope)),
            _ => [],
        };
        return found.OfType<ImageOccurrence>();
    }

    /// <summary>The image that a word names; null when it is a stage before <paramref name="before"/>, a context, or nothing at all.</summary>
    private ImageOccurrence? Occurrence(
        DockerfileInstruction instruction, DockerfileWord word, OccurrenceKind kind, DockerfileStage stage, int before, DockerfileScope scope)
    {
        var (value, missing) = scope.Expand(word.Text);
        var isEmptyFrom = value is "" && kind == OccurrenceKind.DockerfileFrom && word.Text.Contains('$', StringComparison.Ordinal);
        if ((value is "" && missing.Count == 0 && !isEmptyFrom) || "scratch".Equals(value, StringComparison.OrdinalIgnoreCase)) return null;
        if (value is not null && missing.Count == 0 && _stageNumbers.TryGetValue(value, out var number) && number < before) return null;
        if (value is not null && missing.Count == 0 && inputs.HasContext(value)) return null;
        if (kind != OccurrenceKind.DockerfileFrom && value is { Length: > 0 } && missing.Count == 0 && value.All(char.IsAsciiDigit)) return null;
        if (MayBeStage(word.Text, before, scope)) return null;
        // A template has stages that are not written out, and a bare name is one of them rather than an image.
        if (kind != OccurrenceKind.DockerfileFrom && _isTemplate && !word.Text.AsSpan().ContainsAny("/:.")) return null;

        var (at, written) = Place(instruction, word);
        var found = value is null ? ImageOccurrence.Unresolved(at, written, "its variables are written in a way that cannot be read", kind)
            : IsTemplate(word.Text) ? ImageOccurrence.Unresolved(at, written, "it is filled in by a template", kind)
            : missing is [] && isEmptyFrom ? ImageOccurrence.Unresolved(at, written, "its variables are empty unless somebody sets them", kind)
            : missing is [var name, ..] ? ImageOccurrence.Unresolved(at, written, Reason(name, scope), kind)
            : ImageOccurrence.Of(at, written, value, kind);
        if (found.Image is null && missing is [var lacking, ..] && scope.Reason(lacking) is null) Lacking.Add(at);
        return found with { Workload = stage.Title };
    }

    /// <summary>Whether the word is a stage's name for some platform or some value of an argument without one, as <c>build-$TARGETARCH</c> is.</summary>
    private bool MayBeStage(string word, int before, DockerfileScope scope)
    {
        if (!word.Contains('$', StringComparison.Ordinal)) return false;
        var (pattern, _) = scope.Expand(word, name => scope.IsPlatform(name) || scope.Find(name) is null ? "*" : scope.Find(name));
        var isUsable = pattern is { Length: <= ShellPattern.Longest } && pattern.Contains('*', StringComparison.Ordinal) && pattern.Trim('*').Length > 0;
        if (!isUsable) return false;
        ShellPattern names = new(pattern!.ToLowerInvariant());
        return stages.Take(Math.Min(before, MostStagesCompared)).Any(stage => stage.Name is { } name && names.Matches(name.ToLowerInvariant()));
    }

    private string Reason(string name, DockerfileScope scope) =>
        scope.Reason(name) ?? (scope.Declares(name) || global.Declares(name)
            ? $"ARG {name} has no default; a build is given one with --build-arg {name}=…"
            : $"no ARG declares {name} before it is used here");

    /// <summary>The instruction's first line; and the word's place in it, or the keyword's when the word stands on a later line.</summary>
    private (SourceSpan At, string Written) Place(DockerfileInstruction instruction, DockerfileWord word)
    {
        var (keyword, image) = (source.Span(instruction.Keyword.Start, instruction.Keyword.Length), source.Span(word.Start, word.Length));
        // A word that goes on behind a line's end is not in the text as it is read.
        var isOnFirstLine = image.Line == keyword.Line && source.Text.AsSpan(word.Start, word.Length).SequenceEqual(word.Text);
        return (isOnFirstLine ? image : keyword, word.Text);
    }

    private static bool IsTemplate(string word) =>
        word.Contains("{{", StringComparison.Ordinal) || word.Contains("<%", StringComparison.Ordinal) || word.Contains("{%", StringComparison.Ordinal)
        || (word.Length <= LongestMarked && TemplateMark().IsMatch(word));

    /// <summary>A line that begins with a template's expression and may say FROM when that is filled in.</summary>
    private ImageOccurrence? Templated(DockerfileInstruction line, DockerfileStage? stage)
    {
        var mark = line.Keyword.Text.Length < 2 ? "" : line.Keyword.Text[..2];
        // A mark parted over lines stands nowhere.
        if (mark is not ("{{" or "{%" or "<%") || !source.Text.AsSpan(line.Keyword.Start, 2).SequenceEqual(mark)) return null;
        if (!$"{line.Keyword.Text} {line.Body.Text}".Contains("FROM ", StringComparison.Ordinal)) return null;
        var at = source.Span(line.Keyword.Start, 2);
        return ImageOccurrence.Unresolved(at, mark, "a template decides what this line says", OccurrenceKind.DockerfileFrom) with { Workload = stage?.Title };
    }

    /// <summary>The word behind FROM; a template's expression may hold spaces.</summary>
    private static DockerfileWord ImageWord(DockerfileInstruction from)
    {
        var first = from.Words[0];
        if (!IsTemplate(from.Body.Text)) return first;
        var last = from.Words[DockerfileStage.IndexOfAs(from) - 1];
        var length = last.Start + last.Length - first.Start;
        return new(first.Start, length, from.Body.Text[..Math.Min(length, from.Body.Text.Length)]);
    }

    private static DockerfileWord Unquoted(DockerfileWord word) =>
        word.Length == word.Text.Length && word.Text is ['"', .., '"'] or ['\'', .., '\''] ? new(word.Start + 1, word.Length - 2, word.Text[1..^1]) : word;

    /// <summary>The value of <c>from</c> among a mount's options.</summary>
    private static DockerfileWord? MountFrom(DockerfileWord mount)
    {
        for (int start = 0, end; start < mount.Text.Length; start = end + 1)
        {
            end = mount.Text.IndexOf(',', start);
            if (end < 0) end = mount.Text.Length;
            var option = mount.Text[start..end];
            var key = option.TrimStart('"', '\'', ' ');
            if (!key.StartsWith("from=", StringComparison.OrdinalIgnoreCase)) continue;
            var image = key["from=".Length..].Trim('"', '\'');
            var at = start + option.Length - key.Length + "from=".Length;
            while (at < mount.Text.Length && mount.Text[at] is '"' or '\'') at++;
            // A mount parted over lines has no place of its own; see Place.
            return mount.Length == mount.Text.Length ? new(mount.Start + at, image.Length, image) : new(mount.Start, mount.Length, image);
        }

        return null;
    }

    private static Dictionary<string, int> NumbersByName(ImmutableArray<DockerfileStage> stages)
    {
        Dictionary<string, int> numbers = new(StringComparer.OrdinalIgnoreCase);
        foreach (var stage in stages)
            if (stage.Name is { } name) numbers.TryAdd(name, stage.Number);
        return numbers;
    }

    // @VERSION@ of configure, %%VERSION%% and __VERSION__ of scripts.
    [GeneratedRegex("@[A-Za-z_][A-Za-z0-9_.]*@|%%[A-Za-z_][A-Za-z0-9_]*%%|__[A-Z][A-Z0-9_]*__", RegexOptions.CultureInvariant)]
    private static partial Regex TemplateMark();
}
