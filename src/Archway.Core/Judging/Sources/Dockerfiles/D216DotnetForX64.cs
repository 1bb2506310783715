using System.Text.RegularExpressions;
using Archway.Oci.Platforms;
using Archway.Reading.Builds;
using Archway.Reading.Dockerfiles;

namespace Archway.Judging.Sources.Dockerfiles;

/// <summary>A .NET program that is published for x64 whatever the build is for: <c>dotnet publish -r linux-x64</c>.</summary>
internal sealed partial class D216DotnetForX64() : OneArchitectureRule("D216", Severity.Blocker)
{
    protected override IEnumerable<SourceFinding> Check(DockerfileDocument dockerfile, Platform lacking)
    {
        var code = DockerfileCode.Of(dockerfile);
        // Who publishes for Arm besides does for both.
        if (!code.Text.Has("dotnet") || !code.Text.Has("x64") || code.Text.Has("-arm64") || code.Text.Has("-a arm64") || code.Text.Has("--arch arm64")) yield break;
        var crossing = CrossBuild.Of(dockerfile, "dotnet");
        foreach (var script in Scripts(dockerfile))
        {
            foreach (var command in script.Commands.Where(command => PackageInstall.IsOf(command, "dotnet")))
            {
                if (OptionIn(command) is not var (option, value) || script.IsChosen(value.Start)) continue;
                var isNative = IsNative(dockerfile, script, command);
                // Its linker and the libraries that it links would be those of the machine that builds.
                var cannotCross = isNative && DockerfileStages.IsOfBuildMachine(dockerfile, script.Stage);
                yield return Found(dockerfile.Source, option.Start, value.End - option.Start,
                    $"the program is published for x64 and does not run on {lacking}; publish it for ${{TARGETARCH}}"
                    + (IsOld(dockerfile, script.Stage) ? "; before .NET 8 its option -a knows x64 and not amd64, so that the name has to be mapped" : "")
                    + (cannotCross ? ", in a stage of that platform: native code is linked with the libraries of the machine that the stage runs on" : ""),
                    cannotCross || IsOld(dockerfile, script.Stage) ? null : FixOf(dockerfile, isNative ? [] : crossing, script, option, value), lacking);
            }
        }
    }

    /// <summary>Whether the program is compiled to native code, as far as the file tells: a project may say so too.</summary>
    private static bool IsNative(DockerfileDocument dockerfile, RunScript script, ShellWord[] command) =>
        command.Any(word => Native().IsMatch(word.Text))
        || (DockerfileStages.RootOf(dockerfile, script.Stage).From.Words is [{ Text: var image }, ..] && image.Ends("-aot"))
        || DockerfileCode.Of(dockerfile).Scripts.Any(one => one.Stage == script.Stage && one.Commands.Any(install =>
            PackageInstall.Packages(install).Any(package => package.Text.Begins("clang") || package.Text is "zlib1g-dev" or "zlib-dev")));

    /// <summary>Whether the stage has an SDK that does not know the machine by the name that builders give it.</summary>
    private static bool IsOld(DockerfileDocument dockerfile, DockerfileStage stage) =>
        DockerfileStages.RootOf(dockerfile, stage).From.Words is [{ Text: var image }, ..] && Sdk().Match(image) is { Success: true } match
        && int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) < 8;

    /// <summary>The option that names the machine, and the word that holds its value, which may be the same.</summary>
    private static (ShellWord Option, ShellWord Value)? OptionIn(ShellWord[] command)
    {
        for (var i = 0; i < command.Length; i++)
        {
            var word = command[i].Text;
            if (Joined().IsMatch(word)) return (command[i], command[i]);
            if (i + 1 == command.Length) break;
            if (word is "-r" or "--runtime" && Runtime().IsMatch(command[i + 1].Text)) return (command[i], command[i + 1]);
            if (word is "-a" or "--arch" && command[i + 1].Text is "x64" or "amd64") return (command[i], command[i + 1]);
        }

        return null;
    }

    private static Fix? FixOf(DockerfileDocument dockerfile, HashSet<int> crossing, RunScript script, ShellWord option, ShellWord value)
    {
        var code = DockerfileCode.Of(dockerfile);
        if (script.IsList || option.Text.Has("RuntimeIdentifier")
            || !script.IsFilledIn(option, option.Start)) return null;
        var runtime = value.Text.Split(':', '=')[^1];
        // With -a, .NET takes the system that it runs on: musl only where that is Alpine.
        var isOfSystem = runtime is "linux-x64" or "x64" or "amd64"
            || (runtime == "linux-musl-x64" && DockerfileStages.RootOf(dockerfile, script.Stage).From.Body.Text.Has("alpine"));
        if (!isOfSystem) return null;
        var isInPaths = code.Text.Has("/" + runtime);
        return new("publish for ${TARGETARCH}", isInPaths ? FixSafety.ShowOnly : FixSafety.Ask,
        [
            .. crossing.Contains(script.Stage.Number) ? (Edit[])[PlatformOption.PutOnBuildMachine(dockerfile.Source, script.Stage)] : [],
            .. TokenFix.ArgumentFor(dockerfile, script.Stage, script.Run, "${TARGETARCH}"),
            Edit.Of(dockerfile.Source, option.Start, value.End - option.Start, "-a ${TARGETARCH}"),
        ]);
    }

    [GeneratedRegex(@"dotnet(?:/core)?(?:/nightly)?/sdk:(\d{1,3})(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Sdk();

    [GeneratedRegex(@"\A[-/]p(?:roperty)?[:=](?:PublishAot|NativeLib)=(?!false\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Native();

    [GeneratedRegex(@"\A(?:linux|linux-musl|alpine[\d.]*|debian[\d.]*|ubuntu[\d.]*|rhel[\d.]*|centos[\d.]*)-x64\z", RegexOptions.CultureInvariant)]
    private static partial Regex Runtime();

    [GeneratedRegex(@"\A(?:-r[:=]|--runtime[:=]|[-/]p:RuntimeIdentifier=)(?:linux|linux-musl|alpine[\d.]*|debian[\d.]*|ubuntu[\d.]*|rhel[\d.]*)-x64\z"
        + @"|\A--arch[:=]x64\z", RegexOptions.CultureInvariant)]
    private static partial Regex Joined();
}
