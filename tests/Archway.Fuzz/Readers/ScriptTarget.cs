namespace Archway.Fuzz.Readers;

/// <summary>What is neither YAML nor HCL: pipelines in Groovy, Earthfiles, units, shell scripts, Markdown, templates.</summary>
internal sealed class ScriptTarget() : FileTarget("script", "Jenkinsfile", path =>
    Kinds.Any(kind => path.EndsWith(kind, StringComparison.Ordinal)))
{
    private static readonly string[] Kinds =
    [
        "Jenkinsfile", ".groovy", "Earthfile", ".container", ".image", ".kube", ".sh", "Makefile", ".md", "helmfile.yaml.gotmpl", "templates/a.yaml",
        "templates/_helpers.tpl",
    ];

    private static readonly string[] Marks = ["docker", "agent", "{{"];

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "pipeline {\n agent {\n docker {\n image '", "docker.image(\"", "\").inside {\n", "podTemplate(containers: [containerTemplate(name: 'a', image: '",
        "yaml '''\n", "yaml \"\"\"\n", "'''", "\"\"\"", "$/", "/$", "~/", "/", "//", "/*", "*/", "def a = ", "${", "${env.A}", "$a", "}", "{", "(", ")", "[",
        "]", ",", ":", "'", "\"", "\\", "\\u12", "sh '", "stage('a') {\n", "steps {\n", "matrix {\n axes {\n axis { name 'A'\n values '1', '2' }\n",
        "dockerfile { filename 'a' }\n", "label '", "VERSION 0.8\n", "FROM ", "FROM +a\n", "a:\n", "WITH DOCKER --pull a:1\n", "BUILD +a\n", "COPY +a/b c\n",
        "IMPORT ", "ARG A=1\n", "IF ", "END\n", "[Container]\nImage=", "[Image]\n", "Image=a\n", "[Unit]\n", "\\\n", "docker run ", "docker build -t a .\n",
        "docker buildx build --platform linux/arm64 ", "podman pull ", "kubectl run a --image=", "helm install --set image.tag=1 ",
        "kubectl set image deploy/a a=b:1\n", "-v a:b ", "--name a ", "-it ", "-- ", "&& ", "| ", "; ", "$(", "`", "<<EOF\n", "EOF\n", "A=1\n", "export A=",
        "${A:-b}", "${A%%:*}", "if [ a ]; then\n", "for a in b c; do\n", "done\n", "```sh\n", "```\n", "~~~\n", "    ", "> ", "- ", "1. ", "#",
        "{{ if .Values.a }}\n", "{{ end }}\n", "{{ .Values.image.tag | default \"a\" }}", "{{- include \"a\" . }}", "{{ define \"a\" }}", "image: ",
        "image: \"{{ .Values.image }}\"\n",
    ];

    internal override byte[] Arrange(byte[] input, Random random)
    {
        if (random.Next(12) > 0) return input;
        var kind = Kinds[random.Next(Kinds.Length)];
        return [.. Bytes((kind[0] == '.' ? "a" + kind : kind) + "\n"), .. input[(input.AsSpan().IndexOf((byte)'\n') + 1)..]];
    }

    protected override bool MayBe(string text) => Marks.Any(mark => text.Contains(mark, StringComparison.Ordinal));
}
