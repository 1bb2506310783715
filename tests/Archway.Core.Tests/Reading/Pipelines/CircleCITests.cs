using System.Diagnostics;
using Archway.Core.Tests.Reading.Tree;
using Xunit;

namespace Archway.Core.Tests.Reading.Pipelines;

public sealed class CircleCITests
{
    [Fact]
    public void An_executor_has_the_parameters_that_each_job_gives_it()
    {
        Assert.Equal(
            """
            5 cimg/go:<< parameters.v >> → docker.io/cimg/go:1.19
            5 cimg/go:<< parameters.v >> → docker.io/cimg/go:1.20
            5 cimg/go:<< parameters.v >> → docker.io/cimg/go:1.21
            5 cimg/go:<< parameters.v >> → docker.io/cimg/go:5.0
            5 cimg/go:<< parameters.v >> → ! parameters.none has no default in this file
            8 cimg/node:<<parameters.v>> → docker.io/cimg/node:20
            """,
            Images("""
                parameters: {tag: {type: string, default: "5.0"}}
                executors:
                  go:
                    parameters: {v: {type: string, default: "1.19"}}
                    docker: [{image: cimg/go:<< parameters.v >>}]
                  unused:
                    parameters: {v: {default: 20}}
                    docker: [{image: cimg/node:<<parameters.v>>}]
                jobs:
                  plain: {executor: go}
                  given: {executor: {name: go, v: "1.20"}}
                  passed:
                    parameters: {e: {type: executor}, w: {default: "1.21"}}
                    executor: {name: << parameters.e >>, v: << parameters.w >>}
                  lacking: {parameters: {none: {type: string}}, executor: {name: go, v: << parameters.none >>}}
                workflows: {w: {jobs: [plain, given, {passed: {e: go}}, {passed: {e: go, w: << pipeline.parameters.tag >>}}, lacking]}}
                """));
    }

    [Fact]
    public void A_job_has_the_parameters_that_each_workflow_gives_it()
    {
        Assert.Equal(
            """
            4 << parameters.i >>:<< parameters.v >> → docker.io/cimg/base:1
            4 << parameters.i >>:<< parameters.v >> → docker.io/library/alpine:2
            4 << parameters.i >>:<< parameters.v >> → docker.io/library/alpine:3
            4 << parameters.i >>:<< parameters.v >> → docker.io/library/debian:3
            4 << parameters.i >>:<< parameters.v >> → ! parameters.i has no default in this file
            5 redis:<< pipeline.number >> → ! pipeline.number is set by CircleCI when the pipeline runs
            """,
            Images("""
                jobs:
                  r:
                    parameters: {i: {type: string}, v: {default: 1}}
                    docker: [{image: << parameters.i >>:<< parameters.v >>},
                      {image: redis:<< pipeline.number >>}]
                workflows:
                  version: 2
                  w:
                    jobs:
                    - r: {i: cimg/base}
                    - r:
                        matrix: {parameters: {i: [alpine, debian], v: [2, 3]}, exclude: [{i: debian, v: 2}]}
                    - r: {name: other}
                """));
    }

    [Fact]
    public void An_orb_within_the_file_has_names_of_its_own()
    {
        Assert.Equal(
            """
            6 own:<< parameters.v >> → docker.io/library/own:2
            6 own:<< parameters.v >> → docker.io/library/own:1
            12 top:<< parameters.v >> → docker.io/library/top:0
            """,
            Images("""
                orbs:
                  o:
                    executors:
                      e:
                        parameters: {v: {type: string}}
                        docker: [{image: own:<< parameters.v >>}]
                    jobs:
                      j: {parameters: {w: {type: string}}, executor: {name: e, v: << parameters.w >>}}
                executors:
                  e:
                    parameters: {v: {default: 0}}
                    docker: [{image: top:<< parameters.v >>}]
                jobs:
                  k: {executor: {name: o/e, v: 2}}
                workflows: {w: {jobs: [{o/j: {w: 1}}, k]}}
                """));
    }

    [Fact]
    public void A_configuration_made_to_cost_time_costs_little()
    {
        const string Matrix = "{matrix: {parameters: {a: &l [1, 2, 3, 4, 5, 6, 7, 8, 9], b: *l, c: *l, d: *l}}}";
        var images = string.Concat(Enumerable.Repeat("      - image: << parameters.a >><< parameters.b >>\n", 5000));
        var uses = string.Concat(Enumerable.Repeat("    - j: *m\n", 3000));
        var jobs = string.Concat(Enumerable.Range(0, 3000).Select(i => $"  j{i}: {{executor: {{name: << parameters.e >>, a: 1}}}}\n"));

        var watch = Stopwatch.StartNew();
        Images($"jobs:\n  j:\n    docker:\n{images}{jobs}x: &m {Matrix}\nworkflows:\n  w:\n    jobs:\n{uses}");

        // A second on one core; the bound is for a crowded one.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }

    /// <summary>The images of a configuration; the lines are those of its text.</summary>
    private static string Images(string config)
    {
        using var folder = new Folder().With(".circleci/config.yml", config);
        return folder.Images().Replace(".circleci/config.yml:", "", StringComparison.Ordinal);
    }
}
