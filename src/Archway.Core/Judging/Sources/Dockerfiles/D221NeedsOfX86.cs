using Archway.Oci.Platforms;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A list of dependencies that is copied in and asks for what there is for 64-bit x86 alone; or the host's own <c>node_modules</c>.</summary>
internal sealed class D221NeedsOfX86() : OneArchitectureRule("D221", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        foreach (var file in dockerfile.Copied)
        {
            if (!Instructions(dockerfile, "COPY", "ADD").Any(one => one.Instruction == file.Instruction)) continue;
            if (DependencyOfX86.In(file.Text) is var (name, line))
                yield return Found(dockerfile.Source, file.Word.Start, file.Word.Length,
                    $"{file.Text.Path}:{line} asks for {name}, which there is for 64-bit x86 alone; ask for what runs on {lacking} too", platform: lacking);
        }

        if (!dockerfile.Source.Text.Has("node_modules")) yield break;
        foreach (var (_, instruction) in Instructions(dockerfile, "COPY", "ADD"))
        {
            if (instruction.Words.Length < 2 || instruction.Flags.Any(flag => flag.Name == "from")) continue;
            foreach (var word in instruction.Words[..^1])
            {
                if (!word.Text.Trim('"', '\'').TrimEnd('/').Ends("node_modules")) continue;
                var found = Found(dockerfile.Source, word.Start, word.Length,
                    "these modules were installed for the machine that builds, with what is native in them; install them in the image", platform: lacking);
                // What is of JavaScript alone runs everywhere.
                yield return found with { Finding = found.Finding with { Severity = Severity.Warning } };
            }
        }
    }
}
