using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Archway.AwaitProfile;

/// <summary>Finds in an assembly which asynchronous methods wait: each calls its builder's <c>AwaitUnsafeOnCompleted</c>.</summary>
internal sealed class AwaitReader
{
    // The builders whose tasks are boxes of AsyncTaskMethodBuilder<T>; those without a result count as one of VoidTaskResult.
    private static readonly string[] Plain = ["AsyncTaskMethodBuilder", "AsyncValueTaskMethodBuilder"];
    private static readonly string[] Generic = ["AsyncTaskMethodBuilder`1", "AsyncValueTaskMethodBuilder`1"];

    private readonly MetadataReader _assembly;
    private readonly ProfileWriter _profile;
    private readonly TypeCopier _types;

    private AwaitReader(MetadataReader assembly, ProfileWriter profile) => (_assembly, _profile, _types) = (assembly, profile, new(assembly, profile));

    internal static void Read(MetadataReader assembly, ProfileWriter profile)
    {
        if (assembly.IsAssembly) new AwaitReader(assembly, profile).Read();
    }

    private void Read()
    {
        for (var row = 1; row <= _assembly.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var call = _assembly.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row));
            if (ResultOf(call.Method) is not { } result || call.DecodeSignature(_types, null) is not [_, var machine]) continue;
            _profile.Add(result, machine);
        }
    }

    /// <summary>What the method whose builder is called gives; null when it is no call of a builder's that waits.</summary>
    private WriteType? ResultOf(EntityHandle called)
    {
        if (called.Kind == HandleKind.MethodDefinition)
        {
            // Within the library that has the builders itself.
            var own = _assembly.GetMethodDefinition((MethodDefinitionHandle)called);
            return IsWait(own.Name) && IsOneOf(_assembly.GetTypeDefinition(own.GetDeclaringType()).Name, Plain) ? _profile.NoResult : null;
        }

        var member = _assembly.GetMemberReference((MemberReferenceHandle)called);
        if (!IsWait(member.Name)) return null;
        if (member.Parent.Kind == HandleKind.TypeReference)
            return IsOneOf(_assembly.GetTypeReference((TypeReferenceHandle)member.Parent).Name, Plain) ? _profile.NoResult : null;
        if (member.Parent.Kind != HandleKind.TypeSpecification) return null;
        var builder = _assembly.GetTypeSpecification((TypeSpecificationHandle)member.Parent);
        return _types.ArgumentOf(builder, Generic);
    }

    private bool IsWait(StringHandle name) => _assembly.StringComparer.Equals(name, "AwaitUnsafeOnCompleted");

    private bool IsOneOf(StringHandle name, string[] names) => Array.Exists(names, one => _assembly.StringComparer.Equals(name, one));
}
