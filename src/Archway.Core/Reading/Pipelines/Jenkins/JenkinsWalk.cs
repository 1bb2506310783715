using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Data;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>A walk through a Jenkinsfile's pieces to the places that name or build images.</summary>
internal sealed class JenkinsWalk
{
    // An image's name is given in fewer pieces.
    private const int LongestExpression = 100;

    private readonly ReadingContext _context;
    private readonly string _text;
    private readonly IReadOnlyList<GroovyToken> _tokens;
    private readonly GroovyValues _values;
    private readonly JenkinsPods _pods;
    private readonly Stack<JenkinsBlock> _blocks = [];
    // The word before the last list of arguments that ended, and its first argument: what a block behind it belongs to.
    private (string Head, GroovyToken First, Parsed<string>? Registry) _call;

    internal JenkinsWalk(ReadingContext context, IReadOnlyList<GroovyToken> tokens)
    {
        (_context, _text, _tokens) = (context, context.Source.Text, tokens);
        _values = new(_text, tokens);
        _pods = new(context, _values);
        _blocks.Push(new("", null));
    }

    internal void Walk(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (_tokens[i].Kind)
            {
                case GroovyKind.Mark when Mark(i) is '{' or '(':
                    Open(i);
                    break;
                case GroovyKind.Mark when Mark(i) is '}' or ')':
                    Close();
                    break;
                case GroovyKind.Word:
                    ReadWord(i);
                    break;
            }
        }

