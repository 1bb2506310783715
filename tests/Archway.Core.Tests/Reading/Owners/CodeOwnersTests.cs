using Archway.Core.Tests.Reading.Tree;
using Archway.Reading;
using Archway.Reading.Owners;
using Xunit;

namespace Archway.Core.Tests.Reading.Owners;

public sealed class CodeOwnersTests
{
    [Theory]
    [InlineData("* @all", "a/b/c.yaml", "@all")]
    [InlineData("* @all\n*.yaml @yaml", "a/b/c.yaml", "@yaml")]
    [InlineData("*.yaml @yaml\n* @all", "a/b/c.yaml", "@all")]
    [InlineData("* @all\n/apps/github", "apps/github/x", "")]
    [InlineData("/build/logs/ @logs", "build/logs/x/y", "@logs")]
    [InlineData("/build/logs/ @logs", "a/build/logs/x", "")]
    [InlineData("docs/* @docs", "docs/getting-started.md", "@docs")]
    [InlineData("docs/* @docs", "docs/build-app/troubleshooting.md", "")]
    [InlineData("apps/ @apps", "x/apps/y/z", "@apps")]
    [InlineData("apps/ @apps", "apps", "")]
    [InlineData("/docs/ @docs", "docs/a/b", "@docs")]
    [InlineData("/docs @docs", "docs/a/b", "@docs")]
    [InlineData("/scripts/ @a @b b@example.test", "scripts/x", "@a @b b@example.test")]
    [InlineData("**/logs @logs", "build/logs/x", "@logs")]
    [InlineData("**/logs @logs", "deeply/nested/logs/x", "@logs")]
    [InlineData("/src/**/deploy/*.yaml @deploy", "src/a/b/deploy/x.yaml", "@deploy")]
    [InlineData("a\\ b/ @space", "a b/x", "@space")]
    [InlineData("\\#x @hash", "#x", "@hash")]
    [InlineData("# * @nobody\n  # * @nobody", "x", "")]
    [InlineData("*.js @js # the rest", "x.js", "@js")]
    [InlineData("!x @not", "x", "")]
    [InlineData("[ab].yaml @range", "a.yaml", "")]
    [InlineData("* @all\n*.yaml somebody", "a.yaml", "@all")]
    [InlineData("/Docs/ @docs", "docs/x", "")]
    [InlineData("*\t@all\r\n", "x", "@all")]
    [InlineData("/ @root", "x", "")]
    [InlineData("\\", "x", "")]
    public void GitHub_has_the_last_matching_line_decide(string file, string path, string owners) =>
        Assert.Equal(owners, string.Join(' ', CodeOwners.Read(file, ".github/CODEOWNERS", "").OwnersOf(path)));

    [Theory]
    [InlineData("* @all\n[Docs]\ndocs/ @docs\n[Data]\ndocs/db/ @data", "docs/db/x", "@all @docs @data")]
    [InlineData("* @all\n[Docs]\ndocs/ @docs\n[Data]\ndocs/db/ @data", "x", "@all")]
    [InlineData("[Docs][2] @docs @writers\ndocs/\ndocs/own/ @own", "docs/x", "@docs @writers")]
    [InlineData("[Docs][2] @docs @writers\ndocs/\ndocs/own/ @own", "docs/own/x", "@own")]
    [InlineData("^[Docs] @docs\nREADME.md", "deep/README.md", "@docs")]
    [InlineData("[Docs] @docs\n/README.md", "deep/README.md", "")]
    [InlineData("[Docs]\n*.md @md\n[DATA]\n*.sql @sql\n[docs]\n/a.md @a", "a.md", "@a")]
    [InlineData("[All]\n* @all\n!*.lock\n[Other]\n*.lock @lock", "a/x.lock", "@lock")]
    [InlineData("[All] @all\n/docs/*", "docs/a/b", "")]
    [InlineData("[All] @all\ninternal/README.md", "x/internal/README.md", "@all")]
    [InlineData("[All] @@maintainer\n*", "x/y", "@@maintainer")]
    [InlineData("[A]\n* @same\n[B]\n* @Same", "x", "@same")]
    public void GitLab_has_sections_with_owners_that_add_up(string file, string path, string owners) =>
        Assert.Equal(owners, string.Join(' ', CodeOwners.Read(file, ".gitlab/CODEOWNERS", "").OwnersOf(path)));

    [Fact]
    public void A_file_at_the_root_is_GitLabs_where_it_has_sections()
    {
        Assert.Equal("@docs", string.Join(' ', CodeOwners.Read("[Docs] @docs\nREADME.md", "CODEOWNERS", "").OwnersOf("README.md")));
        Assert.Equal("@a", string.Join(' ', CodeOwners.Read("docs @a", "CODEOWNERS", "").OwnersOf("docs/x")));
    }

    [Fact]
    public void The_file_that_GitHub_looks_at_first_stands()
    {
        using Folder folder = new();
        folder.With("docs/CODEOWNERS", "* @docs").With("CODEOWNERS", "* @root").With(".gitlab/CODEOWNERS", "* @gitlab");
        Assert.Equal(["@root"], CodeOwners.Of(new SourceTree(folder.Path)).OwnersOf("x"));

        folder.With(".github/CODEOWNERS", "* @github");
        Assert.Equal(["@github"], CodeOwners.Of(new SourceTree(folder.Path)).OwnersOf("x"));
    }

    [Fact]
    public void Of_a_folder_within_a_repository_the_repositorys_file_stands()
    {
        using Folder folder = new();
        folder.With(".git/HEAD").With("CODEOWNERS", "/payments/ @payments\n/payments/deploy/ @deploy").With("payments/Dockerfile");

        Assert.Equal(["@payments"], CodeOwners.Of(new SourceTree(folder.On("payments"))).OwnersOf("Dockerfile"));
        Assert.Equal(["@payments"], CodeOwners.Of(new SourceTree(folder.On("payments/Dockerfile"))).OwnersOf("Dockerfile"));
        Assert.Equal(["@deploy"], CodeOwners.Of(new SourceTree(folder.On("payments"))).OwnersOf("deploy/x.yaml"));
    }

    [Fact]
    public void Nothing_above_a_folder_that_is_in_no_repository_is_read()
    {
        using Folder folder = new();
        folder.With("CODEOWNERS", "* @above").With("within/Dockerfile");

        Assert.Empty(CodeOwners.Of(new SourceTree(folder.On("within"))).OwnersOf("Dockerfile"));
    }

    [Fact]
    public void A_link_that_leaves_the_repository_is_not_followed()
    {
        using Folder outside = new();
        using Folder folder = new();
        outside.With("CODEOWNERS", "* @outside");
        folder.With(".git/HEAD").WithLink("CODEOWNERS", outside.On("CODEOWNERS"));

        Assert.Empty(CodeOwners.Of(new SourceTree(folder.Path)).OwnersOf("x"));
    }

    [Fact]
    public void A_file_beyond_the_bounds_owns_nothing()
    {
        Assert.Empty(CodeOwners.Read("* @all\n" + new string('#', 3 * 1024 * 1024), "CODEOWNERS", "").OwnersOf("x"));
        Assert.Empty(CodeOwners.Read(string.Concat(Enumerable.Repeat("* @all\n", 20_001)), "CODEOWNERS", "").OwnersOf("x"));
        Assert.Equal(["@all"], CodeOwners.Read(string.Concat(Enumerable.Repeat("* @all\n", 20_000)), "CODEOWNERS", "").OwnersOf("x"));
    }
}
