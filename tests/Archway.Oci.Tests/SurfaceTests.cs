using System.Reflection;
using System.Text;
using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Oci.Tests;

/// <summary>What others may build on: a change of it is a change someone read and agreed to.</summary>
public sealed class SurfaceTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_public_surface_is_the_one_agreed_on()
    {
        StringBuilder surface = new();
        foreach (var type in typeof(Digest).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            surface.Append(type.FullName).Append('\n');
            var isRecord = type.GetMethod("<Clone>$") is not null;
            foreach (var member in type.GetMembers(Own).Where(member => IsWritten(member, isRecord)).Select(Text).Order(StringComparer.Ordinal))
                surface.Append("  ").Append(member).Append('\n');
        }

        Golden.Equal("Surface", surface.ToString());
    }

    // What the compiler writes for a record or a property is not somebody's decision.
    private static bool IsWritten(MemberInfo member, bool isRecord) => member switch
    {
        MethodInfo { IsSpecialName: true } => false,
        MethodInfo method => !method.Name.StartsWith('<') && !(isRecord && method.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct"),
        FieldInfo { Name: "value__" } => false,
        _ => true,
    };

    private static string Text(MemberInfo member) => member switch
    {
        MethodInfo method => $"{Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        PropertyInfo property => $"{Name(property.PropertyType)} {property.Name}",
        FieldInfo field => $"{Name(field.FieldType)} {field.Name}",
        _ => member.ToString()!,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
