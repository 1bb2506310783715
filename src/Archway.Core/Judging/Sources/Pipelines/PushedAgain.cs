using Archway.Reading.Builds;

namespace Archway.Judging.Sources.Pipelines;

/// <summary>A push of an image under a name that was pushed before for another platform.</summary>
/// <param name="Start">Where the name stands.</param>
/// <param name="Length">How many characters it takes.</param>
/// <param name="Message">What is so.</param>
internal sealed record PushedAgain(int Start, int Length, string Message)
{
    private const int MostPushes = 500;

    /// <summary>Those of a list of commands.</summary>
    internal static IEnumerable<PushedAgain> In(IReadOnlyList<PipelineCommand> commands)
    {
        // By a name the platform that it was last built for, and the one that it was pushed for.
        Dictionary<string, string> built = new(StringComparer.Ordinal), pushed = new(StringComparer.Ordinal);
        foreach (var command in commands)
        {
            // Behind a new value the same text may be another name.
            if (command.Words is [var only] && only.Text.Contains('=', StringComparison.Ordinal) || command.Texts[0] is "export")
            {
                Forget(built, command.Texts[^1]);
                Forget(pushed, command.Texts[^1]);
            }

            var build = BuildCommand.Of(command.Texts);
            if (build is { Platforms: { } platform } && !platform.AsSpan().ContainsAny('$', ','))
                foreach (var name in build.Names)
                    if (built.Count < MostPushes) built[name] = platform;
            foreach (var name in build is { IsPushed: true } ? build.Names : command.Pushed is { Text: var one } ? [one] : [])
            {
                if (!built.TryGetValue(name, out var now) || pushed.Count == MostPushes) continue;
                if (pushed.TryGetValue(name, out var before) && before != now && command.Holding(name) is { } word)
                    yield return new(word.Start, word.End - word.Start,
                        $"the image for {now} takes the place of the one for {before} under this tag: push both at once with buildx, or join them with imagetools create");
                pushed[name] = now;
            }
        }
    }

    private static void Forget(Dictionary<string, string> names, string assignment)
    {
        var variable = assignment.Split('=')[0];
        foreach (var name in names.Keys.Where(name => Dockerfiles.ShellVariables.Uses(name, variable)).ToArray()) names.Remove(name);
    }
}
