namespace Archway.Fuzz.Readers;

/// <summary>Dockerfiles.</summary>
internal sealed class DockerfileTarget() : FileTarget("dockerfile", "Dockerfile", path => path.Contains("ockerfile", StringComparison.Ordinal))
{
    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "FROM ", "from ", "FROM nginx AS a\n", "FROM --platform=$BUILDPLATFORM a\n", "--platform=", "COPY --from=", "COPY --from=a / /\n", "ADD ", "ARG ",
        "ARG A=", "ARG A\n", "ENV A=b\n", "ENV A b\n", "RUN ", "RUN --mount=type=bind,from=a,target=/x ", "RUN <<EOF\n", "EOF\n", "<<-'E'\n", "<<\"E\" <<F\n",
        "ONBUILD ", "HEALTHCHECK CMD ", "# syntax=docker/dockerfile:1\n", "# escape=`\n", "# check=skip=all\n", "#", "\\\n", "`\n", "$A", "${A}", "${A:-",
        "${A:+b}", "${A#", "${A##*/}", "${A%%", "${A/", "${A//a/b}", "${A:?x}", "}", "\\$", "'", "\"", "[\"a\", \"b\"]", "TARGETPLATFORM", "TARGETARCH",
        "scratch", "nginx:1.27@sha256:", " AS ", " as b", "\t", "\n", "\r\n", "*", "?", "[a-z]", "\\", "=", "--mount=", "--mount=from=", "type=cache",
        ",from=", "\uFEFF",
    ];

    protected override bool MayBe(string text) => text.Contains("FROM ", StringComparison.OrdinalIgnoreCase);
}
