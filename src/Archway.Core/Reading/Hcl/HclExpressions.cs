using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>Reads expressions. Arithmetic and logic are passed by, since no image comes of them.</summary>
/// <remarks><see href="https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/spec.md#expressions"/></remarks>
internal sealed class HclExpressions
{
    // The longer before those they begin with.
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%"];
    private readonly HclCursor _cursor;

    internal HclExpressions(HclCursor cursor) => (_cursor, Templates) = (cursor, new(cursor, this));

    internal HclTemplates Templates { get; }

    /// <summary>The expression that comes next.</summary>
    internal HclNode Read() => Read(_cursor.IgnoresLines);

    private HclNode Read(bool ignoresLines) => _cursor.Within(ignoresLines, Conditional);

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

    private HclNode Operand()
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
                return _cursor.Within(ignoresLines: true, () => Tuple(from));
            case '{':
                _cursor.At++;
                return _cursor.Within(ignoresLines: false, () => Object(from));
            case '(':
                _cursor.At++;
                var inner = Read(ignoresLines: true);
                _cursor.Within(ignoresLines: true, () => Close(")", "parentheses"));
                return inner;
            case >= '0' and <= '9':
                return Number(from);
            default:
                return Word(from);
        }
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
        while (_cursor.Take("::")) name += "::" + _cursor.TakeName();
        if (_cursor.Current == '(')
        {
            _cursor.At++;
            var arguments = _cursor.Within(ignoresLines: true, () => List(")", "a function's arguments"));
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
        Close("]", "an index");
        return index with { Start = from, Length = _cursor.At - from };
    }

    private HclNode Tuple(int from)
    {
        if (TakeFor())
        {
            var result = Read();
            EndFor("]");
            return new HclFor(from, _cursor.At - from, result);
        }
        var items = List("]", "a list");
        return new HclTuple(from, _cursor.At - from, items);
    }

    private ImmutableArray<HclNode> List(string close, string within)
    {
        var items = ImmutableArray.CreateBuilder<HclNode>();
        for (_cursor.SkipSpace(); !_cursor.Take(close); _cursor.SkipSpace())
        {
            items.Add(Read());
            _cursor.SkipSpace();
            _cursor.Take("...");
            _cursor.SkipSpace();
            if (!_cursor.Take(",") && !_cursor.StartsWith(close)) throw _cursor.Problem($"',' or '{close}' is expected here, within {within}");
        }
        return items.ToImmutable();
    }

    private HclNode Object(int from)
    {
        _cursor.SkipLines();
        if (TakeFor())
        {
            _cursor.IgnoresLines = true;
            Read();
            _cursor.Expect("=>", "a for expression");
            var result = Read();
            _cursor.SkipSpace();
            _cursor.Take("...");
            EndFor("}");
            return new HclFor(from, _cursor.At - from, result);
        }

        var members = ImmutableArray.CreateBuilder<HclMember>();
        for (; !_cursor.Take("}"); _cursor.SkipLines())
        {
            var key = Operand();
            _cursor.SkipSpace();
            if (!_cursor.Take("=") && !_cursor.Take(":")) throw _cursor.Problem("'=' or ':' is expected behind an object's key");
            _cursor.SkipLines();
            members.Add(new(NameOf(key), [], Read()));
            _cursor.SkipSpace();
            if (!_cursor.Take(",") && _cursor.Current is not ('\n' or '}')) throw _cursor.Problem("',' or '}' is expected here, within an object");
        }
        return new HclObject(from, _cursor.At - from, members.ToImmutable());
    }

    private static string NameOf(HclNode key) => key switch
    {
        HclName name => name.Text,
        HclTemplate { Parts: [HclText text] } => text.Value,
        HclLiteral literal => literal.Text,
        _ => "",
    };

    /// <summary>Passes the introduction of a for expression, if one comes next; an object may have a key that is called so.</summary>
    private bool TakeFor()
    {
        _cursor.SkipSpace();
        var (from, outer) = (_cursor.At, _cursor.IgnoresLines);
        _cursor.IgnoresLines = _cursor.TakeName() == "for";
        if (_cursor.IgnoresLines)
        {
            _cursor.SkipSpace();
            if (_cursor.TakeName() is not null)
            {
                _cursor.SkipSpace();
                if (_cursor.Take(","))
                {
                    _cursor.SkipSpace();
                    _cursor.TakeName();
                }
                _cursor.Expect("in", "a for expression");
                Read();
                _cursor.Expect(":", "a for expression");
                return true;
            }
        }
        (_cursor.At, _cursor.IgnoresLines) = (from, outer);
        return false;
    }

    private void EndFor(string close)
    {
        _cursor.SkipSpace();
        if (_cursor.Take("if")) Read();
        Close(close, "a for expression");
    }

    private bool Close(string mark, string within)
    {
        _cursor.Expect(mark, within);
        return true;
    }
}
