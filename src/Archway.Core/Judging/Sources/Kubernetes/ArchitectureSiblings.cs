using System.Runtime.CompilerServices;
using Archway.Reading;

namespace Archway.Judging.Sources.Kubernetes;

/// <summary>What stands beside the sources of one architecture for the others.</summary>
internal static class ArchitectureSiblings
{
    // A file may hold very many documents, and is looked through once.
    private static readonly ConditionalWeakTable<SourceText, StrongBox<bool>> Selecting = [];

    /// <summary>Whether something in the file asks for nodes of another architecture than amd64, as the second of two alike does.</summary>
    internal static bool SelectOthers(SourceText source) => Selecting.GetValue(source, file => new(Look(file.Text))).Value;

    private static bool Look(string text)
    {
        const string Label = NodeLabels.Architecture;
        for (var at = text.IndexOf(Label, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Label, at + 1, StringComparison.Ordinal))
        {
            var line = text.LastIndexOf('\n', at) + 1;
            var rest = text.AsSpan(at + Label.Length).TrimStart("\"'").TrimStart();
            if (rest is [':', ..] && rest[1..].TrimStart(" \t\"'") is var value && IsOther(value) && !text.AsSpan(line, at - line).Contains('#')) return true;
        }

        return false;
    }

    private static bool IsOther(ReadOnlySpan<char> value) =>
        value.StartsWith("arm") || value.StartsWith("s390x") || value.StartsWith("ppc64") || value.StartsWith("riscv64");
}
