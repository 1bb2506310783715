using System.Diagnostics;
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

    [Fact]
    public void An_included_file_is_read_whatever_its_name()
    {
        using var folder = new Folder()
            .With(".gitlab-ci.yml", """
                include:
                  - local: ci/first.yml
                    rules: [{if: $CI_COMMIT_BRANCH}]
                  - ci/more/*.yml
                  - local: /ci/deep/**.yml
                  - {project: acme/ci, file: /ci/of-another-project.yml}
                variables: {RUST: "1.71"}
                start:
                  trigger: {include: [{local: ci/child.yml}]}
                """)
            .With("ci/first.yml", "include: ci/second.yml\na: {image: 'rust:$RUST'}\n")
            .With("ci/second.yml", "b: {image: {name: 'ruby:3.2'}}\n")
            .With("ci/more/third.yml", "c: {image: redis}\n")
            .With("ci/more/below/other.yml", "d: {image: redis}\n")
            .With("ci/deep/a/b/fourth.yml", "e: {image: mysql}\n")
            .With("ci/child.yml", "f: {image: 'node:$RUST'}\n")
            .With("ci/of-another-project.yml", "g: {image: node}\n")
            .With("ci/unused.yml", "h: {image: node}\n");

        Assert.Equal(
            """
            ci/child.yml:1 node:$RUST → ! RUST is not set in this file
            ci/deep/a/b/fourth.yml:1 mysql → docker.io/library/mysql:latest
            ci/first.yml:2 rust:$RUST → docker.io/library/rust:1.71
            ci/more/third.yml:1 redis → docker.io/library/redis:latest
            ci/second.yml:1 ruby:3.2 → docker.io/library/ruby:3.2
            """,
            folder.Images());
    }

    [Fact]
    public void An_include_is_relative_to_the_repository_wherever_that_lies()
    {
        using var folder = new Folder()
            .With("one/.gitlab-ci.yml", "include: /ci/a.yml\n")
            .With("one/ci/a.yml", "a: {image: redis}\n")
            .With("ci/a.yml", "a: {image: mysql}\n");

        Assert.Equal("one/ci/a.yml:1 redis → docker.io/library/redis:latest", folder.Images());
    }

    [Fact]
    public void An_image_stands_for_one_of_each_job_that_runs_in_it()
    {
        using var folder = new Folder()
            .With(".gitlab-ci.yml", """
                include: ci/jobs.yml
                default: {image: "python:$PY"}
                variables: {PY: "3.10", V: "0"}
                .a: &a
                  image: node:$V
                  variables: {V: "16"}
                .b: {extends: .a, variables: {V: "18"}}
                old: {variables: {PY: "3.9"}, script: [x]}
                new: {script: [x], parallel: {matrix: [{PY: ["3.12", "3.13"]}]}}
                alone: {inherit: {variables: [V]}, script: [x]}
                none: {inherit: {default: false}, variables: {PY: "2"}, script: [x]}
                start: {variables: {PY: "1"}, trigger: acme/other}
                c: {extends: [.b], script: [x]}
                d: {<<: *a, script: [y]}
                e: {image: !reference [.a, image], script: [z]}
                """)
            .With("ci/jobs.yml", "f: {extends: .a, variables: {V: '20'}, script: [x]}\n");

        Assert.Equal(
            """
            .gitlab-ci.yml:2 python:$PY → docker.io/library/python:3.9
            .gitlab-ci.yml:2 python:$PY → docker.io/library/python:3.12
            .gitlab-ci.yml:2 python:$PY → docker.io/library/python:3.13
            .gitlab-ci.yml:2 python:$PY → ! PY is not set in this file
            .gitlab-ci.yml:5 node:$V → docker.io/library/node:18
            .gitlab-ci.yml:5 node:$V → docker.io/library/node:16
            .gitlab-ci.yml:5 node:$V → docker.io/library/node:0
            .gitlab-ci.yml:5 node:$V → docker.io/library/node:20
            """,
            folder.Images());
    }

    [Fact]
    public void The_including_file_outranks_the_included_and_the_last_of_these_the_others()
    {
        using var folder = new Folder()
            .With(".gitlab-ci.yml", "include: [a.yml, b.yml]\nimage: x:$A-$B-$C\nvariables: {A: main}\nj: {script: [x]}\n")
            .With("a.yml", "variables: {A: a, B: a, C: a}\n")
            .With("b.yml", "variables: {A: b, B: b}\n");

        Assert.Equal(".gitlab-ci.yml:2 x:$A-$B-$C → docker.io/library/x:main-b-a", folder.Images());
    }

    [Fact]
    public void Inputs_come_from_those_who_include_the_file()
    {
        using var folder = new Folder()
            .With(".gitlab-ci.yml", """
                include:
                  - {local: t.yml, inputs: {tag: "1"}}
                  - {local: t.yml, inputs: {tag: "2", base: alpine}}
                """)
            .With("t.yml", """
                spec: {inputs: {tag: {}, base: {default: debian}}}
                ---
                "$[[ inputs.tag ]]":
                  image: $[[ inputs.base ]]:$[[ inputs.tag ]]
                  script: [x]
                """);

        Assert.Equal(
            """
            t.yml:4 $[[ inputs.base ]]:$[[ inputs.tag ]] → docker.io/library/debian:1
            t.yml:4 $[[ inputs.base ]]:$[[ inputs.tag ]] → docker.io/library/alpine:2
            """,
            folder.Images());
    }

    [Fact]
    public void A_pipeline_made_to_cost_time_costs_little()
    {
        var jobs = string.Concat(Enumerable.Range(0, 3000).Select(i =>
            $"j{i}: {{extends: [.a, .b, .c], image: 'x:$V{i}', variables: {{A: $B$B, B: $A$A}}, trigger{i}: {{include: '**.yml'}}}}\n"));
        using var folder = new Folder().With(".gitlab-ci.yml", $$"""
            include: ['**.yml', '**', '*/**/*.yml']
            .a: &a {extends: [.b, .b, .c], parallel: &m {matrix: [{A: &l [1, 2, 3, 4, 5, 6, 7, 8, 9], B: *l, C: *l, D: *l, E: *l}] } }
            .b: {extends: [.a, .c, .a], parallel: *m}
            .c: {extends: [.a, .b, .c], parallel: *m}
            image: $A$A$A$A
            {{jobs}}
            """);

        var watch = Stopwatch.StartNew();
        folder.Images();

        // A second on one core; the bound is for a crowded one.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }
}
