using System.Collections.Immutable;
using Archway.Reading;
using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>The images that the commands of a job build.</summary>
internal static class CommandBuilds
{
    private static readonly string[] Verbs = ["build", "bud", "build-using-dockerfile"];
    private static readonly string[] Hidden = ["arg", "opt", "flag", "platform", "extra", "param"];
    private static readonly string[] Groups = ["buildx", "image", "builder"];

    /// <summary>The builds of a job's steps.</summary>
    /// <param name="source">The file.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="pushed">The names that the job puts into a registry.</param>
    /// <param name="values">What a text with variables comes to; null where that cannot be told.</param>
    internal static IReadOnlyList<JobBuild> In(
        SourceText source, ImmutableArray<PipelineStep> steps, PushedNames pushed, Func<PipelineStep, string, IReadOnlyList<string>?> values)
    {
        List<CommandBuild> all = [];
        foreach (var step in steps)
        {
            foreach (var command in step.Commands)
            {
                if (BuildCommand.Of(command.Texts) is not { } build) continue;
                var (start, length, isKaniko) = PlaceOf(command);
                // Of buildx's builders most keep what they build to themselves.
                var mayBePushed = build.IsLoaded || !command.Texts.Contains("buildx");
                all.Add(new(new(step, start, length)
                {
                    Platforms = Platforms(source, command, build.Platforms, text => values(step, text)),
                    IsPublished = build.IsPushed,
                    IsPushed = build.IsPushed,
                    IsLoaded = build.IsLoaded,
                    Tags = build.Names.Count == 0 ? null : string.Join(',', build.Names),
                    IsOnlyNative = isKaniko,
                }, mayBePushed, mayBePushed && pushed.Has(build.Names)));
            }
        }

        // What is pushed in a loop is any of them.
        var isAny = pushed.IsVague && !all.Exists(one => one.IsNamed);
        return all.ConvertAll(one => one.Build with { IsPublished = one.Build.IsPublished || one.IsNamed || (isAny && one.MayBePushed) });
    }

    /// <summary>Whether a command is given options by a variable, which may name platforms.</summary>
    private static bool HasHidden(PipelineCommand command) => command.Texts.Exists(word => word.StartsWith('$') && Hidden.Any(part => word.Contains(part, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The platforms that an option of a command names.</summary>
    internal static WrittenPlatforms? Platforms(SourceText source, PipelineCommand command, string? written, Func<string, IReadOnlyList<string>?> values)
    {
        if (written is null) return HasHidden(command) ? new(command.Words[0].Start, 1, []) : null;
        if (written.Length == 0 || command.Holding(written) is not { } word) return new(command.Words[0].Start, command.Words[0].Text.Length, []);
        var at = source.Text.IndexOf(written, word.Start, word.End - word.Start, StringComparison.Ordinal);
        return at < 0 ? new(word.Start, word.End - word.Start, []) : WrittenPlatforms.Of(source, at, written.Length, values(written));
    }

    /// <summary>Where the tool and what it is told to do stand.</summary>
    private static (int Start, int Length, bool IsKaniko) PlaceOf(PipelineCommand command)
    {
        for (var i = 1; i < command.Words.Count; i++)
        {
            if (!Verbs.Contains(command.Texts[i])) continue;
            var first = Groups.Contains(command.Texts[i - 1]) && i > 1 ? i - 2 : i - 1;
            return (command.Words[first].Start, command.Words[i].End - command.Words[first].Start, false);
        }

        var own = command.Words.FirstOrDefault(word => word.Text.EndsWith("kaniko/executor", StringComparison.Ordinal));
        return own.Text is null ? (command.Words[0].Start, 1, false) : (own.Start, own.End - own.Start, true);
    }

    /// <summary>A build by a command.</summary>
    /// <param name="Build">What it builds.</param>
    /// <param name="MayBePushed">Whether another command can push it.</param>
    /// <param name="IsNamed">Whether one pushes a name of it.</param>
    private sealed record CommandBuild(JobBuild Build, bool MayBePushed, bool IsNamed);
}
