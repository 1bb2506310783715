using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Archway.AwaitProfile;

/// <summary>Writes a type where it is wanted.</summary>
internal delegate void WriteType(SignatureTypeEncoder place);

/// <summary>Copies types from an assembly's signatures into the profile's.</summary>
/// <remarks>A type parameter stands for any class: methods over all of them share one code.</remarks>
internal sealed class TypeCopier(MetadataReader from, ProfileWriter into) : ISignatureTypeProvider<WriteType, object?>
{
    private readonly string _assembly = from.GetString(from.GetAssemblyDefinition().Name);
    private (string Type, WriteType Argument)? _lastGeneric;

    /// <summary>The argument of a generic type that has one of these names; null for any other.</summary>
    internal WriteType? ArgumentOf(TypeSpecification type, string[] names)
    {
        _lastGeneric = null;
        type.DecodeSignature(this, null);
        return _lastGeneric is var (name, argument) && names.Contains(name) ? argument : null;
    }

    public WriteType GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Write(Copy(handle), rawTypeKind);

    public WriteType GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Write(Copy(handle), rawTypeKind);

    public WriteType GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public WriteType GetGenericInstantiation(WriteType genericType, ImmutableArray<WriteType> typeArguments)
    {
        var type = (Named)genericType.Target!;
        _lastGeneric = (into.NameOf(type.Type), typeArguments[0]);
        return place =>
        {
            var arguments = place.GenericInstantiation(type.Type, typeArguments.Length, type.IsValue);
            foreach (var argument in typeArguments) argument(arguments.AddArgument());
        };
    }

    public WriteType GetGenericMethodParameter(object? genericContext, int index) => into.AnyClass;

    public WriteType GetGenericTypeParameter(object? genericContext, int index) => into.AnyClass;

    public WriteType GetPrimitiveType(PrimitiveTypeCode typeCode) =>
        typeCode == PrimitiveTypeCode.Object ? place => place.Object() : place => place.PrimitiveType(typeCode);

    public WriteType GetSZArrayType(WriteType elementType) => place => elementType(place.SZArray());

    public WriteType GetModifiedType(WriteType modifier, WriteType unmodifiedType, bool isRequired) => unmodifiedType;

    public WriteType GetArrayType(WriteType elementType, ArrayShape shape) => throw Unexpected();

    public WriteType GetByReferenceType(WriteType elementType) => throw Unexpected();

    public WriteType GetPointerType(WriteType elementType) => throw Unexpected();

    public WriteType GetPinnedType(WriteType elementType) => throw Unexpected();

    public WriteType GetFunctionPointerType(MethodSignature<WriteType> signature) => throw Unexpected();

    private EntityHandle Copy(TypeDefinitionHandle handle)
    {
        var type = from.GetTypeDefinition(handle);
        var scope = type.GetDeclaringType() is { IsNil: false } outer ? Copy(outer) : into.Assembly(_assembly);
        return into.Type(scope, from.GetString(type.Namespace), from.GetString(type.Name));
    }

    private EntityHandle Copy(TypeReferenceHandle handle)
    {
        var type = from.GetTypeReference(handle);
        var scope = type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => Copy((TypeReferenceHandle)type.ResolutionScope),
            HandleKind.AssemblyReference =>
                into.Assembly(from.GetString(from.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)),
            _ => into.Assembly(_assembly),
        };
        return into.Type(scope, from.GetString(type.Namespace), from.GetString(type.Name));
    }

    private static WriteType Write(EntityHandle type, byte kind) => new Named(type, kind == (byte)SignatureTypeKind.ValueType).Write;

    private static NotSupportedException Unexpected() => new("no asynchronous method gives or keeps such a type");

    private sealed record Named(EntityHandle Type, bool IsValue)
    {
        internal void Write(SignatureTypeEncoder place) => place.Type(Type, IsValue);
    }
}
