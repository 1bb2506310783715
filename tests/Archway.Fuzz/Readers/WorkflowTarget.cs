using Archway.Assembling.Pipelines;
using Archway.Assembling.Pipelines.Conversion;
using Archway.Reading.Data;

namespace Archway.Fuzz.Readers;

/// <summary>GitHub's workflows that build by emulation, on their way to ones that do not: what comes of one is YAML, and has nothing left to convert.</summary>
internal sealed class WorkflowTarget() : Target("workflow")
{
    private static readonly ConversionOptions Options = new() { ArchwayVersion = "1.0.0" };
    private static readonly ConversionOptions Others = Options with
    {
        Join = PipelineJoin.Buildx,
        Runners = [PipelineRunner.Read("linux/arm64=arm").ValueOrThrow(), PipelineRunner.Read("linux/amd64=self-hosted,x64").ValueOrThrow()],
    };

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "on: push\n", "jobs:\n", "  build:\n", "    runs-on: ubuntu-latest\n", "    runs-on: [self-hosted]\n", "    steps:\n", "      - uses: ", "    - uses: ", "      - run: ",
        "docker/setup-qemu-action@v3\n", "docker/setup-buildx-action@v3\n", "docker/build-push-action@v6\n", "docker/metadata-action@v5\n", "docker/login-action@v3\n", "actions/checkout@v4\n",
        "actions/cache@v4\n", "        with:\n", "          platforms: linux/amd64,linux/arm64\n", "          platforms: ${{ env.A }}\n", "          push: true\n", "          push: ${{ github.ref == 'a' }}\n",
        "          tags: a/b:1\n", "          tags: |\n            a:1\n            b:2\n", "          tags: ${{ steps.meta.outputs.tags }}\n", "          outputs: type=registry\n",
        "          cache-to: type=gha,mode=max\n", "          cache-from: type=gha\n", "        id: meta\n", "        id: build\n", "        if: github.event_name == 'push'\n", "        name: a\n",
        "    needs: a\n", "    needs: [a, b]\n", "    outputs:\n      digest: ${{ steps.build.outputs.digest }}\n", "    strategy:\n      matrix: {a: [1]}\n", "    permissions: {packages: write}\n",
        "    name: a\n", "    name: \"${{ matrix.a }}\"\n", "    concurrency: a\n", "    env: {A: linux/arm64}\n", "    defaults:\n      run: {shell: sh}\n", "env:\n  A: linux/amd64\n", "\n", "\r\n", "  ", "# a\n",
        "- ", ": ", "|\n", ">-\n", "'", "\"", "{", "}", "[", "]", ",", "&a ", "*a", "<<: *a\n", "${{", "}}", "docker push a\n", "docker buildx build --platform linux/arm64 .\n",
    ];

    internal override IEnumerable<byte[]> Seeds() =>
    [
        Bytes("""
            on: push
            jobs:
              build:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                  - uses: docker/setup-qemu-action@v3
                  - uses: docker/metadata-action@v5
                    id: meta
                    with:
                      images: a/b
                  - uses: docker/build-push-action@v6
                    id: build
                    with:
                      platforms: linux/amd64,linux/arm64
                      push: ${{ github.event_name != 'pull_request' }}
                      tags: ${{ steps.meta.outputs.tags }}
                      cache-to: type=gha,mode=max
                  - run: echo ${{ steps.build.outputs.digest }}

            """),
    ];

    internal override byte[]? SeedOf(string path, byte[] content) => path.Contains(".github/workflows/", StringComparison.Ordinal) ? content : null;

    internal override Task ReadAsync(byte[] input)
    {
        foreach (var options in new[] { Options, Others }) Check(Text(input), options);
        return Task.CompletedTask;
    }

    private static void Check(string text, ConversionOptions options)
    {
        if (WorkflowConversion.Convert(new("a.yml", text), options).Value is not { } converted) return;
        List<DataProblem> problems = [];
        DataNode[] documents = [.. YamlReader.ReadDocuments(new("a.yml", converted.Text), problems)];
        Require(problems.Count == 0 && documents.Length == 1, "what comes of a workflow can be read");
        Require(WorkflowConversion.Convert(new("a.yml", converted.Text), options).Value is null, "what was converted is not converted again");
    }
}
