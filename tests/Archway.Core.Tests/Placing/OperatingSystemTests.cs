using System.Collections.Immutable;
using Archway.Oci.Platforms;
using Archway.Placing;
using Archway.Placing.Constraining;
using Archway.Placing.Images;
using Archway.Placing.Manifests;
using Archway.Placing.Scheduling;
using Archway.Placing.Simulating;
using Archway.Reading;
using Xunit;

namespace Archway.Core.Tests.Placing;

/// <summary>Pods for Windows, for either system, and for machines that run what they are not named after.</summary>
public sealed class OperatingSystemTests
{
    private static readonly Dictionary<string, ImagePlatforms> Known = new()
    {
        ["docker.io/library/apart:latest"] = KnownImage.Running("apart", "windows/amd64", "linux/arm64"),
        ["docker.io/library/alike:latest"] = KnownImage.Running("alike", "windows/amd64", "linux/amd64"),
        ["docker.io/library/old:latest"] = KnownImage.Running("old", "linux/386"),
        ["docker.io/library/linux:latest"] = KnownImage.Running("linux", "linux/amd64"),
    };

    [Theory]
    [InlineData("apart", "[{SYSTEM In [windows]}, {SYSTEM In [linux]}]", "0 amd64; 1 arm64")]
    [InlineData("apart", "[{SYSTEM NotIn [linux]}, {zone In [a]}]", "0 amd64; 1 arm64")]
    [InlineData("apart", "[{SYSTEM In [windows]}]", "0 amd64")]
    [InlineData("apart", "[{zone In [a]}]", "0 arm64")]
    [InlineData("alike", "[{SYSTEM In [windows, linux]}]", "0 amd64")]
    [InlineData("linux", "[{SYSTEM Exists}]", "0 amd64")]
    [InlineData("apart", "[{SYSTEM In [windows, linux]}]", "")]
    public void Each_term_asks_for_what_runs_on_its_own_system(string image, string terms, string asked)
    {
        foreach (var label in (string[])["kubernetes.io/os", "beta.kubernetes.io/os"])
        {
            var placement = Place(image, new Pod { RequiredTerms = Terms(terms.Replace("SYSTEM", label, StringComparison.Ordinal)) }, new());

            Assert.Equal(asked, string.Join("; ", placement.Changes.Cast<PodChange.Require>().Select(one => $"{one.Term} {string.Join(' ', one.Architectures)}")));
            if (asked.Length == 0) Assert.Contains("each system needs a term of its own", placement.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Terms_that_need_different_architectures_are_not_put_into_one_selector()
    {
        var placement = Place("apart", new Pod { RequiredTerms = Terms("[{kubernetes.io/os In [windows]}, {kubernetes.io/os In [linux]}]") }, new() { AsNodeSelector = true });

        Assert.Equal(2, placement.Changes.OfType<PodChange.Require>().Count());
    }

    [Fact]
    public void Machines_of_amd64_take_images_of_386()
    {
        Assert.Equal("386 amd64", string.Join(' ', Known["docker.io/library/old:latest"].Architectures("linux")!));
        Assert.IsType<Verdict.Runs>(Known["docker.io/library/old:latest"].On(Platform.Of("linux", "amd64")));
        Assert.IsType<Verdict.CannotRun>(Known["docker.io/library/old:latest"].On(Platform.LinuxArm64));
        Assert.Equal("386", string.Join(' ', KnownImage.Running("win", "windows/386").Architectures("windows")!));
    }

    [Theory]
    [InlineData("os: {name: windows}", PodOutcome.Crashes)]
    [InlineData("os: {name: linux}", PodOutcome.Runs)]
    [InlineData("restartPolicy: Always", PodOutcome.Runs)]
    public void A_pod_for_another_system_is_taken_by_the_scheduler_and_refused_by_the_kubelet(string os, PodOutcome outcome)
    {
        var nodes = NodeReader.Read(new("nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: amd, labels: {kubernetes.io/arch: amd64, kubernetes.io/os: linux}}}"), []);
        var simulation = Simulation.Run(nodes, WorkloadsOf($"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{{os}, containers: [{{name: c, image: linux}}]}}}}").Groups, Known, CancellationToken.None);

        Assert.Null(simulation.WhyNot(simulation.Pods[0], 0));
        Assert.Equal(outcome, simulation.OutcomeOf(simulation.Pods[0]));
    }

    [Theory]
    [InlineData("{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {SUSPEND parallelism: 3, template: POD}}")]
    [InlineData("{apiVersion: batch/v1, kind: CronJob, metadata: {name: j}, spec: {SUSPEND jobTemplate: {spec: {parallelism: 3, template: POD}}}}")]
    [InlineData("{apiVersion: batch/v1, kind: CronJob, metadata: {name: j}, spec: {jobTemplate: {spec: {SUSPEND parallelism: 3, template: POD}}}}")]
    public void A_suspended_job_makes_no_pods_now(string job)
    {
        job = job.Replace("POD", "{spec: {restartPolicy: Never, containers: [{name: c, image: linux}]}}", StringComparison.Ordinal);

        Assert.Equal(0, WorkloadsOf(job.Replace("SUSPEND", "suspend: true,", StringComparison.Ordinal)).Groups.Single().Count);
        Assert.Equal(3, WorkloadsOf(job.Replace("SUSPEND", "suspend: false,", StringComparison.Ordinal)).Groups.Single().Count);
    }

    [Fact]
    public void A_preference_is_for_an_architecture_that_nodes_are_labelled_with()
    {
        Assert.Contains("no node is labelled mips", ArchitecturePreference.Read("mips").Problem, StringComparison.Ordinal);
        Assert.Equal(new ArchitecturePreference("amd64", 80), ArchitecturePreference.Read("linux/x86_64:80").Value);
    }

    private static PodPlacement Place(string image, Pod pod, PlacingOptions options)
    {
        PodImage[] images = [new("c", image, PodImages.Meant(image).Image, null)];
        return Placer.Place(pod, PodArchitectures.Of(images, Placer.OsOf(pod), Known), options);
    }

    private static Workloads WorkloadsOf(string text)
    {
        SourceText source = new("pods.yaml", text);
        Workloads workloads = new();
        foreach (var document in ManifestText.Documents(source, [])) workloads.Add(source, document);
        return workloads;
    }

    // [{key In [a, b]}, {other Exists}]: a term of one expression each.
    private static ImmutableArray<NodeTerm> Terms(string text) =>
    [
        .. from term in text.Trim('[', ']').Split("}", StringSplitOptions.RemoveEmptyEntries)
           let words = term.Trim(',', ' ', '{').Split(' ', 3)
           select new NodeTerm([new(words[0], Enum.Parse<LabelOperator>(words[1]), words.Length < 3 ? [] : [.. words[2].Trim('[', ']').Split(", ")])], []),
    ];
}
