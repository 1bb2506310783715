using System.Collections.Immutable;

namespace Archway.Reading.Dockerfiles;

/// <summary>A list of what a program needs, which a Dockerfile copies into the image before it is installed.</summary>
/// <param name="Instruction">The instruction that copies it.</param>
/// <param name="Word">The word there that names it.</param>
/// <param name="Text">What it says.</param>
internal sealed record CopiedFile(DockerfileInstruction Instruction, DockerfileWord Word, SourceText Text)
{
    // Such lists are short, and a Dockerfile copies one or two.
    private const int LargestText = 512 * 1024;
    private const int MostFiles = 20;

    /// <summary>Those of a Dockerfile that are surely the files of the tree that lie beside it, or at its root.</summary>
    internal static ImmutableArray<CopiedFile> Of(SourceText dockerfile, ImmutableArray<DockerfileStage> stages, SourceTree tree)
    {
        List<CopiedFile> files = [];
        foreach (var instruction in stages.SelectMany(stage => stage.Instructions))
        {
            if (instruction.Name is not ("COPY" or "ADD") || instruction.Flags.Any(flag => flag.Name == "from") || instruction.Words.Length < 2) continue;
            foreach (var word in instruction.Words[..^1])
            {
                if (PathOf(word.Text) is not { } path) continue;
                if (files.Count == MostFiles) return [.. files];
                if (Find(dockerfile, path, tree) is { } text) files.Add(new(instruction, word, text));
            }
        }

        return [.. files];
    }

    private static string? PathOf(string word)
    {
        var path = word.Trim('"', '\'').Replace("package*.json", "package.json", StringComparison.Ordinal);
        if (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isOne = name is "package.json" or "environment.yml" or "environment.yaml"
            || (name.StartsWith("requirements", StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal));
        return isOne && path.AsSpan().IndexOfAny("*?$[{") < 0 ? path : null;
    }

    // Whether a build begins beside the Dockerfile or at the root is not known; where both have one, which is meant cannot be told.
    private static SourceText? Find(SourceText dockerfile, string path, SourceTree tree)
    {
        if (dockerfile.Folder.Length == 0) return tree.ReadText(path, LargestText).Value;
        var (beside, atRoot) = (tree.ReadText($"{dockerfile.Folder}/{path}", LargestText).Value, tree.ReadText(path, LargestText).Value);
        return beside is null || atRoot is null || beside.Text == atRoot.Text ? beside ?? atRoot : null;
    }
}
