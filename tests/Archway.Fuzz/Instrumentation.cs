using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Archway.Fuzz;

/// <summary>Adds to the readers' assemblies, before they are loaded, code that counts in <see cref="Coverage"/> how often each part of them runs.</summary>
internal static class Instrumentation
{
    private static readonly string[] Assemblies = ["Archway.Oci.dll", "Archway.Core.dll"];

    /// <summary>Rewrites the assemblies beside this program, unless that was done.</summary>
    internal static void Add()
    {
        var part = 0;
        foreach (var name in Assemblies) Add(Path.Combine(AppContext.BaseDirectory, name), ref part);
    }

    private static void Add(string path, ref int part)
    {
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { InMemory = true });
        if (module.AssemblyReferences.Any(reference => reference.Name == typeof(Coverage).Assembly.GetName().Name)) return;
        var counts = module.ImportReference(typeof(Coverage).GetField(nameof(Coverage.Counts)));
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)) Add(method.Body, counts, ref part);
        // What was compiled to be debugged is else run without being optimised.
        foreach (var debugging in module.Assembly.CustomAttributes.Where(one => one.AttributeType.Name == "DebuggableAttribute").ToList())
            module.Assembly.CustomAttributes.Remove(debugging);
        module.Write(path);
    }

    private static void Add(MethodBody body, FieldReference counts, ref int part)
    {
        body.SimplifyMacros();
        foreach (var start in Starts(body).ToList()) Count(body.GetILProcessor(), start, counts, part++ % Coverage.Counts.Length);
        body.OptimizeMacros();
    }

    /// <summary>Where parts begin: at the method's start, where a jump leads, behind one, and at the handlers of exceptions.</summary>
    private static HashSet<Instruction> Starts(MethodBody body)
    {
        HashSet<Instruction> starts = [body.Instructions[0]];
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target) starts.Add(target);
            if (instruction.Operand is Instruction[] targets) starts.UnionWith(targets);
            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next) starts.Add(next);
        }

        foreach (var handler in body.ExceptionHandlers) starts.Add(handler.HandlerStart);
        return starts;
    }

    /// <summary>Counts before <paramref name="start"/>, which itself becomes the first of the added instructions, so that jumps lead to them.</summary>
    private static void Count(ILProcessor il, Instruction start, FieldReference counts, int part)
    {
        var moved = il.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (start.OpCode, start.Operand);
        il.InsertAfter(start, moved);
        (start.OpCode, start.Operand) = (OpCodes.Ldsfld, counts);
        Instruction[] added =
        [
            il.Create(OpCodes.Ldc_I4, part), il.Create(OpCodes.Ldelema, il.Body.Method.Module.TypeSystem.Byte), il.Create(OpCodes.Dup),
            il.Create(OpCodes.Ldind_U1), il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Add), il.Create(OpCodes.Conv_U1), il.Create(OpCodes.Stind_I1),
        ];
        foreach (var one in added) il.InsertBefore(moved, one);
    }
}
