using Archway.Fixing;
using Archway.Judging;
using Archway.Judging.Sources;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Reading;
using Archway.Reading.Dockerfiles;
using Xunit;

namespace Archway.Core.Tests.Judging.Sources.Dockerfiles;

/// <summary>What the rules find in Dockerfiles of tests, and what is made of them.</summary>
internal static class DockerfileFindings
{
    internal static IReadOnlyList<Finding> In(string text, params string[] targets) =>
        [.. DockerfileRule.Every.SelectMany(rule => rule.Check(Parse(text), ContextFor(targets))).Select(found => found.Finding)];

    /// <summary>The text with every fix made once that is not only shown.</summary>
    internal static string Fixed(string text) => FixedText.Of(text, In(text).Where(finding => finding.Fix is { Safety: not FixSafety.ShowOnly })).Text;

    internal static DockerfileDocument Parse(string text) =>
        DockerfileFormat.Parse(new SourceText("Dockerfile", text), new ReadingOptions(), [], TestContext.Current.CancellationToken);

    private static RuleContext ContextFor(string[] targets) =>
        new([.. (targets is [] ? ["linux/arm64"] : targets).Select(Platform.Parse)], Catalog.Embedded);
}
