using Archway.Oci;
using Archway.Reading.Builds;
using Archway.Reading.Kubernetes;

namespace Archway.Reading.Pipelines.Jenkins;

/// <summary>A walk through a Jenkinsfile's pieces to the places that name or build images.</summary>
internal sealed class JenkinsWalk
{
    private readonly ReadingContext _context;
    private readonly GroovyExpressions _code;
    private readonly GroovyValues _values;
    private readonly JenkinsPods _pods;
    private readonly JenkinsScripts _scripts;
    private readonly Stack<JenkinsBlock> _blocks = [];
    // The word before the last list of arguments that ended, and its first argument: what a block behind it belongs to.
    private (string Head, GroovyToken First, Parsed<string>? Registry) _call;

    internal JenkinsWalk(ReadingContext context, IReadOnlyList<GroovyToken> tokens, ReadingOptions options)
    {
        (_context, _code) = (context, new(context.Source, tokens));
        _values = new(context.Source.Text, tokens);
        _pods = new(context, _values);
        _scripts = new(context, _code, _values, options);
        _blocks.Push(new("", null));
    }

    internal void Walk(CancellationToken cancellationToken)
    {
        for (var i = 0; i < _code.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (_code[i].Kind)
            {
                case GroovyKind.Mark when _code.Mark(i) is '{' or '(':
                    Open(i);
                    break;
                case GroovyKind.Mark when _code.Mark(i) is '}' or ')':
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
        var before = at > 0 ? _code[at - 1] : default;
        var isCallsBlock = _code.Mark(at) == '{' && at > 0 && _code.Mark(at - 1) == ')';
        var head = isCallsBlock ? _call.Head : at > 0 && before.Kind == GroovyKind.Word ? _code.TextOf(before) : "";
        JenkinsBlock block = new(head, outer)
        {
            Stage = isCallsBlock && head == "stage" && _call.First.IsText ? _code.TextOf(_call.First) : outer.Stage,
            Registry = isCallsBlock && _call.Registry is { } registry ? registry : outer.Registry,
        };
        if (_code.Mark(at) == '(') _call = (head, at + 1 < _code.Count ? _code[at + 1] : default, null);
        _blocks.Push(block);
        if (block.Build is not null) block.At = _context.Source.Span(before.Start, before.Length);
        if (head == "withRegistry" && _code.Mark(at) == '(' && _code.Expression(at + 1) is { } address)
            block.Registry = _values.ValueOf(address.First, address.Last);
    }

    private void Close()
    {
        if (_blocks.Count == 1) return;
        var block = _blocks.Pop();
        // Arguments that hold calls of their own ended last.
        _call = (block.Head, _call.Head == block.Head ? _call.First : default, block.Head == "withRegistry" ? block.Registry : null);
        if (block.Build is { } build) JenkinsBuilds.Add(block.At, build, _context);
        if (block.Image is not { } image) return;
        Add(image.At, image.Written, InRegistry(image.Resolved, block.Registry), block);
    }

    private void ReadWord(int at)
    {
        var block = _blocks.Peek();
        switch (_code.TextOf(_code[at]))
        {
            case "docker" when _code.Mark(at + 1) == '.' && _code.Mark(at + 3) == '(':
                if (_code.Word(at + 2) == "image") AddScripted(at + 4, block);
                else if (_code.Word(at + 2) == "build") AddBuild(at + 4);
                break;
            case "docker" when block.Head == "agent" && _code.Expression(at + 1) is { } image && _code.Mark(at + 1) is not ('{' or '('):
                Add(_code.At(image), _code.Written(image), _values.ValueOf(image.First, image.Last), block);
                break;
            case "dockerfile" when block.Head == "agent" && _code.Word(at + 1) == "true":
                JenkinsBuilds.Add(_context.Source.Span(_code[at].Start, _code[at].Length), [], _context);
                break;
            case var setting when block.Build is { } build && _code.Value(at) is { } value:
                build[setting] = _values.ValueOf(value.First, value.Last);
                break;
            case "image" when block.HasImage && _code.Value(at) is { } image:
                block.Image = (_code.At(image), _code.Written(image), _values.ValueOf(image.First, image.Last));
                break;
            case "image" when _code.Mark(at + 1) == ':' && _code.Value(at) is { } image && _code[image.First].IsText:
                AddListed(image, block);
                break;
            case "registryUrl" when block.HasImage && _code.Value(at) is { } address:
                block.Registry = _values.ValueOf(address.First, address.Last);
                break;
            case "name" when block.HasImage && _code.Value(at) is { } name && _code[name.First].IsText:
                block.Container = _code.TextOf(_code[name.First]);
                break;
            case "yaml" when block.Head is "kubernetes" or "podTemplate" && _code.Value(at) is { } yaml:
                if ((_code[yaml.First].IsText ? _code[yaml.First] : _values.Find(_code.Written(yaml))) is { } pod) _pods.Read(pod);
                break;
            case "sh" or "bat" or "powershell" or "pwsh" or "script" when _code.Value(at, mayBeCall: true) is { } script && _code[script.First].IsText:
                _scripts.Read(script);
                break;
        }
    }

    /// <summary>An image that the script takes by its name; one that it only pushes was built before.</summary>
    private void AddScripted(int at, JenkinsBlock block)
    {
        if (_code.Expression(at) is not { } image) return;
        if (_code.Mark(image.Last + 1) == ')' && _code.Mark(image.Last + 2) == '.' && _code.Word(image.Last + 3) is "push") return;
        Add(_code.At(image), _code.Written(image), InRegistry(_values.ValueOf(image.First, image.Last), block.Registry), block);
    }

    /// <summary>An image of a map, from which the script takes one later: only what can hardly be anything else is one.</summary>
    private void AddListed((int First, int Last) image, JenkinsBlock block)
    {
        var resolved = _values.ValueOf(image.First, image.Last);
        if (resolved.TryGetValue(out var name) && ImageText.IsPlainlyReference(name)) Add(_code.At(image), _code.Written(image), resolved, block);
    }

    private void AddBuild(int at)
    {
        if (at >= _code.Count || !_code[at].IsText) return;
        var arguments = _code.Mark(at + 1) == ',' && at + 2 < _code.Count && _code[at + 2].IsText ? _code.TextOf(_code[at + 2]) : ".";
        var build = BuildCommand.Read(ShellCommands.In(arguments).FirstOrDefault() ?? [], 0);
        var name = _values.ValueOf(_code[at]).Value ?? _code.TextOf(_code[at]);
        _context.Builds.Add(new(
            _context.Source.Span(_code[at].Start, _code[at].Length), name, BuildFiles.Find(_context.Tree, [""], build.Context, build.File))
        {
            Inputs = CommandInputs.Of(build, new("", variable => _values.Fill($"${{{variable}}}")), _context.Source),
        });
    }

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
}
