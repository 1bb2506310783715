using System.Text;
using Archway.Reading;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Rendering;

/// <summary>What a program wrote: Kubernetes resources, those of a chart each under the name of its template.</summary>
internal static class RenderedText
{
    private const string SourceMark = "# Source: ";

    // No chart of good will comes near, and for each one its line is looked for.
    private const int MostImages = 5_000;

    /// <summary>The images of the resources, in the order of the text.</summary>
    /// <param name="output">What the program wrote.</param>
    /// <param name="tree">The tree that was rendered.</param>
    /// <param name="problems">Where the documents that cannot be read are told.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="NotRenderedException">It shows too many.</exception>
    internal static List<RenderedImage> Read(byte[] output, SourceTree tree, ICollection<DataProblem> problems, CancellationToken cancellationToken)
    {
        SourceText text = new("rendered", Encoding.UTF8.GetString(output));
        var marks = Marks(text.Text);
        var lines = text.Text.Split('\n');
        KubernetesFormat format = new();
        List<RenderedImage> images = [];
        var next = 0;
        foreach (var root in YamlReader.ReadDocuments(text, problems))
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (next < marks.Count && marks[next].At < root.Start) next++;
            if (!format.Recognises(text, root)) continue;
            ReadingContext context = new(text, tree);
            format.Read(root, context);
            var template = next > 0 ? marks[next - 1].Template : null;
            images.AddRange(context.Occurrences.Select(found => new RenderedImage(found, Before(lines, found.At), template)));
            if (images.Count > MostImages) throw new NotRenderedException($"its render shows more than {MostImages} images");
        }

        return images;
    }

    private static string Before(string[] lines, SourceSpan at)
    {
        var before = lines[at.Line - 1][..(at.Column - 1)].Trim();
        // What sets a variable's value apart is its name, on the line above.
        return before.StartsWith("value:", StringComparison.Ordinal) && at.Line > 1 && lines[at.Line - 2].Trim() is ['-', ' ', ..] above ? above : before;
    }

    /// <summary>Where helm names the template that the next document was made from: <c># Source: chart/templates/deployment.yaml</c>.</summary>
    private static List<(int At, string Template)> Marks(string text)
    {
        List<(int At, string Template)> marks = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found : text.Length;
            var line = text.AsSpan(start, end - start);
            // The first part is the chart's name, which is not that of its folder.
            if (line.StartsWith(SourceMark) && line.IndexOf('/') is > 0 and var slash) marks.Add((start, line[(slash + 1)..].Trim().ToString()));
            start = end + 1;
        }

        return marks;
    }
}
