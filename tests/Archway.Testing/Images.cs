using System.Text;
using Archway.Oci.Content;
using Archway.Oci.Platforms;

namespace Archway.Testing;

/// <summary>Makes images of every shape, small and always the same.</summary>
public static class Images
{
    /// <summary>One platform's image, in OCI's form or Docker's.</summary>
    public static StoredImage Manifest(string platform, bool docker = false, string seed = "")
    {
        var config = Config(platform, seed);
        var layer = Encoding.UTF8.GetBytes($"layer of {platform} {seed}");
        return Of(docker ? MediaTypes.DockerManifest : MediaTypes.OciManifest, docker ? MediaTypes.DockerConfig : MediaTypes.OciConfig, config,
            docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip" : "application/vnd.oci.image.layer.v1.tar+gzip", layer);
    }

    /// <summary>An image whose config says nothing of a platform.</summary>
    public static StoredImage WithoutPlatform() =>
        Of(MediaTypes.OciManifest, MediaTypes.OciConfig, "{\"config\":{}}"u8.ToArray(), "application/vnd.oci.image.layer.v1.tar+gzip", "layer"u8.ToArray());

    /// <summary>An artifact: a chart, a module, whatever <paramref name="configType"/> says.</summary>
    public static StoredImage Artifact(string configType = "application/vnd.cncf.helm.config.v1+json") =>
        Of(MediaTypes.OciManifest, configType, "{}"u8.ToArray(), "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "chart"u8.ToArray());

    /// <summary>What a build says about an image.</summary>
    public static StoredImage Attestation() => Of(MediaTypes.OciManifest, MediaTypes.OciConfig,
        """{"architecture":"unknown","os":"unknown"}"""u8.ToArray(), "application/vnd.in-toto+json", "{}"u8.ToArray());

    /// <summary>Several platforms' images under one name.</summary>
    public static StoredImage Index(params string[] platforms) => Over(MediaTypes.OciIndex, [.. platforms.Select(one => Entry(one, docker: false))]);

    /// <summary>Several platforms' images under one name, in Docker's form.</summary>
    public static StoredImage DockerList(params string[] platforms) => Over(MediaTypes.DockerList, [.. platforms.Select(one => Entry(one, docker: true))]);

    /// <summary>The same as BuildKit writes it, with an attestation beside each image.</summary>
    public static StoredImage Attested(params string[] platforms) => Over(MediaTypes.OciIndex, [.. platforms.SelectMany(one =>
    {
        var (image, entry) = Entry(one, docker: false);
        return ((StoredImage, string)[])[(image, entry), AttestationOf(image)];
    })]);

    /// <summary>What a build says about an image, with the entry that ties it to that image.</summary>
    public static (StoredImage Image, string Entry) AttestationOf(StoredImage image) => (Attestation(), Attestation().Entry(
        $$"""
        "platform":{"architecture":"unknown","os":"unknown"},"annotations":{"vnd.docker.reference.digest":"{{image.Digest}}","vnd.docker.reference.type":"attestation-manifest"}
        """));

    /// <summary>An index over anything, each with its entry's JSON.</summary>
    public static StoredImage Over(string mediaType, params (StoredImage Image, string Entry)[] entries) =>
        new(mediaType,
            Encoding.UTF8.GetBytes(
                $$"""{"schemaVersion":2,"mediaType":"{{mediaType}}","manifests":[{{string.Join(',', entries.Select(one => one.Entry))}}]}"""))
        {
            Children = [.. entries.Select(one => one.Image)],
        };

    /// <summary>An image with its entry.</summary>
    public static (StoredImage Image, string Entry) Entry(string platform, bool docker, string seed = "")
    {
        var image = Manifest(platform, docker, seed);
        return (image, image.Entry("\"platform\":" + PlatformJson(platform)));
    }

    /// <summary>An image of Docker's schema 1, unsigned.</summary>
    public static StoredImage SchemaOne(string architecture) => new(MediaTypes.DockerSchema1, Encoding.UTF8.GetBytes($$"""
        {"schemaVersion":1,"name":"old","tag":"latest","architecture":"{{architecture}}","fsLayers":[{"blobSum":"{{Digest.Of("layer"u8)}}"}],
        "history":[{"v1Compatibility":"{\"id\":\"1\",\"os\":\"linux\",\"architecture\":\"{{architecture}}\"}"}]}
        """));

    private static StoredImage Of(string mediaType, string configType, byte[] config, string layerType, byte[] layer) =>
        new(mediaType, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{mediaType}}","config":{"mediaType":"{{configType}}","digest":"{{Digest.Of(config)}}","size":{{config.Length}}},
            "layers":[{"mediaType":"{{layerType}}","digest":"{{Digest.Of(layer)}}","size":{{layer.Length}}}]}
            """))
        {
            Blobs = [config, layer],
        };

    private static byte[] Config(string platform, string seed)
    {
        var json = PlatformJson(platform);
        return Encoding.UTF8.GetBytes($$$"""
            {{{json[..^1]}}},"created":"2026-01-02T03:04:05Z","config":{"Entrypoint":["/app"],"Cmd":["serve"],"Env":["SEED={{{seed}}}"],"User":"10001",
            "ExposedPorts":{"8080/tcp":{}},"Labels":{"org.opencontainers.image.version":"1.2.3"},"WorkingDir":"/srv"},"rootfs":{"type":"layers",
            "diff_ids":["{{{Digest.Of("layer"u8)}}}"]},"history":[{"created":"2026-01-02T03:04:05Z","created_by":"COPY app /app"}]}
            """);
    }

    internal static string PlatformJson(string text)
    {
        var platform = Platform.Parse(text);
        var windows = platform.Os == "windows" ? ",\"os.version\":\"10.0.20348.2700\",\"os.features\":[\"win32k\"]" : "";
        return $$"""{"architecture":"{{platform.Architecture}}","os":"{{platform.Os}}"{{(platform.Variant is null ? "" : $",\"variant\":\"{platform.Variant}\"")}}{{windows}}}""";
    }
}
