using Archway.Cli.Tests.Verifying;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Building;

/// <summary>What <c>archway fix</c> makes of a Dockerfile builds for both architectures, and what it builds for Arm is for Arm.</summary>
public sealed class FixedBuildTests(Builder builder)
{
    /// <summary>A rule, what is asked of the fix, and a Dockerfile in which IMAGES and FILES stand for where these are.</summary>
    public static TheoryData<string, string, string> Dockerfiles => new()
    {
        { "D101", "", """
            FROM --platform=linux/amd64 IMAGES/c:1
            COPY hello.c /src/hello.c
            RUN tcc -o /usr/bin/hello /src/hello.c
            CMD ["hello"]
            """ },
        { "D101", "python", """
            FROM --platform=linux/amd64 IMAGES/python:1
            RUN python3 -c 'import platform; open("/machine", "w").write(platform.machine())' && test -s /machine
            CMD ["python3", "-c", "print('hello')"]
            """ },
        { "D103", "", """
            FROM --platform=$BUILDPLATFORM IMAGES/c:1
            COPY hello.c /src/hello.c
            RUN tcc -o /usr/bin/hello /src/hello.c
            CMD ["hello"]
            """ },
        { "D104", "", """
            FROM IMAGES/c:1
            ARG TARGETARCH=amd64
            RUN wget -qO /usr/bin/tool FILES/tool_1.0_linux_${TARGETARCH} && chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D105", "--unsafe", """
            FROM IMAGES/c:1
            RUN wget -qO /usr/bin/tool FILES/tool_1.0_linux_${TARGETARCH} && chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D106", "--unsafe", """
            FROM IMAGES/c-amd64:1
            CMD ["/bin/sh"]
            """ },
        { "D201", "", """
            FROM IMAGES/c:1
            ENV VERSION=1.0
            RUN set -eux; \
                wget -qO /usr/bin/tool "FILES/tool_${VERSION}_linux_amd64"; \
                chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D202", "--unsafe", """
            FROM IMAGES/c:1
            RUN wget -qO /usr/bin/tool FILES/tool-x86_64 && chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D203", "--unsafe", """
            FROM IMAGES/c:1
            RUN wget FILES/node-v1-linux-x64 -O /usr/bin/node && \
                chmod +x /usr/bin/node
            CMD ["node"]
            """ },
        { "D206", "", """
            FROM IMAGES/c:1
            ADD FILES/tool_1.0_linux_amd64 /usr/bin/tool
            RUN chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D207", "", """
            FROM IMAGES/c:1
            RUN wget -qO /usr/bin/gosu FILES/gosu-amd64 && chmod +x /usr/bin/gosu
            CMD ["gosu"]
            """ },
        { "D201", "package", """
            FROM IMAGES/c:1
            RUN mkdir -p /tmp /opt/tool && wget -qO /tmp/tool.deb FILES/tool_1.0_amd64.deb && dpkg-deb -x /tmp/tool.deb /opt/tool && rm /tmp/tool.deb
            CMD ["/opt/tool/bin/busybox"]
            """ },
        { "D212", "", """
            FROM IMAGES/c:1
            RUN mkdir -p /opt && cp /usr/lib/x86_64-linux-gnu/libz.so.1 /opt/libz.so.1
            CMD ["/bin/sh"]
            """ },
    };

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public async Task A_fixed_Dockerfile_builds_for_Arm_what_runs_there(string rule, string how, string dockerfile)
    {
        Builder.SkipUnlessItBuilds();
        using TempFolder folder = new();
        folder.With("hello.c", "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n");
        folder.With("Dockerfile", await builder.FillInAsync(dockerfile + "\n"));
        var name = $"{rule}-{(how.Length == 0 ? "safe" : how.TrimStart('-'))}".ToLowerInvariant();
        using ArchwayProgram archway = new();

        // Of a default of TARGETARCH, and of $BUILDPLATFORM, buildah thinks otherwise than BuildKit, of which the rules speak.
        if (rule is not ("D103" or "D104")) Assert.NotEqual("ready", await ArmOfAsync(await builder.BuildAsync(folder.Path, name + "-before", "linux/arm64")));
        var fix = await archway.RunAsync([.. how == "--unsafe" ? ["fix", folder.Path, "--write", how] : (string[])["fix", folder.Path, "--write"]]);
        var built = await builder.BuildAsync(folder.Path, name, "linux/amd64", "linux/arm64");

        Assert.True(built is not null, $"{fix.Output}{fix.Error}{File.ReadAllText(Path.Combine(folder.Path, "Dockerfile"))}");
        Assert.Equal("ready", await ArmOfAsync(built));
        Assert.Equal("verified", (await VerifiedImage.OfAsync(built, "linux/amd64")).Verification);
    }

    // What is proved of its content: that it says it is for Arm is not enough.
    private static async Task<string?> ArmOfAsync(string? reference)
    {
        if (reference is null) return null;
        var verified = await VerifiedImage.OfAsync(reference);
        return verified.Verification == "verified" ? verified.Status : verified.Verification;
    }
}
