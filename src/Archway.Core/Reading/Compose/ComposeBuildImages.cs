using Archway.Oci;
using Archway.Reading.Data;
using Archway.Reading.Dockerfiles;

namespace Archway.Reading.Compose;

/// <summary>The images that a service's <c>build</c> names in the Compose file itself.</summary>
/// <remarks><see href="https://github.com/compose-spec/compose-spec/blob/main/build.md"/></remarks>
internal static class ComposeBuildImages
{
    private const string Image = "docker-image://";

    /// <summary>Notes those of a service.</summary>
    internal static void Add(string service, ComposeValue build, ReadingContext context)
    {
        var contexts = build.Node["additional_contexts"];
        foreach (var value in (contexts?.Members ?? []).Select(member => member.Value).Concat(contexts?.Items ?? []).OfType<DataScalar>())
            AddContext(service, value, build.File, context);
        if (build.Node["dockerfile_inline"] is DataScalar dockerfile) AddInline(service, dockerfile, ComposeInputs.Of(build), context);
    }

    /// <summary>A context that is an image: <c>base: docker-image://alpine:3</c>, or as an entry of a list <c>base=docker-image://alpine:3</c>.</summary>
    private static void AddContext(string service, DataScalar value, ComposeFile file, ReadingContext context)
    {
        if (value.Value.IndexOf(Image, StringComparison.Ordinal) is not (>= 0 and var at)) return;
        var written = value.Value[(at + Image.Length)..];
        var resolved = file.Fill(value);
        if (resolved.TryGetValue(out var text)) resolved = Parsed.Value(text[(text.IndexOf(Image, StringComparison.Ordinal) + Image.Length)..]);
        context.Add(ReadingContext.Occurrence(context.At(value, written), written, resolved, OccurrenceKind.ComposeBuildContext) with { Workload = service });
    }

    /// <summary>The images of a Dockerfile written in the Compose file.</summary>
    private static void AddInline(string service, DataScalar dockerfile, BuildInputs inputs, ReadingContext context)
    {
        var (text, end) = (context.Source.Text, dockerfile.Start + dockerfile.Length);
        if (dockerfile.Length == 0) return;
        if (text[dockerfile.Start] != '|')
        {
            // Written otherwise than as a block of lines, a line of the Dockerfile has no place of its own.
            SourceText whole = new(context.Source.Path, dockerfile.Value);
            foreach (var found in DockerfileFormat.Parse(whole, new(), [inputs], CancellationToken.None).Occurrences)
                context.AddOneOfSeveral(found with { At = context.At(dockerfile, found.Written), Workload = service });
            return;
        }
        if (text.IndexOf('\n', dockerfile.Start, dockerfile.Length) is not (>= 0 and var header)) return;
        SourceText lines = new(context.Source.Path, text[(header + 1)..end]);
        var first = context.Source.Span(header + 1, 0).Line;
        foreach (var found in DockerfileFormat.Parse(lines, new(), [inputs], CancellationToken.None).Occurrences)
            context.Add(found with { At = found.At with { Line = found.At.Line + first - 1 }, Workload = service });
    }
}
