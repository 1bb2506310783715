using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Dockerfiles;

public sealed class DockerfileNameTests
{
    private const string Text = "FROM alpine:3.20\nRUN true\n";

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("Dockerfile-foo")]
    [InlineData("Dockerfile_foo")]
    [InlineData("dockerfile_x")]
    [InlineData("foo.dockerfile")]
    [InlineData("Dockerfile.in")]
    [InlineData("Dockerfile.j2")]
    [InlineData("rhel9.Dockerfile.j2")]
    [InlineData("Containerfile.fedora")]
    [InlineData("Dockerfiles/app")]
    [InlineData("dockerfiles/app.rhel")]
    [InlineData("images/ubuntu-24.04")]
    [InlineData("build/app.docker")]
    [InlineData("base")]
    [InlineData("dev/Dockerfile.yml")]
    public void A_Dockerfile_may_have_many_names(string path)
    {
        using var folder = new Folder().With(path, Text);

        Assert.Equal($"{path}:1 alpine:3.20 → docker.io/library/alpine:3.20", folder.Images());
    }

    [Theory]
    [InlineData("notes.txt", Text)]
    [InlineData("docker/build.sh", Text)]
    [InlineData("Dockerfile.md", Text)]
    [InlineData("Dockerfile.yaml", "# FROM here on\nversion: 1\n")]
    [InlineData("images/app.odd", Text)]
    [InlineData("Modelfile", "FROM llama3\nPARAMETER temperature 1\n")]
    [InlineData("letter", "FROM me to you\nRUN away\n")]
    [InlineData("query", "SELECT x\nFROM t\n")]
    [InlineData("query", "FROM t\nSELECT x\n")]
    [InlineData("only", "FROM alpine\n")]
    [InlineData("late", "RUN x\nFROM alpine\n")]
    public void What_only_looks_like_one_is_none(string path, string text)
    {
        using var folder = new Folder().With(path, text);

        Assert.DoesNotContain("→", folder.Images(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_be_anything_is_opened_only_when_it_is_small()
    {
        using var folder = new Folder().With("base", Text + new string('#', 64 * 1024)).With("small", Text + new string('#', 60 * 1024)).With("other", "x");

        Assert.Equal(["small"], folder.Files());
    }

    [Fact]
    public void What_a_build_names_is_a_Dockerfile_under_any_name()
    {
        using var folder = new Folder()
            .With("build.sh", "docker build -t a -f images/app.odd .\ndocker build -t b -f images/b.md .\ndocker build -t c -f node_modules/c.odd .\n")
            .With("images/app.odd", Text).With("images/b.md", "# no Dockerfile").With("node_modules/c.odd", Text);

        Assert.Equal(["build.sh", "images/app.odd"], folder.Files());
        Assert.Equal(["build.sh"], folder.Files(new() { Exclude = ["images/"] }));
    }

    [Fact]
    public void A_link_to_a_Dockerfile_without_a_name_is_not_read_twice()
    {
        using var folder = new Folder().With("z/base", Text).WithLink("Dockerfile", "z/base");

        Assert.Equal(["Dockerfile"], folder.Files());
    }

    [Theory]
    [InlineData("FROM alpine:3\n", "1:6 alpine:3 → docker.io/library/alpine:3")]
    [InlineData("FROM @BASE@\n", "1:6 @BASE@ → ! it is filled in by a template")]
    [InlineData("FROM alpine:@VERSION@ AS x\nCOPY --from=x / /\n", "1:6 alpine:@VERSION@ → ! it is filled in by a template")]
    [InlineData("FROM alpine:%%VERSION%%\n", "1:6 alpine:%%VERSION%% → ! it is filled in by a template")]
    [InlineData("FROM alpine:__VERSION__\n", "1:6 alpine:__VERSION__ → ! it is filled in by a template")]
    [InlineData("FROM {{ env.base }}\n", "1:6 {{ env.base }} → ! it is filled in by a template")]
    [InlineData("{% if x -%}\nFROM alpine:3\n{% endif %}\n", "2:6 alpine:3 → docker.io/library/alpine:3")]
    [InlineData("{{ if x }}FROM alpine:3{{ end }}\nRUN x\n", "1:1 {{ → ! a template decides what this line says")]
    [InlineData("{{end}}FROM alpine:3\nRUN x\n", "1:1 {{ → ! a template decides what this line says")]
    [InlineData("{{\\\nif}}FROM alpine:3\n", "1:1 {{ → ! a template decides what this line says")]
    [InlineData("FROM a\n{% if x %}FROM alpine:3{% endif %}\n", "1:6 a → docker.io/library/a:latest\n2:1 {% → ! a template decides what this line says")]
    public void Of_a_template_only_what_is_written_out_is_an_image(string text, string images) => Assert.Equal(images, Dockerfiles.Images(text));
}
