using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>What stages are to each other.</summary>
internal static class DockerfileStages
{
    // What a build's platform is called in the arguments that builders give.
    private static readonly string[] Choosing = ["TARGETARCH", "TARGETPLATFORM", "TARGETVARIANT", "BUILDARCH"];

    /// <summary>Whether the stage is one of several of which the platform chooses: <c>build_amd64</c>, beside <c>FROM build_${TARGETARCH}</c>.</summary>
    internal static bool IsOneOfSiblings(DockerfileDocument dockerfile, DockerfileStage stage) =>
        stage.Name is { } name && Choices(dockerfile).Any(choice => IsChosenBy(choice, name));

    private static IEnumerable<string> Choices(DockerfileDocument dockerfile)
    {
        foreach (var stage in dockerfile.Stages)
        {
            if (stage.From.Words is [var from, ..] && IsChoice(from.Text)) yield return from.Text;
            foreach (var flag in stage.Instructions.SelectMany(instruction => instruction.Flags))
                if (flag is { Name: "from", Value: { } value } && IsChoice(value.Text)) yield return value.Text;
        }
    }

    private static bool IsChoice(string word) =>
        word.Contains('$', StringComparison.Ordinal) && Choosing.Any(name => word.Contains(name, StringComparison.Ordinal));

    private static bool IsChosenBy(string choice, string name)
    {
        var (start, end) = (choice.IndexOf('$', StringComparison.Ordinal), choice.LastIndexOf('}') + 1);
        if (end == 0) end = choice.Length;
        return name.Length >= start + choice.Length - end
            && name.StartsWith(choice[..start], StringComparison.OrdinalIgnoreCase) && name.EndsWith(choice[end..], StringComparison.OrdinalIgnoreCase);
    }
}
