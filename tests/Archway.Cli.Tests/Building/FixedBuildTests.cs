using Archway.Cli.Tests.Rules;
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
        { "D102", "", """
            FROM --platform=$TARGETPLATFORM IMAGES/c:1
            COPY hello.c /src/hello.c
            RUN tcc -o /usr/bin/hello /src/hello.c
            CMD ["hello"]
            """ },
        { "D201", "--unsafe argument", """
            FROM IMAGES/c:1
            ARG ARCH=amd64
            RUN wget -qO /usr/bin/tool FILES/tool_1.0_linux_${ARCH} && chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D201", "--unsafe shell", """
            FROM IMAGES/c:1
            RUN ARCH=amd64 && wget -qO /usr/bin/tool "FILES/tool_1.0_linux_$ARCH" && chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D205", "--unsafe", """
            FROM IMAGES/c:1
            ARG TARGETARCH
            RUN wget -qO /usr/bin/docker-compose FILES/docker/compose/docker-compose-linux-${TARGETARCH} && chmod +x /usr/bin/docker-compose
            CMD ["docker-compose"]
            """ },
        { "D208", "", """
            FROM IMAGES/apt:1
            RUN mkdir -p /tmp /opt /etc/apt/sources.list.d && echo "deb [arch=amd64 trusted=yes] FILES/apt stable main" > /etc/apt/sources.list.d/tool.list && \
                touch /var/lib/dpkg/status && apt-get -o APT::Sandbox::User=root update && cd /tmp && \
                apt-get -o APT::Sandbox::User=root download busybox-static && dpkg-deb -x busybox-static_*.deb /opt/tool
            CMD ["/opt/tool/bin/busybox"]
            """ },
        { "D209", "--unsafe", """
            FROM IMAGES/apt:1
            COPY debs /debs
            RUN touch /var/lib/dpkg/status && dpkg -i --force-bad-path --force-depends /debs/tool_1.0_amd64.deb
            CMD ["/bin/busybox"]
            """ },
        { "D213", "", """
            FROM IMAGES/c:1
            COPY hello.c /src/hello.c
            RUN tcc -o /usr/bin/hello /src/hello.c && home=/usr/lib/jvm/java-17-openjdk-$(uname -m | sed s/x86_64/amd64/ | sed s/aarch/arm/) && \
                mkdir -p $home && cp /usr/bin/hello $home/java
            ENV JAVA_HOME=/usr/lib/jvm/java-17-openjdk-amd64
            RUN $JAVA_HOME/java
            CMD ["hello"]
            """ },
        { "D219", "", """
            FROM IMAGES/c:1
            RUN wget -qO /usr/bin/conda FILES/repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh && chmod +x /usr/bin/conda
            CMD ["conda"]
            """ },
        { "D222", "--unsafe", """
            FROM IMAGES/c:1
            ARG BUILDARCH
            RUN wget -qO /usr/bin/tool FILES/tool_1.0_linux_${BUILDARCH} && chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
        { "D223", "--unsafe", """
            FROM IMAGES/c:1
            COPY qemu-aarch64-static /usr/bin/
            COPY hello.c /src/hello.c
            RUN tcc -o /usr/bin/hello /src/hello.c
            CMD ["hello"]
            """ },
        { "D224", "--unsafe", """
            FROM IMAGES/c:1
            COPY bin/tool-linux-amd64 /usr/bin/tool
            RUN chmod +x /usr/bin/tool
            CMD ["tool"]
            """ },
    };

    // What lies beside a Dockerfile that copies it.
    private static readonly (string Path, string File)[] Context =
    [
        ("debs/tool_1.0_amd64.deb", "tool_1.0_amd64.deb"),
        ("debs/tool_1.0_arm64.deb", "tool_1.0_arm64.deb"),
        ("bin/tool-linux-amd64", "tool_1.0_linux_amd64"),
        ("bin/tool-linux-arm64", "tool_1.0_linux_arm64"),
        ("qemu-aarch64-static", "tool_1.0_linux_amd64"),
    ];

    // Of a default of TARGETARCH, of $BUILDPLATFORM and of $BUILDARCH, buildah may think otherwise than BuildKit, of which the rules speak; and what is redundant
    // does no harm to what runs.
    private static readonly string[] BuildBefore = ["D102", "D103", "D104", "D223"];

    [Fact]
    public void Each_rule_that_has_a_fix_is_built_or_the_page_on_precision_says_why_not()
    {
        var built = Dockerfiles.Select(row => row.Data.Item1);
        var told = File.ReadLines(Path.Combine(Repository.Root, "docs/precision.md"))
            .SkipWhile(line => line != "## Which fixes are built").Where(line => line.StartsWith("| D", StringComparison.Ordinal)).Select(line => line[2..6]);
        var fixable = RuleCase.Rules.Where(rule => rule[0] == 'D' && RuleCase.Of(rule).Any(one => one.Expected("diff").Length > 0));

        Assert.Equal(fixable.Concat(["D107", "D108", "D109", "D110"]).Order(StringComparer.Ordinal), built.Concat(told).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public async Task A_fixed_Dockerfile_builds_for_Arm_what_runs_there(string rule, string how, string dockerfile)
    {
        Builder.SkipUnlessItBuilds();
        using TempFolder folder = new();
        folder.With("hello.c", "#include <stdio.h>\nint main(void) { puts(\"hello\"); return 0; }\n");
        folder.With("Dockerfile", await builder.FillInAsync(dockerfile + "\n"));
        foreach (var (path, file) in Context)
            if (dockerfile.Contains($"COPY {path.Split('/')[0]}", StringComparison.Ordinal)) await File.WriteAllBytesAsync(Path.Combine(folder.With(path, "").Path, path), await builder.FileAsync(file), TestContext.Current.CancellationToken);
        var name = $"{rule}-{(how.Length == 0 ? "safe" : how.TrimStart('-').Replace(' ', '-'))}".ToLowerInvariant();
        string[] asked = how.StartsWith("--unsafe", StringComparison.Ordinal) ? ["--unsafe"] : [];
        using ArchwayProgram archway = new();

        if (!BuildBefore.Contains(rule)) Assert.NotEqual("ready", await ArmOfAsync(await builder.BuildAsync(folder.Path, name + "-before", "linux/arm64")));
        var written = await File.ReadAllTextAsync(Path.Combine(folder.Path, "Dockerfile"), TestContext.Current.CancellationToken);
        var fix = await archway.RunAsync(["fix", folder.Path, "--write", .. asked]);
        Assert.NotEqual(written, await File.ReadAllTextAsync(Path.Combine(folder.Path, "Dockerfile"), TestContext.Current.CancellationToken));
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
