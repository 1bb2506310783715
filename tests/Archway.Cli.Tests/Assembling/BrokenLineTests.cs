using Archway.Oci.Content;
using Archway.Testing;
using Xunit;

namespace Archway.Cli.Tests.Assembling;

/// <summary>Copies whose connections break in the middle of a large blob.</summary>
public sealed class BrokenLineTests
{
    private static readonly StoredImage Image = Shapes.Large();
    private static readonly byte[] Layer = Image.Blobs[1];

    [Fact]
    public async Task A_download_that_breaks_goes_on_where_it_broke()
    {
        await using var from = await DebianRegistry.StartAsync(new DebianRegistryOptions { Logs = true }, Stop);
        await using CutLine line = new(from.Host);
        await using var to = await TestRegistry.StartAsync();
        await from.PushAsync("app", "1", Image, Stop);
        line.CutDownAfter(Layer.Length / 2);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", $"{line.Host}/app:1", $"{to.Host}/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(1, line.Cuts);
        Assert.Contains(from.Log, request => request.Contains($"GET /v2/app/blobs/{Digest.Of(Layer)}", StringComparison.Ordinal) && request.Contains(" 206 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_that_breaks_goes_on_where_the_registry_has_it()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await TestRegistry.StartAsync();

        await UploadWithBreakAsync(from, to.Host);

        Assert.Equal(2, from.Log.Count(request => request.Path.EndsWith($"/blobs/{Digest.Of(Layer)}", StringComparison.Ordinal)));
        Assert.Single(to.Log, request => request.Method == "GET" && request.Path.Contains("/blobs/uploads/", StringComparison.Ordinal));
        Assert.Equal(2, to.Log.Count(request => request.Method == "POST"));
    }

    // It forgets an upload whose connection broke, and takes it from the beginning.
    [Fact]
    public async Task An_upload_to_the_distribution_project_s_registry_that_breaks_is_made_again()
    {
        await using var from = await TestRegistry.StartAsync();
        await using var to = await DebianRegistry.StartAsync(Stop);

        await UploadWithBreakAsync(from, to.Host);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task UploadWithBreakAsync(TestRegistry from, string to)
    {
        await using CutLine line = new(to);
        var reference = from.Put("app", "1", Image);
        line.CutUpAfter(Layer.Length / 2);
        using ArchwayProgram archway = new();

        var ran = await archway.RunAsync("copy", reference, $"{line.Host}/app:1");

        Assert.True(ran.ExitCode == 0, ran.Error);
        Assert.Equal(1, line.Cuts);
        using HttpClient client = new();
        Assert.Equal(Layer, await client.GetByteArrayAsync(new Uri($"http://{to}/v2/app/blobs/{Digest.Of(Layer)}"), Stop));
    }
}
