namespace Archway.Fuzz.Readers;

/// <summary>YAML and JSON files of every kind that names images.</summary>
internal sealed class YamlTarget() : FileTarget("yaml", "file.yaml",
    path => Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];
    private static readonly string[] Paths =
    [
        "file.yaml", "compose.yaml", "docker-compose.yml", ".gitlab-ci.yml", ".github/workflows/ci.yml", "action.yml", ".circleci/config.yml",
        ".woodpecker.yml", ".drone.yml", ".vela.yml", ".buildkite/pipeline.yml", "bitbucket-pipelines.yml", "buildspec.yml", "azure-pipelines.yml",
        "skaffold.yaml", "kustomization.yaml", "fleet.yaml", "values.yaml", "chart/values.yaml", "chart/templates/a.yaml", "helmfile.yaml", "cloudbuild.yaml",
        "task.json", "job.json", "template.yaml", "template.json", "devcontainer.json", "ci/pipeline.yml",
    ];

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "a", "image", "image: nginx:1\n", "services:\n", ": ", ":", "- ", "\n", "\n  ", "\n    ", "\r\n", "\t", " ", "---\n", "...\n", "%YAML 1.2\n", "&a ",
        "*a", "<<: *a\n", "<<: [*a, *b]\n", "!Sub ", "!reference [a, b]", "!!str ", "! ", "{", "}", "[", "]", ",", "\"", "'", "\\", "\\x", "\\u12",
        "\\UFFFFFFFF", "\"\\ud800\"", "|", ">", "|2-", ">+\n", "|\n", "#", "? ", "~", "null", "${", "${A:-", "${{ matrix.a }}", "$$", "{{", "}}", "{{/*",
        "*/}}", "{{ .Values.image }}", "apiVersion: v1\nkind: List\nitems:\n- ", "kind: Pod\nspec:\n  containers:\n  - image: ", "containers:\n- image: ",
        "initContainers:\n- ", "images:\n- name: a\n  newTag: ", "patches:\n- patch: |-\n    ", "repository: a/b\n", "tag: ", "registry: ",
        "global:\n  hub: ", "args: [", "env:\n- name: A_IMAGE\n  value: ", "op: add\n", "path: /image\n", "value: ", "extends: a\n", "include: a\n",
        "build: .\n", "jobs:\n  a:\n    ", "container: ", "steps:\n- ", "uses: docker://", "run: docker run ", "script:\n- ", "matrix:\n  a: [1, 2]\n",
        "strategy:\n", "orbs:\n", "variables:\n  A: ", "pool:\n", "resources:\n", "parameters:\n", "containerDefinitions:\n- ",
        "Resources:\n  A:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n", "Fn::Sub: ", "Ref: ", "Conditions:\n", "releases:\n- chart: ",
        "nodeSelector:\n  kubernetes.io/arch: amd64\n", "platform: linux/amd64\n", "platforms: linux/amd64\n", "tolerations:\n- operator: Exists\n",
        "requirements:\n- {key: kubernetes.io/arch, operator: In, values: [amd64]}\n", "kind: DaemonSet\n", "m5.large", "amd64", "x86_64", "cpuArchitecture: X86_64\n",
        "uses: docker/build-push-action@v6\n", "with:\n  push: true\n", "docker/setup-qemu-action@v3", "runs-on: ubuntu-latest\n", "docker push a\n",
        "dockerfile_inline: |\n", "//", "/*", "1e9", "&b [*a, *a]\n", ".: &", "&a [*a]",
    ];

    internal override IEnumerable<byte[]> Seeds() => Paths.Select(path => Bytes(path + "\nimage: nginx:1\nservices:\n  a:\n    image: b:${C:-1}\n"));

    /// <summary>The same text under another name is read by another format.</summary>
    internal override byte[] Arrange(byte[] input, Random random)
    {
        if (random.Next(12) > 0) return input;
        return [.. Bytes(Paths[random.Next(Paths.Length)] + "\n"), .. input[(input.AsSpan().IndexOf((byte)'\n') + 1)..]];
    }

    protected override bool MayBe(string text) => text.Contains(':', StringComparison.Ordinal);
}
