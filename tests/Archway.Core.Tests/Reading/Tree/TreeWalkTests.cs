using System.ComponentModel;
using System.Diagnostics;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Reading.Tree;

public sealed class TreeWalkTests
{
    [Fact]
    public void Files_come_in_the_ordinal_order_of_their_paths_and_Dockerfiles_last()
    {
        using var folder = new Folder().With("b.yaml").With("a/x.yaml").With("a-1.yaml").With("a.yaml").With("a0.yaml").With("Z.yaml")
            .With("a/b/Dockerfile").With("Dockerfile");

        Assert.Equal(["Z.yaml", "a-1.yaml", "a.yaml", "a/x.yaml", "a0.yaml", "b.yaml", "Dockerfile", "a/b/Dockerfile"], folder.Files());
    }

    [Fact]
    public void What_git_ignores_and_node_modules_are_passed_by_and_counted()
    {
        using var folder = new Folder().With(".gitignore", "build/\n/out\n**/tmp\n").With("Dockerfile").With("build/Dockerfile").With("out/Dockerfile")
            .With("a/out/Dockerfile").With("a/tmp/Dockerfile").With("a/node_modules/x/Dockerfile").With(".git/Dockerfile");

        Assert.Equal(["Dockerfile", "a/out/Dockerfile"], folder.Files());
        Assert.Equal(
            [".git .git", "a/node_modules node_modules", "a/tmp ignored by git", "build ignored by git", "out ignored by git"],
            folder.Read().OfType<SourceItem.Skipped>().Select(skipped => $"{skipped.Path} {skipped.Reason}"));
        Assert.Equal(7, folder.Files(new() { IncludeIgnored = true }).Length);
    }

    [Theory]
    [InlineData("build", "", "build/")]
    [InlineData("build", "build/ # no comment here", "")]
    [InlineData("a/build", "", "build")]
    [InlineData("a/build", "", "a/*")]
    [InlineData("a/build", "", "a/**")]
    [InlineData("a/b/build", "", "a/**/build")]
    [InlineData("a/build", "", "a/**/build")]
    [InlineData("a/build", "/build", "")]
    [InlineData("a/build", "", "/build")]
    [InlineData("build", "", "*\n!build/")]
    [InlineData("build", "", "[a-c]uil?")]
    [InlineData("build", "", "[!a-c]uild")]
    [InlineData("build", "", "b\\uild")]
    [InlineData("build ", "", "build\\ ")]
    [InlineData("#build", "", "\\#build")]
    [InlineData("build", "", "build   \r")]
    public void Patterns_mean_what_they_mean_to_git(string path, string nested, string root)
    {
        using var folder = new Folder().With($"{path}/Dockerfile").With(".gitignore", root);
        if (nested.Length > 0) folder.With("a/.gitignore", nested);
        Git(folder, "init", "-q");

        // Only folders are asked about here; a folder above that is ignored ignores this one too.
        var isIgnored = Git(folder, "check-ignore", "-q", path);

        Assert.Equal(isIgnored ? [] : [$"{path}/Dockerfile"], folder.Files());
    }

    [Fact]
    public void A_folder_in_which_git_tracks_files_is_read_whatever_is_ignored()
    {
        using var folder = new Folder().With(".gitignore", "build/").With("build/app/Dockerfile").With("build/cache/Dockerfile");
        Git(folder, "init", "-q");
        Git(folder, "add", "-f", "build/app/Dockerfile");

        Assert.Equal(["build/app/Dockerfile"], folder.Files());
        foreach (var version in (string[])["3", "4"])
        {
            Git(folder, "update-index", "--index-version", version);
            Assert.Equal(["build/app/Dockerfile"], folder.Files());
        }
    }

    [Fact]
    public void Without_git_a_bare_word_that_may_be_a_program_hides_no_folder_of_that_name()
    {
        using var folder = new Folder().With(".gitignore", "kustomize\ndist\n.cache\n").With("kustomize/Dockerfile").With("dist/Dockerfile")
            .With(".cache/Dockerfile");

        Assert.Equal(["kustomize/Dockerfile"], folder.Files());

        folder.With(".git/HEAD");
        Assert.Empty(folder.Files());
    }

    [Fact]
    public void A_deeper_file_brings_back_what_a_higher_one_ignores()
    {
        using var folder = new Folder().With(".gitignore", "out").With("a/.gitignore", "!out").With("a/out/Dockerfile").With("b/out/Dockerfile");

        Assert.Equal(["a/out/Dockerfile"], folder.Files());
    }

    [Fact]
    public void Links_are_neither_followed_out_nor_read_twice()
    {
        using var folder = new Folder().With("out/Dockerfile").With("tree/a/Dockerfile").With("tree/a/base.txt")
            .WithLink("tree/up", "..").WithLink("tree/again", "a").WithLink("tree/a/self", ".").WithLink("tree/x.dockerfile", "../out/Dockerfile")
            .WithLink("tree/y.dockerfile", "a/Dockerfile").WithLink("tree/z1.dockerfile", "a/base.txt").WithLink("tree/z2.dockerfile", "a/base.txt");

        var items = SourceReader.Read(new SourceTree(folder.On("tree")), new(), TestContext.Current.CancellationToken).ToList();

        Assert.Equal(["a/Dockerfile", "z1.dockerfile"], items.OfType<SourceItem.File>().Select(file => file.Path));
        Assert.Equal("x.dockerfile", Assert.Single(items.OfType<SourceItem.Skipped>()).Path);
    }

    [Fact]
    public void A_person_may_exclude_files_and_folders()
    {
        using var folder = new Folder().With("a/Dockerfile").With("b/Dockerfile").With("b/test/c/Dockerfile").With("x.yaml").With("y.yaml");

        Assert.Equal(["y.yaml", "b/Dockerfile"], folder.Files(new() { Exclude = ["a", "test/", "/x.*"] }));
    }

    [Fact]
    public void A_folder_nested_without_end_is_reported()
    {
        using var folder = new Folder().With(string.Concat(Enumerable.Repeat("a/", 110)) + "Dockerfile");

        Assert.Empty(folder.Files());
        Assert.Equal("it lies more than 100 folders deep", Assert.Single(folder.Read().OfType<SourceItem.Unparsed>()).Problem);
    }

    [Fact]
    public void A_pattern_made_to_cost_time_costs_none()
    {
        using var folder = new Folder()
            .With(".gitignore", string.Concat(Enumerable.Repeat("*a", 60)) + "b\n" + string.Concat(Enumerable.Repeat("**/a/", 60)) + "b")
            .With(string.Concat(Enumerable.Repeat("a/", 60)) + new string('a', 200) + "/Dockerfile");

        Assert.Single(folder.Files());
    }

    private static bool Git(Folder folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder.Path, .. arguments]))!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            Assert.Skip("git is not installed, and it says what its patterns mean");
            return false;
        }
    }
}
