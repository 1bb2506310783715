using Archway.Reading;
using Archway.Reading.Data;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Archway.Gpu.Toml;

/// <summary>Reads TOML as the configuration of container engines has it, each value with its place.</summary>
/// <remarks><see href="https://toml.io/en/v1.0.0"/></remarks>
public static class TomlReader
{
    /// <summary>How many characters a file may have; real ones have some ten thousand.</summary>
    internal const int Longest = 1024 * 1024;

    /// <summary>How many parts a key may have.</summary>
    internal const int LongestPath = 32;

    // A file that is wrong in one place is often wrong in all places after it.
    private const int MostProblems = 20;

    /// <summary>What the file says, or null where it is not TOML, since engines then take nothing of it.</summary>
    /// <param name="source">The file.</param>
    /// <param name="problems">Where it is told what is wrong, and on which line.</param>
    public static TomlTable? Read(SourceText source, ICollection<DataProblem> problems)
    {
        if (source.Text.Length > Longest) return Refuse(0, $"it has more than {Longest} characters, and no engine's configuration is that long");
        try
        {
            var document = SyntaxParser.Parse(source.Text, source.Path, validate: true);
            foreach (var found in document.Diagnostics.Where(one => one.Kind == DiagnosticMessageKind.Error).Take(MostProblems))
                problems.Add(new(source.Span(Math.Clamp(found.Span.Start.Offset, 0, source.Text.Length), 0), found.Message));
            return document.HasErrors ? null : new TomlTree(source.Text).Of(document);
        }
        catch (TomlException tooDeep)
        {
            return Refuse(tooDeep.Span is { } span ? Math.Clamp(span.Offset, 0, source.Text.Length) : 0, "its arrays and tables are nested more than 64 levels deep");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // The parser lets those of the runtime pass for an escape such as "\UFFFFFFFF", and does not say where.
            return Refuse(Math.Max(0, source.Text.IndexOf('\\', StringComparison.Ordinal)), "it has an escape that is no character, at this line or below");
        }
        catch (DataException problem)
        {
            return Refuse(problem.Offset, problem.Message);
        }

        TomlTable? Refuse(int offset, string message)
        {
            problems.Add(new(source.Span(offset, 0), message));
            return null;
        }
    }
}