        while (_blocks.Count > 1) Close();
    }

    private void Open(int at)
    {
        var outer = _blocks.Peek();
        var before = at > 0 ? _tokens[at - 1] : default;
        var isCallsBlock = Mark(at) == '{' && at > 0 && Mark(at - 1) == ')';
        var head = isCallsBlock ? _call.Head : at > 0 && before.Kind == GroovyKind.Word ? TextOf(before) : "";
        JenkinsBlock block = new(head, outer)
        {
            Stage = isCallsBlock && head == "stage" && _call.First.IsText ? TextOf(_call.First) : outer.Stage,
            Registry = isCallsBlock && _call.Registry is { } registry ? registry : outer.Registry,
        };
        if (Mark(at) == '(') _call = (head, at + 1 < _tokens.Count ? _tokens[at + 1] : default, null);
        _blocks.Push(block);
        if (head == "withRegistry" && Mark(at) == '(' && Expression(at + 1) is { } address) block.Registry = _values.ValueOf(address.First, address.Last);
    }

    private void Close()
    {
        if (_blocks.Count == 1) return;
        var block = _blocks.Pop();
        // Arguments that hold calls of their own ended last.
        _call = (block.Head, _call.Head == block.Head ? _call.First : default, block.Head == "withRegistry" ? block.Registry : null);
        if (block.Image is not { } image) return;
        Add(image.At, image.Written, InRegistry(image.Resolved, block.Registry), block);
    }

    private void ReadWord(int at)
    {
        var block = _blocks.Peek();
        switch (TextOf(_tokens[at]))
        {
            case "docker" when Mark(at + 1) == '.' && Mark(at + 3) == '(':
                if (Word(at + 2) == "image") AddScripted(at + 4, block);
                else if (Word(at + 2) == "build") AddBuild(at + 4);
                break;
            case "docker" when block.Head == "agent" && Expression(at + 1) is { } image && Mark(at + 1) is not ('{' or '('):
                Add(At(image), Written(image), _values.ValueOf(image.First, image.Last), block);
                break;
            case "image" when block.HasImage && Value(at) is { } image:
                block.Image = (At(image), Written(image), _values.ValueOf(image.First, image.Last));
                break;
            case "image" when Mark(at + 1) == ':' && Value(at) is { } image && _tokens[image.First].IsText:
                AddListed(image, block);
                break;
            case "registryUrl" when block.HasImage && Value(at) is { } address:
                block.Registry = _values.ValueOf(address.First, address.Last);
                break;
            case "name" when block.HasImage && Value(at) is { } name && _tokens[name.First].IsText:
                block.Container = TextOf(_tokens[name.First]);
                break;
            case "yaml" when block.Head is "kubernetes" or "podTemplate" && Value(at) is { } yaml:
                if ((_tokens[yaml.First].IsText ? _tokens[yaml.First] : _values.Find(Written(yaml))) is { } pod) _pods.Read(pod);
                break;
            case "sh" or "script" when Value(at, mayBeCall: true) is { } script && _tokens[script.First].IsText:
                AddBuilds(_tokens[script.First]);
                break;
        }
    }

    /// <summary>An image that the script takes by its name; one that it only pushes was built before.</summary>
    private void AddScripted(int at, JenkinsBlock block)
    {
        if (Expression(at) is not { } image || (Mark(image.Last + 1) == ')' && Mark(image.Last + 2) == '.' && Word(image.Last + 3) is "push")) return;
        Add(At(image), Written(image), InRegistry(_values.ValueOf(image.First, image.Last), block.Registry), block);
    }

    /// <summary>An image of a map, from which the script takes one later: only what can hardly be anything else is one.</summary>
    private void AddListed((int First, int Last) image, JenkinsBlock block)
    {
        var resolved = _values.ValueOf(image.First, image.Last);
        if (resolved.TryGetValue(out var name) && ImageText.IsPlainlyReference(name)) Add(At(image), Written(image), resolved, block);
    }

    private void AddBuild(int at)
    {
        if (at >= _tokens.Count || !_tokens[at].IsText) return;
        var arguments = Mark(at + 1) == ',' && at + 2 < _tokens.Count && _tokens[at + 2].IsText ? TextOf(_tokens[at + 2]) : ".";
        var build = BuildCommand.Read(ShellCommands.In(arguments).FirstOrDefault() ?? [], 0);
        var name = _values.ValueOf(_tokens[at]).Value ?? TextOf(_tokens[at]);
        _context.Builds.Add(new(
            _context.Source.Span(_tokens[at].Start, _tokens[at].Length), name, BuildFiles.Find(_context.Tree, [""], build.Context, build.File)));
    }

    private void AddBuilds(GroovyToken script) =>
        ScriptBuilds.Add(new DataScalar(script.Start, script.Length, TextOf(script), false), null, _context);

    private void Add(SourceSpan at, string written, Parsed<string> resolved, JenkinsBlock block) =>
        _context.Add(ReadingContext.Occurrence(at, written, resolved, OccurrenceKind.Jenkins) with { Workload = block.Stage, Container = block.Container });

    /// <summary>The image as taken from a registry that is set for it, where its own name has none.</summary>
    private static Parsed<string> InRegistry(Parsed<string> image, Parsed<string>? registry)
    {
        if (registry is not { } address || !image.TryGetValue(out var name)) return image;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && name.AsSpan(0, slash).ContainsAny('.', ':')) return image;
        if (!address.TryGetValue(out var url)) return Parsed.Problem<string>($"its registry cannot be told: {address.Problem}");
        var host = url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..].Split('/')[0];
        return host.Length == 0 || host.EndsWith("docker.io", StringComparison.Ordinal) || host.EndsWith("hub.docker.com", StringComparison.Ordinal)
            ? image
            : Parsed.Value($"{host}/{name}");
    }

    /// <summary>The expression given to a word: behind a space, a colon or, where that may be, an open bracket.</summary>
    private (int First, int Last)? Value(int word, bool mayBeCall = false) =>
        Mark(word + 1) == ':' ? Expression(word + 2)
        : Mark(word + 1) == '(' ? (mayBeCall ? Expression(word + 2) : Parenthesised(word + 2))
        : Mark(word + 1) == '\0' ? Expression(word + 1)
        : null;

    private (int First, int Last)? Parenthesised(int at) => Expression(at) is { } found && Mark(found.Last + 1) == ')' ? found : null;

    /// <summary>The pieces of the expression that begins at a piece, up to what ends it; null when none begins there.</summary>
    private (int First, int Last)? Expression(int first)
    {
        while (first < _tokens.Count && first > 0 && _tokens[first].Kind == GroovyKind.LineEnd && Mark(first - 1) is '(' or ':') first++;
        var (last, depth) = (first - 1, 0);
        for (var i = first; i < Math.Min(_tokens.Count, first + LongestExpression); i++)
        {
            var mark = Mark(i);
            if (depth == 0 && (mark is ',' or ')' or '}' or ';' or ']' || (_tokens[i].Kind == GroovyKind.LineEnd && !GoesOn(i)))) break;
            if (mark is '(' or '[' or '{') depth++;
            if (mark is ')' or ']' or '}') depth--;
            if (_tokens[i].Kind != GroovyKind.LineEnd) last = i;
        }

        return last < first || _tokens[first].Kind == GroovyKind.Mark && Mark(first) is not '[' ? null : (first, last);
    }

    /// <summary>Whether the expression goes on behind a line's end.</summary>
    private bool GoesOn(int lineEnd) => Mark(lineEnd - 1) is '+' or '?' or ':' || Mark(lineEnd + 1) is '+' or '.' or '?' or ':';

    private SourceSpan At((int First, int Last) expression)
    {
        var (start, end) = Stretch(expression);
        var lineEnd = _text.IndexOf('\n', start, end - start);
        return _context.Source.Span(start, (lineEnd < 0 ? end : lineEnd) - start);
    }

    private string Written((int First, int Last) expression) => _text[Stretch(expression).Start..Stretch(expression).End];

    /// <summary>Where an expression stands; the quotes of a text belong to it only when it is one part of several.</summary>
    private (int Start, int End) Stretch((int First, int Last) expression)
    {
        var (first, last) = (_tokens[expression.First], _tokens[expression.Last]);
        return expression.First == expression.Last ? (first.Start, first.End)
            : (first.IsText ? first.Start - 1 : first.Start, last.IsText ? Math.Min(last.End + 1, _text.Length) : last.End);
    }

    private string TextOf(GroovyToken token) => _text.Substring(token.Start, token.Length);

    private string? Word(int at) => at < _tokens.Count && _tokens[at].Kind == GroovyKind.Word ? TextOf(_tokens[at]) : null;

    /// <summary>The character that a piece is; none where it is something else, or past the end.</summary>
    private char Mark(int at) => at >= 0 && at < _tokens.Count && _tokens[at].Kind == GroovyKind.Mark ? _text[_tokens[at].Start] : '\0';
}
