using System.Collections.Immutable;
using Archway.Reading.Data;

namespace Archway.Reading.Hcl;

/// <summary>Reads bodies: attributes, and blocks with bodies of their own.</summary>
/// <remarks><see href="https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md#structural-elements"/></remarks>
internal sealed class HclBodies(HclCursor cursor)
{
    private readonly HclExpressions _expressions = new(cursor);

    private DataException? _problem;

    /// <summary>The whole text as a body; what cannot be read is a problem, and reading goes on behind the next brace at a line's beginning.</summary>
    internal HclObject ReadFile(ICollection<(int Offset, string Message)> problems)
    {
        var from = cursor.At;
        var members = ImmutableArray.CreateBuilder<HclMember>();
        while (true)
        {
            ReadMembers(members, isOutermost: true);
            if (_problem is null) break;
            problems.Add((_problem.Offset, _problem.Message));
            var at = Math.Min(cursor.At, cursor.End);
            var brace = cursor.Text.IndexOf("\n}", at, cursor.End - at, StringComparison.Ordinal);
            if (brace < 0 || problems.Count >= DataLimits.Problems) break;
            cursor.Restart(brace + 2);
        }
        return new(from, cursor.End - from, members.ToImmutable());
    }

    /// <summary>Reads members up to a body's end, or to one that cannot be read; a block that is read in part is kept.</summary>
    private void ReadMembers(ImmutableArray<HclMember>.Builder members, bool isOutermost)
    {
        _problem = null;
        try
        {
            for (cursor.SkipLines(); !(isOutermost ? cursor.IsAtEnd : cursor.Take("}")); cursor.SkipLines())
            {
                if (cursor.IsAtEnd) throw cursor.Problem("a block is not closed");
                members.Add(Member());
                if (_problem is not null) return;
            }
        }
        catch (DataException problem)
        {
            _problem = problem;
        }
    }

    private HclMember Member()
    {
        var name = DottedName();
        cursor.SkipSpace();
        if (cursor.Current == '=' && cursor.Peek(1) != '=')
        {
            cursor.At++;
            var value = _expressions.Read();
            TakeComma();
            return new(name, [], value);
        }

        var labels = ImmutableArray.CreateBuilder<string>();
        while (!cursor.IsAtEnd && cursor.Current != '{')
        {
            labels.Add(Name() ?? throw cursor.Problem($"'=' or '{{' is expected behind '{name}'"));
            cursor.SkipSpace();
        }
        if (cursor.IsAtEnd) throw cursor.Problem($"the block '{name}' has no body");
        var body = cursor.Within(ignoresLines: false, Body);
        if (_problem is null) TakeComma();
        return new(name, labels.ToImmutable(), body);
    }

    /// <summary>A member's name; the language's first version writes one with dots in it.</summary>
    private string DottedName()
    {
        var name = Name() ?? throw cursor.Problem("an attribute or a block is expected here");
        if (!cursor.Take(".")) return name;
        List<string?> names = [name, Name()];
        while (cursor.Take(".")) names.Add(Name());
        return string.Join('.', names);
    }

    private HclObject Body()
    {
        var from = cursor.At++;
        var members = ImmutableArray.CreateBuilder<HclMember>();
        ReadMembers(members, isOutermost: false);
        return new(from, Math.Min(cursor.At, cursor.End) - from, members.ToImmutable());
    }

    // A line should end behind a member; in the language's first version, which job files are still written in, others may follow.
    private void TakeComma()
    {
        cursor.SkipSpace();
        cursor.Take(",");
    }

    private string? Name() =>
        cursor.Current == '"' ? string.Concat(_expressions.Templates.ReadQuoted().Parts.Select(part => (part as HclText)?.Value)) : cursor.TakeName();
}
