using Archway.Oci.Content;
using Archway.Oci.References;
using Archway.Oci.Registries;
using Xunit;

namespace Archway.Oci.Tests.Registries;

/// <summary>Asks for images as a run does, with waits that suit a test.</summary>
internal static class Asking
{
    internal static RegistryClientOptions Options => new()
    {
        FirstRetryWait = TimeSpan.FromMilliseconds(1),
        AnswerTimeout = TimeSpan.FromSeconds(5),
        Random = new Random(1),
    };

    internal static RegistryClientOptions Impatient => Options with { AnswerTimeout = TimeSpan.FromSeconds(1) };

    internal static async Task<Manifest?> AskAsync(this RegistryClient client, string reference)
    {
        var image = ImageReference.Parse(reference);
        return await client.Open(image).FindManifestAsync(image.Selector, TestContext.Current.CancellationToken);
    }

    internal static async Task<Digest?> AskDigestAsync(this RegistryClient client, string reference)
    {
        var image = ImageReference.Parse(reference);
        return await client.Open(image).FindDigestAsync(image.Selector, TestContext.Current.CancellationToken);
    }

    internal static async Task<RegistryException> RefusalAsync(this RegistryClient client, string reference)
    {
        var refusal = await Assert.ThrowsAsync<RegistryException>(() => client.AskAsync(reference));
        Assert.StartsWith($"cannot read {reference}: ", refusal.Message);
        return refusal;
    }

    internal static async Task<RegistryException> RefusalAsync(string reference, RegistryClientOptions? options = null)
    {
        using RegistryClient client = new(options ?? Options);
        return await client.RefusalAsync(reference);
    }
}
