using Archway.Judging;

namespace Archway.Cli.Reports;

/// <summary>Which fixes are made, and what becomes of them.</summary>
/// <param name="Rules">The rules whose fixes are made; empty for all.</param>
/// <param name="MakesUnsafe">Whether those are made that may change what the sources mean.</param>
/// <param name="Writes">Whether the files are changed.</param>
/// <param name="Patch">The file that the diff goes to; null for standard output.</param>
internal sealed record FixOptions(string[] Rules, bool MakesUnsafe, bool Writes, string? Patch)
{
    internal bool Wants(Finding finding) => IsOfRules(finding) && (MakesUnsafe || finding.Fix is { Safety: FixSafety.Safe });

    internal bool IsOfRules(Finding finding) => Rules.Length == 0 || Rules.Contains(finding.Rule);
}
