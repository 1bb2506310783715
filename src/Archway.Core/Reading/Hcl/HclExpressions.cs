using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>Reads expressions. Arithmetic and logic are passed by, since no image comes of them.</summary>
/// <remarks><see href="https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md#expressions"/></remarks>
internal sealed class HclExpressions
{
    // The longer before those they begin with.
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%"];
    private readonly HclCursor _cursor;
    private readonly HclCollections _collections;

    internal HclExpressions(HclCursor cursor) => (_cursor, _collections, Templates) = (cursor, new(cursor, this), new(cursor, this));

    internal HclTemplates Templates { get; }

    /// <summary>The expression that comes next.</summary>
    internal HclNode Read() => _cursor.Within(_cursor.IgnoresLines, Conditional);

    private HclNode Conditional()
    {
        _cursor.SkipSpace();
        var from = _cursor.At;
        var condition = Operation();
        _cursor.SkipSpace();
        if (!_cursor.Take("?")) return condition;
        var yes = Read();
        _cursor.Expect(":", "a conditional");
        var no = Read();
        return new HclConditional(from, _cursor.At - from, condition, yes, no);
    }

    private HclNode Operation()
    {
        var from = _cursor.At;
        var (left, last, operators, sign) = (Operand(), (HclNode?)null, 0, "");
        while (TakeOperator() is { } found)
        {
            (last, sign) = (Operand(), found);
            operators++;
        }
        return operators == 0 ? left
            : operators == 1 && sign is "==" or "!=" ? new HclComparison(from, _cursor.At - from, sign == "==", left, last!)
            : new HclOther(from, _cursor.At - from);
    }

    private string? TakeOperator()
    {
        _cursor.SkipSpace();
        // Within a template "~}" closes, and "=>" belongs to a for expression.
        return Array.Find(Operators, _cursor.Take);
    }

    /// <summary>A single value, as an object's key is.</summary>
    internal HclNode Operand()
    {
        _cursor.SkipSpace();
        var from = _cursor.At;
        var isSigned = false;
        for (; _cursor.Current is '-' or '!'; isSigned = true)
        {
            _cursor.At++;
            _cursor.SkipSpace();
        }
        var term = Steps(Term());
        return isSigned ? new HclOther(from, _cursor.At - from) : term;
    }

    private HclNode Term()
    {
        var from = _cursor.At;
        switch (_cursor.Current)
        {
            case '"':
                return Templates.ReadQuoted();
            case '<' when _cursor.Peek(1) == '<':
                return Templates.ReadHeredoc();
            case '[':
                _cursor.At++;
                return _cursor.Within(ignoresLines: true, () => _collections.Tuple(from));
            case '{':
                _cursor.At++;
                return _cursor.Within(ignoresLines: false, () => _collections.Object(from));
            case '(':
                _cursor.At++;
                return _cursor.Within(ignoresLines: true, Parenthesised);
            case >= '0' and <= '9':
                return Number(from);
            default:
                return Word(from);
        }
    }

    private HclNode Parenthesised()
    {
        var inner = Read();
        _cursor.Expect(")", "parentheses");
        return inner;
    }

    private HclLiteral Number(int from)
    {
        while (!_cursor.IsAtEnd && (char.IsAsciiLetterOrDigit(_cursor.Current) || (_cursor.Current == '.' && char.IsAsciiDigit(_cursor.Peek(1))))) _cursor.At++;
        return new(from, _cursor.At - from, _cursor.Text[from.._cursor.At]);
    }

    private HclNode Word(int from)
    {
        var name = _cursor.TakeName() ?? throw _cursor.Problem("a value is expected here");
        // A provider's function: provider::time::rfc3339_parse(…).
        while (_cursor.Take("::")) _cursor.TakeName();
        name = _cursor.Text[from.._cursor.At];
        if (_cursor.Current == '(')
        {
            _cursor.At++;
            var arguments = _cursor.Within(ignoresLines: true, () => _collections.List(")", "a function's arguments"));
            return new HclCall(from, _cursor.At - from, name, arguments);
        }
        return name is "true" or "false" or "null" ? new HclLiteral(from, name.Length, name) : new HclName(from, name.Length, name);
    }

    /// <summary>The value with the steps behind it: names, indexes and splats.</summary>
    private HclNode Steps(HclNode root)
    {
        ImmutableArray<HclNode>.Builder? steps = null;
        while (true)
        {
            var from = _cursor.At;
            if (_cursor.Current == '.' && _cursor.Peek(1) != '.')
            {
                _cursor.At++;
                var name = _cursor.Take("*") ? "*" : Index() ?? _cursor.TakeName() ?? throw _cursor.Problem("a name is expected behind the dot");
                (steps ??= ImmutableArray.CreateBuilder<HclNode>()).Add(new HclText(from + 1, name.Length, name));
            }
            else if (_cursor.Current == '[')
            {
                _cursor.At++;
                (steps ??= ImmutableArray.CreateBuilder<HclNode>()).Add(_cursor.Within(ignoresLines: true, () => Bracketed(from)));
            }
            else
            {
                return steps is null ? root : new HclPath(root.Start, Math.Max(0, from - root.Start), root, steps.ToImmutable());
            }
        }
    }

    /// <summary>The old form of an index: <c>list.0</c>.</summary>
    private string? Index()
    {
        var from = _cursor.At;
        while (char.IsAsciiDigit(_cursor.Current)) _cursor.At++;
        return _cursor.At > from ? _cursor.Text[from.._cursor.At] : null;
    }

    private HclNode Bracketed(int from)
    {
        _cursor.SkipSpace();
        var index = _cursor.Current == '*' ? new HclText(_cursor.At++, 1, "*") : Read();
        _cursor.Expect("]", "an index");
        return index with { Start = from, Length = _cursor.At - from };
    }
}
