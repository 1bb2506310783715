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
        "amd64", "x86_64", "linux-x64", "--platform=linux/amd64 ", "ARG TARGETARCH=amd64\n", "RUN curl -fsSL https://a.b/c_linux_amd64.tgz | tar xz\n",
        "RUN wget https://a.b/${V}/c-x86_64.zip && unzip c-x86_64.zip\n", "case \"$TARGETARCH\" in amd64) ", ";; arm64) ", "esac", "if [ ", "fi", " && ", "; ",
        "echo \"0123abcd  c\" | sha256sum -c -\n", "apt-get install -y libc6:amd64 ", "dpkg --add-architecture i386", "deb [arch=amd64] ", "GOARCH=amd64 go build",
        "dotnet publish -r linux-x64", "cargo build --target x86_64-unknown-linux-musl", "/usr/lib/x86_64-linux-gnu/", "-march=native", "$(uname -m)",
    ];

    protected override bool MayBe(string text) => text.Contains("FROM ", StringComparison.OrdinalIgnoreCase);
}
