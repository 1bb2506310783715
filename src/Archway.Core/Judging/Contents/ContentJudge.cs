using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Verifying;
using Archway.Verifying.Binaries;

namespace Archway.Judging.Contents;

/// <summary>The opinion on what an image holds: whether its files are for the platform that it says it is for.</summary>
/// <remarks>The rule stands in docs/rules/I103.md and docs/rules/I106.md.</remarks>
public static class ContentJudge
{
    /// <summary>Judges an image's content on a platform.</summary>
    public static ContentJudgement On(Platform target, ContentFacts facts)
    {
        var all = MachineFile.Of(facts).ToArray();
        var fitting = all.Where(file => file.Fits(target)).ToArray();
        Companions companions = new(fitting);
        var starting = Starting(facts);
        var foreign = ImmutableArray.CreateBuilder<ForeignFile>();
        var legitimate = ImmutableArray.CreateBuilder<LegitimateFile>();
        foreach (var file in all.Where(file => !file.Fits(target)))
        {
            ForeignFile one = new(file.Holder, file.Inside, file.Machine, RoleOf(file, starting));
            // Whatever starts is no bystander.
            if (one.Role is not (FileRole.Entrypoint or FileRole.Interpreter) && companions.Find(file) is { } because) legitimate.Add(new(one, because));
            else foreign.Add(one);
        }

        Weighing weighing = new(target, facts, all.Length, [.. foreign.OrderBy(file => file.Role).ThenBy(file => file.Path, StringComparer.Ordinal)],
            Programs: fitting.Count(file => file.IsProgram), Libraries: fitting.Count(file => !file.IsProgram && !file.IsObject));
        return new()
        {
            Verification = weighing.Verification,
            Because = weighing.Because,
            Facts = facts,
            Machines = [.. all.Where(file => file.Inside is null && file.Content is ElfFile).GroupBy(file => file.Machine).Select(group => (group.Key, group.Count())).OrderByDescending(one => one.Item2).ThenBy(one => one.Key, StringComparer.Ordinal)],
            Foreign = weighing.Foreign,
            Legitimate = [.. legitimate.OrderBy(file => file.Foreign.Path, StringComparer.Ordinal)],
            Notes = [.. ContentNotes.Of(facts, weighing.Foreign)],
            Migration = MigrationFacts.Of(target, facts, fitting),
        };
    }

    private static Dictionary<string, FileRole> Starting(ContentFacts facts)
    {
        Dictionary<string, FileRole> roles = new(StringComparer.Ordinal);
        foreach (var program in facts.Programs)
            if (program.File is { } file) roles.TryAdd(file.Path, program.Role == ProgramRole.Interpreter ? FileRole.Interpreter : FileRole.Entrypoint);
        return roles;
    }

    private static FileRole RoleOf(MachineFile file, Dictionary<string, FileRole> starting) =>
        file.Inside is null && starting.TryGetValue(file.Holder.Path, out var role) ? role
        : file.IsObject ? FileRole.LinkedObject
        : file.IsProgram ? FileRole.Program
        : FileRole.Library;
}
