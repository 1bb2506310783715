using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class GitLabTests
{
    [Fact]
    public void A_matrix_gives_one_place_many_images()
    {
        using var folder = new Folder().With(".gitlab-ci.yml", """
            test:
              image: ruby:$RUBY-$OS
              parallel:
                matrix:
                  - {RUBY: ["3.3", "3.4"], OS: alpine}
                  - {RUBY: "3.2", OS: [slim]}
            """);

        Assert.Equal(
            """
            .gitlab-ci.yml:2 ruby:$RUBY-$OS → docker.io/library/ruby:3.3-alpine
            .gitlab-ci.yml:2 ruby:$RUBY-$OS → docker.io/library/ruby:3.4-alpine
            .gitlab-ci.yml:2 ruby:$RUBY-$OS → docker.io/library/ruby:3.2-slim
            """,
            folder.Images());
    }

    [Fact]
    public void Inputs_have_their_defaults_from_the_header()
    {
        using var folder = new Folder().With("ci/build.gitlab-ci.yml", """
            spec:
              inputs:
                image: {default: "golang:1.23"}
                tag:
            ---
            build:
              image: $[[ inputs.image ]]
            other:
              image: alpine:$[[ inputs.tag ]]
            """);

        Assert.Equal(
            """
            ci/build.gitlab-ci.yml:7 $[[ inputs.image ]] → docker.io/library/golang:1.23
            ci/build.gitlab-ci.yml:9 alpine:$[[ inputs.tag ]] → ! inputs.tag has no default in this file
            """,
            folder.Images());
    }

    [Fact]
    public void Variables_come_from_extended_jobs_and_from_files_of_the_same_pipeline()
    {
        using var folder = new Folder()
            .With(".gitlab-ci.yml", """
                include:
                  - local: /.gitlab/jobs.yml
                  - {local: .gitlab/variables.yml}
                  - https://example.com/x.yml
                variables: {GO: "1.23"}
                """)
            .With(".gitlab/variables.yml", "variables: {GO: '0', NODE: '22'}\n")
            .With(".gitlab/jobs.yml", """
                .base:
                  image: golang:$GO-$VARIANT
                alpine: {extends: .base, variables: {VARIANT: alpine}}
                slim: {extends: [.base], variables: {VARIANT: slim}}
                .versions: {variables: {V: "7"}}
                redis:
                  extends: .versions
                  image: redis:$V
                web:
                  image: node:$NODE
                """)
            .With("other/.gitlab-ci.yml", "web:\n  image: node:$NODE\n");

        Assert.Equal(
            """
            .gitlab/jobs.yml:2 golang:$GO-$VARIANT → docker.io/library/golang:1.23-alpine
            .gitlab/jobs.yml:2 golang:$GO-$VARIANT → docker.io/library/golang:1.23-slim
            .gitlab/jobs.yml:8 redis:$V → docker.io/library/redis:7
            .gitlab/jobs.yml:10 node:$NODE → docker.io/library/node:22
            other/.gitlab-ci.yml:2 node:$NODE → ! NODE is not set in this file
            """,
            folder.Images());
    }

    [Fact]
    public void Files_that_include_and_jobs_that_extend_each_other_end()
    {
        using var folder = new Folder()
            .With(".gitlab-ci.yml", "include: a.yml\na: {extends: [b, b, b], image: $X}\nb: {extends: [a, a, a]}\n")
            .With("a.yml", "include: .gitlab-ci.yml\n");

        Assert.Equal(".gitlab-ci.yml:2 $X → ! X is not set in this file", folder.Images());
    }
}
