namespace Archway.Fuzz.Readers;

/// <summary>Terraform, bake files, Nomad's jobs.</summary>
internal sealed class HclTarget() : FileTarget("hcl", "main.tf",
    path => Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
{
    private static readonly string[] Endings = [".tf", ".hcl", ".nomad", ".tf.json"];

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "a", " ", "\n", "=", "==", "=>", "{", "}", "[", "]", "(", ")", ",", ".", "...", "*", "[*]", ".*.", "?", ":", "::", "\"", "\\", "\\u12", "\\UFFFFFFFF",
        "${", "${~", "~}", "$${", "%{", "%{ if x }", "%{ for a in b }", "<<EOF\n", "<<-EOF\n", "EOF\n", "#", "//", "/*", "*/", "for ", "in ", "if ", "null",
        "true", "1.5e3", "-", "!", "+", "var.a", "local.a", "each.key", "count.index", "variable \"a\" {\n default = ", "locals {\n a = ",
        "resource \"docker_container\" \"a\" {\n", "image = ", "name = \"a\"\n", "for_each = ", "count = ",
        "resource \"aws_ecs_task_definition\" \"a\" {\n container_definitions = ", "jsonencode(", "templatefile(\"x\", ", "merge(", "format(\"%s\", ",
        "lookup(", "join(\",\", ", "coalesce(", "[{\"image\": \"", "\"}]\n", "module \"a\" {\n", "target \"a\" {\n tags = [", "matrix = {\n a = [",
        "inherits = [\"a\"]\n", "contexts = { a = \"docker-image://", "dockerfile-inline = ", "function \"f\" {\n params = [x]\n result = x\n}\n",
        "group \"default\" {\n", "job \"a\" {\n", "task \"a\" {\n driver = \"docker\"\n config {\n", "set {\n", "yaml_body = ",
        "dynamic \"container\" {\n content {\n", "nginx:1",
    ];

    protected override bool MayBe(string text) => text.Contains(" {", StringComparison.Ordinal) && text.Contains('=', StringComparison.Ordinal);
}
