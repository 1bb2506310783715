using Archway.Knowing;
using Archway.Oci;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Oci.References;

namespace Archway.Fuzz.Readers;

/// <summary>The short texts that become values: references, sources, digests, platforms, questions to the catalog.</summary>
/// <remarks>Each is a value or a sentence; a value written and read again is the same value.</remarks>
internal sealed class ReferenceTarget() : Target("reference")
{
    private const int LongestSentence = 2000;
    private static readonly string Sha256 = Digest.Of("a"u8).ToString();
    private static readonly string Sha512 = "sha512:" + new string('0', 128);

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "nginx", "library/", "docker.io/", "index.docker.io/", "localhost", "localhost/", ":5000/", "[::1]", "[fe80::1%25eth0]", "ghcr.io/a/b", "Host/",
        "FOO", "_", "__", "___", "-", "--", ".", "..", "a.b", "/", "//", ":", ":latest", ":1.27-alpine", "@", "@" + Sha256, "@" + Sha512, "sha256:",
        "sha512:", "sha1:", Sha256[7..], "oci:", "oci-archive:", "docker-archive:", "image:", "C:\\", "./", "../", "/tmp/x.tar", "linux/", "arm64", "/v8",
        "windows/amd64", "xn--", "a@1.2", " ", "..com", "123", "1.2.3.4", "0x7f.1",
    ];

    internal override IEnumerable<byte[]> Seeds() => ((string[])
    [
        "nginx", "nginx:1.27", "docker.io/library/nginx", "localhost:5000/a/b:c", "[::1]:5000/a", "ghcr.io/acme/api@" + Sha256, "a/b:c@" + Sha512, "FOO/bar",
        "oci:folder:1.2", "oci-archive:a.tar@" + Sha256, "docker-archive:C:\\a.tar:redis:7", "image:nginx", "linux/arm64/v8", "redis@7.2", "istio/pilot@1.14",
        "elasticsearch", Sha256, Sha512, "a.b-c_d/e__f/g--h:i_J.k-L", "registry.example.com:443/a", "index.docker.io/nginx",
    ]).Select(Bytes);

    internal override Task ReadAsync(byte[] input)
    {
        var text = Text(input);
        if (Check(ImageReference.Read(text), ImageReference.Read) is { } reference)
        {
            Require(reference.Selector.Length > 0 && reference.Repository.Length > 0 && reference.Registry.Length > 0, "a reference has all its parts");
            Require(Uri.TryCreate($"https://{reference.Registry}/v2/{reference.Repository}/manifests/{reference.Selector}", UriKind.Absolute, out var address)
                && address.AbsolutePath == $"/v2/{reference.Repository}/manifests/{reference.Selector}", "a reference is asked at its own path");
            Require(reference.PinnedTo(Digest.Of("a"u8)).WithTag("b").Name == reference.Name, "a reference keeps its name");
        }

        if (Check(ImageSource.Read(text), ImageSource.Read) is { Path: not null } source) _ = source.From("/tmp");
        Check(Digest.Read(text), Digest.Read);
        Check(Platform.Read(text), Platform.Read);
        var asked = CatalogQuestion.Read(text);
        Require(asked.Value is null != asked.Problem is null && asked.Problem?.Length is not > LongestSentence, "a question is one, or there is a sentence");
        return Task.CompletedTask;
    }

    private static T? Check<T>(Parsed<T> read, Func<string, Parsed<T>> again) where T : class
    {
        Require(read.Value is null != read.Problem is null, $"{typeof(T).Name}: there is a value or a sentence");
        Require(read.Problem?.Length is not > LongestSentence, $"{typeof(T).Name}: the sentence is short");
        if (read.Value is not { } value) return null;
        Require(value.Equals(again(value.ToString()!).Value), $"{typeof(T).Name}: what is written reads the same");
        return value;
    }
}
