using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Archway.Oci.Registries;
using Archway.Testing;
using Xunit;

namespace Archway.Server.Tests;

/// <summary>Reviews that a real API server sent, each with the answer that somebody read and agreed to.</summary>
public sealed class RecordingTests(RecordingTests.World world) : IClassFixture<RecordingTests.World>
{
    private const string SomeDigest = "sha256:abababababababababababababababababababababababababababababababab";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Recordings")).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_recorded_review_has_its_answer(string name)
    {
        var review = Reviews.Recorded(name).Replace(SomeDigest, Images.Index("linux/amd64", "linux/arm64").Digest.ToString(), StringComparison.Ordinal);

        await using var webhook = await Webhook.StartAsync([world.Host], options => options with { Lookups = options.Lookups with { Mirrors = world.Mirrors } });
        var answer = await webhook.AskAsync(review);

        Assert.True(answer.IsAllowed);
        Assert.NotNull(Reviews.Patched(review, answer));
        StringBuilder told = new();
        foreach (var operation in answer.Patch ?? []) told.Append(operation!.ToJsonString(Indented)).Append('\n');
        foreach (var warning in answer.Warnings) told.Append($"warning: {warning}\n");
        Golden.Equal($"Recording.{name}", told.Length == 0 ? "nothing\n" : told.ToString());
    }

    [Fact]
    public async Task All_recordings_at_once_have_their_own_answers()
    {
        await using var webhook = await Webhook.StartAsync([world.Host], options => options with { Lookups = options.Lookups with { Mirrors = world.Mirrors } });
        var reviews = Names.Select(name => Reviews.Recorded(name.Data)).ToArray();
        var alone = new List<string>();
        foreach (var review in reviews) alone.Add((await webhook.AskAsync(review)).Text);

        var together = await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => reviews.Index()).Select(async one => (one.Index, (await webhook.AskAsync(one.Item)).Text)));

        Assert.All(together, one => Assert.Equal(alone[one.Index], one.Text));
    }

    /// <summary>One registry with what the recordings name, before all of theirs.</summary>
    public sealed class World : IAsyncLifetime
    {
        private DebianRegistry? _registry;

        public string Host
        {
            get
            {
                DebianRegistry.SkipUnlessInstalled();
                return _registry!.Host;
            }
        }

        internal RegistryMirror[] Mirrors =>
            [.. new[] { "docker.io", "quay.io", "ghcr.io", "nvcr.io", "localhost:5000" }.Select(one => RegistryMirror.Read($"{one}={Host}/m").ValueOrThrow())];

        public async ValueTask InitializeAsync()
        {
            if (!DebianRegistry.IsInstalled) return;
            var stop = TestContext.Current.CancellationToken;
            _registry = await DebianRegistry.StartAsync(stop);
            var both = Images.Index("linux/amd64", "linux/arm64");
            (string Name, string Tag, StoredImage Image)[] all =
            [
                ("library/redis", "7", both), ("library/nginx", "1.27", Images.Attested("linux/amd64", "linux/arm64")), ("library/busybox", "1.36", Images.Index("linux/arm64")),
                ("library/busybox", "latest", both), ("library/postgres", "16", Images.Index("linux/amd64")), ("prometheus/node-exporter", "v1.8.1", both),
                ("acme/migrate", "1", both), ("acme/api", "1.4", Images.Manifest("linux/arm64")), ("envoyproxy/envoy", "v1.30.0", both), ("x", "dev", Images.Manifest("linux/arm64")),
                ("nvidia/cuda", "12.4.1-base-ubuntu22.04", Images.DockerList("linux/amd64", "linux/arm64")),
            ];
            foreach (var (name, tag, image) in all) await _registry.PushAsync($"m/{name}", tag, image, stop);
        }

        public async ValueTask DisposeAsync()
        {
            if (_registry is not null) await _registry.DisposeAsync();
        }
    }
}
