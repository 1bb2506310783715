using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>The <c>variable</c> blocks and <c>locals</c> of one or several files, as <c>var.NAME</c> and <c>local.NAME</c>.</summary>
/// <param name="tool">Who works out what the sources do not tell.</param>
internal sealed class HclDeclarations(string tool) : HclScope
{
    private readonly Dictionary<string, HclValue?> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HclValue> _locals = new(StringComparer.Ordinal);

    internal override string Tool => tool;

    /// <summary>Takes in what a body declares; its expressions are read by the scope given.</summary>
    internal void Add(SourceText source, HclNode body, HclScope scope)
    {
        foreach (var (labels, variable) in HclBlocks.Of(body, "variable", 1))
            _variables[labels[0]] = variable["default"] is { } value ? new(source, value, scope) : null;
        foreach (var (_, locals) in HclBlocks.Of(body, "locals", 0))
            foreach (var local in locals.Members) _locals[local.Name] = new(source, local.Value, scope);
    }

    /// <summary>Takes in values that are given to the variables, as a <c>.tfvars</c> file does.</summary>
    internal void Give(SourceText source, HclNode body, HclScope scope)
    {
        foreach (var given in body.Members)
            if (_variables.ContainsKey(given.Name)) _variables[given.Name] = new(source, given.Value, scope);
    }

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps) => (name, NameAt(steps, 0)) switch
    {
        ("var", { } variable) => !_variables.TryGetValue(variable, out var value) ? HclFound.Not($"no variable is called {variable} here")
            : value is null ? HclFound.Not($"the variable {variable} has no default")
            : HclFound.Of(value, 1),
        ("local", { } local) => _locals.TryGetValue(local, out var value) ? HclFound.Of(value, 1) : HclFound.Not($"no local value is called {local} here"),
        _ => HclFound.Not($"{string.Join('.', [name, .. steps.Select((_, at) => NameAt(steps, at)).TakeWhile(step => step is not null)])} has a value only when {tool} runs"),
    };
}
