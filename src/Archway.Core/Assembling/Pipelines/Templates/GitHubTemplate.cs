using Archway.Oci.Platforms;

namespace Archway.Assembling.Pipelines.Templates;

/// <summary>A workflow of GitHub Actions.</summary>
/// <remarks>
/// <see href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax"/>
/// <see href="https://docs.github.com/en/actions/reference/runners/github-hosted-runners"/>
/// </remarks>
internal sealed class GitHubTemplate() : PipelineTemplate("github", ".github/workflows/image.yml", "LABEL")
{
    internal const string Amd64 = "ubuntu-24.04";
    internal const string Arm64 = "ubuntu-24.04-arm";

    private protected override string? HostedRunner(Platform platform) => RunnerOf(platform);

    /// <summary>GitHub's own runner for a platform.</summary>
    internal static string? RunnerOf(Platform platform) => platform.Canonical switch { "linux/amd64" => Amd64, "linux/arm64" => Arm64, _ => null };

    // A run has one set of permissions whatever started it: only the jobs for a push may write packages.
    private protected override string Write(PipelineScripts scripts) =>
        PipelineText.Of($$$"""
        # Each platform is built on a machine of its own and pushed under its digest alone;
        # the tag is written when all are there and hold what they say. Pull requests build, and push nothing.
        # {{{Needs(scripts)}}}
        name: image

        on:
          push:
            branches: [{{{PipelineText.Quote(scripts.Branch)}}}]
          pull_request:

        permissions: {}

        concurrency:
          group: image-${{ github.ref }}
          cancel-in-progress: ${{ github.event_name == 'pull_request' }}

        env:
          REGISTRY: {{{PipelineText.Quote(scripts.Registry)}}}
          IMAGE: {{{PipelineText.Quote(scripts.Image)}}}
          TAG: {{{PipelineText.Quote(scripts.Tag)}}}
          CONTEXT: {{{PipelineText.Quote(scripts.Context)}}}
          DOCKERFILE: {{{PipelineText.Quote(scripts.Dockerfile)}}}

        jobs:
          try:
            name: Try ${{ matrix.platform }}
            if: github.event_name == 'pull_request'
            strategy:
              matrix:
                include:
                  {{{PipelineText.Each(scripts.Platforms, MatrixEntry)}}}
            runs-on: ${{ matrix.runner }}
            permissions:
              contents: read
            steps:
              - uses: {{{GitHubActions.Checkout}}}
                with:
                  persist-credentials: false
              - uses: {{{GitHubActions.SetupBuildx}}}
              - uses: {{{GitHubActions.Build}}}
                with:
                  context: ${{ env.CONTEXT }}
                  file: ${{ env.DOCKERFILE }}
                  platforms: ${{ matrix.platform }}
                  cache-from: type=gha,scope=${{ matrix.slug }}
                  outputs: type=cacheonly

          build:
            name: Build ${{ matrix.platform }}
            if: github.event_name != 'pull_request'
            strategy:
              matrix:
                include:
                  {{{PipelineText.Each(scripts.Platforms, MatrixEntry)}}}
            runs-on: ${{ matrix.runner }}
            permissions:
              contents: read{{{Packages(scripts)}}}
            # Each run of the matrix sets the one that is called after its platform.
            outputs:
              {{{PipelineText.Each(scripts.Platforms, platform => $$$"""{{{platform.Slug}}}: ${{ steps.digest.outputs.{{{platform.Slug}}} }}""")}}}
            steps:
              - uses: {{{GitHubActions.Checkout}}}
                with:
                  persist-credentials: false
              - uses: {{{GitHubActions.SetupBuildx}}}
              {{{Login(scripts)}}}
              - id: build
                uses: {{{GitHubActions.Build}}}
                with:
                  context: ${{ env.CONTEXT }}
                  file: ${{ env.DOCKERFILE }}
                  platforms: ${{ matrix.platform }}
                  cache-from: type=gha,scope=${{ matrix.slug }}
                  cache-to: type=gha,mode=max,scope=${{ matrix.slug }}
                  outputs: type=image,name=${{ env.IMAGE }},push-by-digest=true,name-canonical=true,push=true
              - id: digest
                name: Tell the digest
                env:
                  SLUG: ${{ matrix.slug }}
                  DIGEST: ${{ steps.build.outputs.digest }}
                run: echo "$SLUG=$DIGEST" >> "$GITHUB_OUTPUT"

          publish:
            name: Join and publish
            needs: build
            runs-on: {{{Amd64}}}
            permissions:
              contents: read{{{Packages(scripts)}}}
            steps:
              - uses: {{{GitHubActions.SetupDotnet}}}
                with:
                  dotnet-version: 10.0.x
              {{{Login(scripts)}}}
              - name: {{{(scripts.Join == PipelineJoin.Archway ? "Verify, join and publish" : "Verify, then join and publish")}}}
                env:
                  {{{PipelineText.Each(scripts.Platforms, platform => $$$"""{{{platform.DigestVariable}}}: ${{ needs.build.outputs.{{{platform.Slug}}} }}""")}}}
                run: |
                  {{{scripts.Publish}}}

        """);

    private static string MatrixEntry(PipelinePlatform platform) =>
        $"""
        - platform: {platform.Platform}
          runner: {Labels(platform.Runner)}
          slug: {platform.Slug}
        """;

    /// <summary>One label, or several that a runner has to have.</summary>
    internal static string Labels(string runner) => runner.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } labels
        ? $"[{string.Join(", ", labels.Select(PipelineText.Quote))}]" : PipelineText.Quote(runner);

    private static string Needs(PipelineScripts scripts) => IsOwn(scripts)
        ? "It logs in to ghcr.io as the workflow itself."
        : $"To fill in: the secrets REGISTRY_USERNAME and REGISTRY_PASSWORD, which may push to {scripts.Registry}.";

    private static string Packages(PipelineScripts scripts) => IsOwn(scripts) ? "\npackages: write" : "";

    private static string Login(PipelineScripts scripts) =>
        PipelineText.Of($$$"""
        - uses: {{{GitHubActions.Login}}}
          with:
            registry: ${{ env.REGISTRY }}
            username: ${{ {{{(IsOwn(scripts) ? "github.actor" : "secrets.REGISTRY_USERNAME")}}} }}
            password: ${{ {{{(IsOwn(scripts) ? "secrets.GITHUB_TOKEN" : "secrets.REGISTRY_PASSWORD")}}} }}
        """);

    private static bool IsOwn(PipelineScripts scripts) => scripts.Registry == "ghcr.io";
}
