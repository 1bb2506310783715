using System.Collections.Immutable;

namespace Archway.Reading.Hcl;

/// <summary>The <c>variable</c> blocks and <c>locals</c> of one or several files, as <c>var.NAME</c> and <c>local.NAME</c>.</summary>
/// <param name="tool">Who works out what the sources do not tell.</param>
internal sealed class HclDeclarations(string tool) : HclScope
{
    private const string Default = "default";
    private readonly HclNames _variables = new();
    private readonly HclNames _locals = new();

    internal override string Tool => tool;

    /// <summary>Takes in what a body declares; its expressions are read by the scope given.</summary>
    internal void Add(SourceText source, HclNode body, HclScope scope, bool isOverride)
    {
        foreach (var (labels, variable) in HclBlocks.Of(body, "variable", 1)) _variables.Add(labels[0], new(source, variable, scope), isOverride);
        foreach (var (_, locals) in HclBlocks.Of(body, "locals", 0))
            foreach (var local in locals.Members) _locals.Add(local.Name, new(source, local.Value, scope), isOverride);
    }

    /// <summary>Takes in values that are given to the variables, as a <c>.tfvars</c> file does.</summary>
    internal void Give(SourceText source, HclNode body, HclScope scope)
    {
        foreach (var given in body.Members)
            if (_variables.Has(given.Name))
                _variables.Add(given.Name, new(source, new HclObject(0, 0, [given with { Name = Default }]), scope), isOverride: true);
    }

    internal override HclFound Find(string name, ImmutableArray<HclNode> steps, SourceText from)
    {
        if (NameAt(steps, 0) is { } first && name is "var" or "local")
        {
            var names = name == "var" ? _variables : _locals;
            if (names.Find(first, from) is not { } found) return HclFound.Not(names.Reason(first, name == "var" ? "variable" : "local value"));
            return (name == "var" ? found[Default] : found) is { } value ? HclFound.Of(value, 1) : HclFound.Not($"the variable {first} has no default");
        }
        var path = string.Join('.', [name, .. steps.Select((_, at) => NameAt(steps, at)).TakeWhile(step => step is not null)]);
        return HclFound.Not($"{path} has a value only when {tool} runs");
    }
}
