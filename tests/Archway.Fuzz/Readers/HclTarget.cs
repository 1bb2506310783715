namespace Archway.Fuzz.Readers;

/// <summary>Terraform, bake files, Nomad's jobs.</summary>
internal sealed class HclTarget() : FileTarget("hcl", "main.tf",
    path => path.EndsWith(".tf", StringComparison.Ordinal) || path.EndsWith(".hcl", StringComparison.Ordinal) || path.EndsWith(".nomad", StringComparison.Ordinal) || path.EndsWith(".tf.json", StringComparison.Ordinal))
{
    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "a", " ", "\n", "=", "==", "=>", "{", "}", "[", "]", "(", ")", ",", ".", "...", "*", "[*]", ".*.", "?", ":", "::", "\"", "\\", "\\u12", "\\UFFFFFFFF", "${", "${~", "~}", "$${", "%{", "%{ if x }", "%{ for a in b }",
        "<<EOF\n", "<<-EOF\n", "EOF\n", "#", "//", "/*", "*/", "for ", "in ", "if ", "null", "true", "1.5e3", "-", "!", "+", "var.a", "local.a", "each.key", "count.index", "variable \"a\" {\n default = ",
        "locals {\n a = ", "resource \"docker_container\" \"a\" {\n", "image = ", "name = \"a\"\n", "for_each = ", "count = ", "resource \"aws_ecs_task_definition\" \"a\" {\n container_definitions = ", "jsonencode(",
        "templatefile(\"x\", ", "merge(", "format(\"%s\", ", "lookup(", "join(\",\", ", "coalesce(", "[{\"image\": \"", "\"}]\n", "module \"a\" {\n", "target \"a\" {\n tags = [", "matrix = {\n a = [", "inherits = [\"a\"]\n", "contexts = { a = \"docker-image://",
        "dockerfile-inline = ", "function \"f\" {\n params = [x]\n result = x\n}\n", "group \"default\" {\n", "job \"a\" {\n", "task \"a\" {\n driver = \"docker\"\n config {\n", "set {\n", "yaml_body = ", "dynamic \"container\" {\n content {\n", "nginx:1",
    ];

    internal override IEnumerable<byte[]> Seeds() => ((string[])
    [
        "main.tf\nlocals {\n a = \"1\"\n}\nresource \"docker_container\" \"a\" {\n for_each = toset([\"b\"])\n image = \"n:${local.a}\"\n}\n",
        "docker-bake.hcl\nvariable \"T\" { default = \"1\" }\ntarget \"a\" {\n matrix = { v = [\"1\", \"2\"] }\n name = \"a-${v}\"\n tags = [\"x:${T}\"]\n contexts = { b = \"docker-image://c:1\" }\n}\n",
        "a.nomad\njob \"a\" {\n group \"g\" {\n task \"t\" {\n driver = \"docker\"\n config { image = \"n:1\" }\n}\n}\n}\n", "docker-bake.json\n{\"target\": {\"a\": {\"tags\": [\"b\"]}}}",
    ]).Select(Bytes);

    protected override bool MayBe(string text) => text.Contains(" {", StringComparison.Ordinal) && text.Contains('=', StringComparison.Ordinal);
}
