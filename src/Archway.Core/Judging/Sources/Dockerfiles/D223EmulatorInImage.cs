using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>An emulator that is put into the image: <c>COPY qemu-x86_64-static /usr/bin</c>.</summary>
internal sealed class D223EmulatorInImage() : DockerfileRule("D223", Severity.Warning)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, RuleContext context)
    {
        if (!dockerfile.Source.Text.Has("-static")) yield break;
        foreach (var instruction in dockerfile.Stages.SelectMany(stage => stage.Instructions).Where(instruction => instruction.Name is "COPY" or "ADD"))
        {
            if (instruction.Words.FirstOrDefault(word => IsEmulator(word.Text)) is not { Text: not null } word) continue;
            yield return Found(dockerfile.Source, word.Start, word.Length,
                "the image carries an emulator, which builders and machines bring along since they register it with the kernel's fix-binary flag; leave it out",
                instruction.Words.SkipLast(1).All(one => IsEmulator(one.Text)) ? Leave(dockerfile, instruction) : null);
        }
    }

    private static bool IsEmulator(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..].Trim('"', '[', ']', ',');
        return name.Begins("qemu-") && name.Has("-static") && !name.Begins("qemu-user");
    }

    private static Fix Leave(DockerfileDocument dockerfile, DockerfileInstruction instruction)
    {
        var (source, start, end) = (dockerfile.Source, instruction.Keyword.Start, instruction.Body.Start + instruction.Body.Length);
        var line = source.Text.LastIndexOf('\n', Math.Max(0, start - 1)) + 1;
        if (start > 0 && string.IsNullOrWhiteSpace(source.Text[line..start])) start = line;
        var next = source.Text.IndexOf('\n', end);
        return new("leave the emulator out", FixSafety.Ask, Edit.Of(source, start, (next < 0 ? source.Text.Length : next + 1) - start, ""));
    }
}
