using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>Reads lists, objects, and the for expressions that make them.</summary>
internal sealed class HclCollections(HclCursor cursor, HclExpressions expressions)
{
    internal HclNode Tuple(int from)
    {
        if (TakeFor() is var (names, source))
        {
            var result = expressions.Read();
            EndFor("]");
            return new HclFor(from, cursor.At - from, names, source, result);
        }
        var items = List("]", "a list");
        return new HclTuple(from, cursor.At - from, items);
    }

    internal ImmutableArray<HclNode> List(string close, string within)
    {
        var items = ImmutableArray.CreateBuilder<HclNode>();
        for (cursor.SkipSpace(); !cursor.Take(close); cursor.SkipSpace())
        {
            items.Add(expressions.Read());
            cursor.SkipSpace();
            cursor.Take("...");
            cursor.SkipSpace();
            if (!cursor.Take(",") && !cursor.StartsWith(close)) throw cursor.Problem($"',' or '{close}' is expected here, within {within}");
        }
        return items.ToImmutable();
    }

    internal HclNode Object(int from)
    {
        cursor.SkipLines();
        if (TakeFor() is var (names, source))
        {
            cursor.IgnoresLines = true;
            expressions.Read();
            cursor.Expect("=>", "a for expression");
            var result = expressions.Read();
            cursor.SkipSpace();
            cursor.Take("...");
            EndFor("}");
            return new HclFor(from, cursor.At - from, names, source, result);
        }

        var members = ImmutableArray.CreateBuilder<HclMember>();
        for (; !cursor.Take("}"); cursor.SkipLines())
        {
            var key = expressions.Operand();
            cursor.SkipSpace();
            // So the language's first version writes an object within another.
            var isBlock = cursor.Current == '{';
            if (!isBlock && !cursor.Take("=") && !cursor.Take(":")) throw cursor.Problem("'=' or ':' is expected behind an object's key");
            cursor.SkipLines();
            members.Add(new(NameOf(key), [], expressions.Read()));
            cursor.SkipSpace();
            cursor.Take(",");
        }
        return new HclObject(from, cursor.At - from, members.ToImmutable());
    }

    private static string NameOf(HclNode key) => key switch
    {
        HclName name => name.Text,
        HclTemplate { Parts: [HclText text] } => text.Value,
        HclLiteral literal => literal.Text,
        _ => "",
    };

    /// <summary>Passes the introduction of a for expression, if one comes next; an object may have a key that is called so.</summary>
    private (ImmutableArray<string> Names, HclNode Items)? TakeFor()
    {
        cursor.SkipSpace();
        var (from, outer) = (cursor.At, cursor.IgnoresLines);
        cursor.IgnoresLines = cursor.TakeName() == "for";
        if (cursor.IgnoresLines)
        {
            cursor.SkipSpace();
            if (cursor.TakeName() is { } first)
            {
                cursor.SkipSpace();
                var isPair = cursor.Take(",");
                if (isPair) cursor.SkipSpace();
                ImmutableArray<string> names = isPair
                    ? [first, cursor.TakeName() ?? throw cursor.Problem("a name is expected here, within a for expression")]
                    : [first];
                cursor.Expect("in", "a for expression");
                var items = expressions.Read();
                cursor.Expect(":", "a for expression");
                return (names, items);
            }
        }
        (cursor.At, cursor.IgnoresLines) = (from, outer);
        return null;
    }

    private void EndFor(string close)
    {
        cursor.SkipSpace();
        if (cursor.Take("if")) expressions.Read();
        cursor.Expect(close, "a for expression");
    }
}
