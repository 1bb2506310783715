using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Rules;

/// <summary>Dockerfiles of Windows, of which a Linux machine runs nothing and is not meant to.</summary>
public sealed class WindowsTests
{
    [Fact]
    public async Task A_base_of_Windows_is_no_finding_and_one_of_Linux_beside_it_is()
    {
        using TempFolder folder = new();
        folder.With("windows/Dockerfile", """
            FROM mcr.microsoft.com/windows/servercore:ltsc2022 AS build
            RUN dir
            FROM mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022
            COPY --from=build C:/app C:/app
            """);
        folder.With("x64/Dockerfile", """
            FROM k8s.gcr.io/metrics-server-amd64:v0.3.6
            """);
        folder.With("windows.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: windows}
            spec:
              nodeSelector: {kubernetes.io/os: windows}
              containers: [{name: web, image: "k8s.gcr.io/metrics-server-amd64:v0.3.6"}]
            """);
        folder.With("server.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: server}
            spec:
              containers: [{name: web, image: "mcr.microsoft.com/windows/servercore:ltsc2022"}]
            """);
        folder.With("linux.yaml", """
            apiVersion: v1
            kind: Pod
            metadata: {name: linux}
            spec:
              containers: [{name: web, image: "k8s.gcr.io/metrics-server-amd64:v0.3.6"}]
            """);
        using ArchwayProgram archway = new() { WorkingFolder = folder.Path };

        var json = (await archway.RunAsync("scan", ".", "--offline", "--quiet", "--format", "json")).Json();

        Assert.Equal(["linux.yaml", "x64/Dockerfile"],
            json.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("rule").GetString() is "D108" or "I101")
                .Select(finding => finding.GetProperty("file").GetString()));
    }
}
