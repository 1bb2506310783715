using System.Text;
using Archway.Core.Tests.Verifying.Trees;
using Archway.Oci.Content;
using Archway.Verifying;
using Archway.Verifying.Starting;
using Xunit;

namespace Archway.Core.Tests.Verifying.Starting;

/// <summary>What a config starts.</summary>
public sealed class ProgramSearchTests
{
    [Theory]
    [InlineData("""{"Entrypoint":["/usr/bin/app"]}""", "Entrypoint /usr/bin/app")]
    [InlineData("""{"Cmd":["app","-x"]}""", "Entrypoint /usr/bin/app")]
    [InlineData("""{"Cmd":["app"],"Env":["PATH=/opt/bin:/usr/bin"]}""", "Entrypoint /opt/bin/app")]
    [InlineData("""{"Cmd":["./app"],"WorkingDir":"/opt/bin"}""", "Entrypoint /opt/bin/app")]
    [InlineData("""{"Cmd":["bin/app"],"WorkingDir":"/opt"}""", "Entrypoint /opt/bin/app")]
    [InlineData("""{"Cmd":["linked"]}""", "Entrypoint /usr/bin/app")]
    [InlineData("""{"Cmd":["app"],"Env":["PATH=bin"],"WorkingDir":"/opt"}""", "Entrypoint /opt/bin/app")]
    [InlineData("""{"Cmd":["absent"]}""", "Entrypoint absent!")]
    [InlineData("""{"Cmd":["notes.txt"],"Env":["PATH=/opt"]}""", "Entrypoint notes.txt!")]
    [InlineData("""{"Cmd":["/opt/notes.txt"]}""", "Entrypoint /opt/notes.txt?")]
    [InlineData("""{}""")]
    [InlineData("""{"Entrypoint":[""]}""")]
    public void The_first_word_is_a_path_or_looked_for_along_the_path(string process, params string[] programs) => Assert.Equal(programs, Started(process));

    [Theory]
    [InlineData("""{"Entrypoint":["start.sh"],"Cmd":["app"]}""", "Entrypoint /usr/bin/start.sh", "Interpreter /usr/bin/sh", "Command /usr/bin/app")]
    [InlineData("""{"Entrypoint":["start.sh"],"Cmd":["--flag","web"]}""", "Entrypoint /usr/bin/start.sh", "Interpreter /usr/bin/sh")]
    [InlineData("""{"Cmd":["script.py"]}""", "Entrypoint /usr/bin/script.py", "Interpreter /usr/bin/env", "Interpreter python3!")]
    [InlineData("""{"Cmd":["/bin/sh","-c","FOO=1 exec app --serve"]}""", "Entrypoint /usr/bin/sh", "Command /usr/bin/app")]
    [InlineData("""{"Cmd":["sh","-ec","$APP run"]}""", "Entrypoint /usr/bin/sh")]
    [InlineData("""{"Entrypoint":["/sbin/tini","-g","--","start.sh"],"Cmd":["app"]}""",
        "Entrypoint /usr/sbin/tini", "Command /usr/bin/start.sh", "Interpreter /usr/bin/sh", "Command /usr/bin/app")]
    [InlineData("""{"Entrypoint":["app","start.sh"]}""", "Entrypoint /usr/bin/app")]
    public void What_starts_others_is_followed(string process, params string[] programs) => Assert.Equal(programs, Started(process));

    [Fact]
    public void The_dynamic_linker_and_the_libraries_are_looked_up()
    {
        var layer = new LayeredTar()
            .Binary("usr/bin/app", new() { Type = 3, IsProgram = true, Interpreter = "/lib/ld-linux-aarch64.so.1", Needed = ["liba.so.1", "libgone.so.2"] })
            .Link("lib", "usr/lib")
            .Binary("usr/lib/ld-linux-aarch64.so.1", new())
            .Binary("usr/lib/x86_64-linux-gnu/libgone.so.2", new() { Machine = LayeredTar.X8664 })
            .Binary("usr/lib/aarch64-linux-gnu/liba.so.1", new() { Needed = ["libb.so.1"], RunPath = "$ORIGIN/../own" })
            .Binary("usr/lib/own/libb.so.1", new());
        var tree = LayeredTar.Tree(layer);
        ProgramSearch search = new(tree, Config("""{"Cmd":["app"]}"""));
        var files = tree.Files().Where(tree.HasContent).Select(file => new ContentFile(tree.PathOf(file), 0, tree.ContentOf(file)!, false)).ToArray();

        var programs = search.Find();
        var app = new LibrarySearch(tree, files, named: null).WithLibraries(programs[0]);

        Assert.Equal(["Entrypoint /usr/bin/app", "Interpreter /usr/lib/ld-linux-aarch64.so.1"], Told(programs));
        Assert.Equal(["/usr/lib/aarch64-linux-gnu/liba.so.1", "/usr/lib/own/libb.so.1"], app.Libraries.Select(library => library.Path));
        Assert.Equal(["libgone.so.2"], app.Missing);
    }

    [Fact]
    public void A_program_found_at_the_first_place_is_certain_whatever_lies_below()
    {
        var tree = LayeredTar.Tree(new LayeredTar().Program("usr/bin/app"));
        ProgramSearch first = new(tree, Config("""{"Cmd":["app"],"Env":["PATH=/usr/bin:/bin"]}"""));
        ProgramSearch second = new(tree, Config("""{"Cmd":["app"],"Env":["PATH=/bin:/usr/bin"]}"""));
        _ = (first.Find(), second.Find());

        Assert.True(first.IsCertain);
        Assert.False(second.IsCertain);
    }

    private static string[] Started(string process)
    {
        var tree = LayeredTar.Tree(new LayeredTar()
            .Program("usr/bin/app").Program("opt/bin/app").Program("usr/bin/sh").Program("usr/bin/env").Program("usr/sbin/tini")
            .Link("bin", "usr/bin").Link("sbin", "usr/sbin").Link("usr/bin/linked", "app")
            .File("usr/bin/start.sh", "#!/bin/sh\nexec \"$@\"\n", isExecutable: true)
            .File("usr/bin/script.py", "#!/usr/bin/env python3\n", isExecutable: true)
            .File("opt/notes.txt"));
        return Told(new ProgramSearch(tree, Config(process)).Find());
    }

    private static ImageConfig Config(string process) => ImageConfig.Read(Encoding.UTF8.GetBytes($$"""{"os":"linux","architecture":"arm64","config":{{process}}}"""));

    private static string[] Told(IEnumerable<StartedProgram> programs) =>
        [.. programs.Select(program => $"{program.Role} {program.File?.Path ?? program.Written + (program.IsThere ? "?" : "!")}")];
}
