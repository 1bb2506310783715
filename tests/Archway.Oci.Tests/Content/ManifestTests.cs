using System.Text;
using Archway.Oci.Content;
using Archway.Oci.Platforms;
using Archway.Testing;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Oci.Tests.Content;

public class ManifestTests
{
    private static readonly Digest Some = Digest.Of("some"u8);

    [Fact]
    public void An_index_names_its_platforms_and_keeps_its_bytes()
    {
        var image = Images.Index("linux/amd64", "linux/arm64/v8");

        var index = Assert.IsType<ImageIndex>(Manifest.Read(image.MediaType, image.Raw));

        Assert.Equal(["linux/amd64", "linux/arm64/v8"], index.Platforms.Select(platform => platform.ToString()));
        Assert.Equal(image.Digest, index.Self.Digest);
        Assert.Equal(image.Raw, index.Raw.ToArray());
    }

    [Fact]
    public void An_attestation_is_no_platform()
    {
        var image = Images.Attested("linux/amd64", "linux/arm64");

        var index = (ImageIndex)Manifest.Read(image.MediaType, image.Raw);

        Assert.Equal(4, index.Entries.Length);
        Assert.Equal(2, index.Entries.Count(entry => entry.IsAttestation));
        Assert.Equal(["linux/amd64", "linux/arm64"], index.Platforms.Select(platform => platform.ToString()));
    }

    [Theory]
    [InlineData("\"platform\":{}")]
    [InlineData("\"platform\":null")]
    [InlineData("\"platform\":\"linux/arm64\"")]
    [InlineData("\"platform\":{\"os\":\"linux\",\"architecture\":\"\"}")]
    [InlineData("\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\\u001b64\"}")]
    [InlineData("\"platform\":{\"os\":\"linux\",\"architecture\":\"\\ud800\"}")]
    [InlineData("\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}")]
    [InlineData("\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"},\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}")]
    [InlineData("\"artifactType\":\"application/x\",\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}")]
    public void An_entry_that_is_no_image_of_a_platform_does_not_sink_the_index(string odd)
    {
        var index = Index(Images.Manifest("linux/amd64").Entry(odd), Images.Entry("linux/arm64", docker: false).Entry);

        Assert.Equal([Platform.LinuxArm64], index.Platforms);
        Assert.Equal(2, index.Entries.Length);
    }

    [Fact]
    public void An_entry_without_a_digest_is_counted_and_the_rest_is_read()
    {
        var index = Index("""{"mediaType":"x"}""", "7", """{"digest":"blake3:00"}""", Images.Entry("linux/arm64", docker: false).Entry);

        Assert.Equal(3, index.UnreadableEntries);
        Assert.Equal([Platform.LinuxArm64], index.Platforms);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"size\":null")]
    [InlineData(",\"size\":-1")]
    [InlineData(",\"size\":\"10\"")]
    [InlineData(",\"size\":1e99")]
    public void A_missing_or_odd_size_is_not_known(string size) =>
        Assert.Null(Index($$"""{"mediaType":"x","digest":"{{Some}}"{{size}}}""").Entries.Single().Size);

    [Fact]
    public void An_entry_keeps_every_member_as_written()
    {
        var written = $$"""{ "x-unknown" : [1, {"a":"\u002B"}], "mediaType":"{{MediaTypes.OciManifest}}", "digest":"{{Some}}", "size":3, "urls":["https://a"], "data":"AA==" }""";

        var entry = Index(written).Entries.Single();

        Assert.Equal(written, Encoding.UTF8.GetString(entry.Json.Span));
    }

    [Fact]
    public void An_entry_is_a_part_of_the_bytes_that_came_and_no_copy()
    {
        var index = Index(Images.Entry("linux/amd64", docker: false).Entry, Images.Entry("linux/arm64", docker: false).Entry);

        Assert.All(index.Entries, entry => Assert.True(index.Raw.Span.Overlaps(entry.Json.Span)));
    }

    [Fact]
    public void A_nested_index_is_seen_as_one()
    {
        var inner = Images.Index("linux/arm64");

        var index = Index(inner.Entry());

        Assert.True(index.Entries.Single().IsIndex);
        Assert.Empty(index.Platforms);
    }

    [Fact]
    public void Windows_keeps_its_version_and_features()
    {
        var platform = Index(Images.Entry("windows/amd64", docker: false).Entry).Platforms.Single();

        Assert.Equal("10.0.20348.2700", platform.OsVersion);
        Assert.Equal(["win32k"], platform.OsFeatures);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("application/json")]
    [InlineData("application/octet-stream")]
    [InlineData("text/plain; charset=utf-8")]
    public void The_body_tells_its_kind_where_the_answer_does_not(string? mediaType)
    {
        Assert.IsType<ImageIndex>(Manifest.Read(mediaType, Images.DockerList("linux/arm64").Raw));
        Assert.Equal(MediaTypes.DockerManifest, Manifest.Read(mediaType, Images.Manifest("linux/arm64", docker: true).Raw).Self.MediaType);
        Assert.Equal(MediaTypes.OciIndex, Manifest.Read(mediaType, """{"schemaVersion":2,"manifests":[]}"""u8.ToArray()).Self.MediaType);
        Assert.IsType<SchemaOneManifest>(Manifest.Read(mediaType, Images.SchemaOne("arm64").Raw));
    }

    [Fact]
    public void The_kind_is_read_from_an_answer_with_parameters_and_capitals() =>
        Assert.IsType<ImageIndex>(Manifest.Read("Application/VND.oci.image.index.v1+json; charset=utf-8", Images.Index("linux/arm64").Raw));

    [Theory]
    [InlineData("text/html", """{"manifests":[]}""", "'text/html' is not a kind of manifest")]
    [InlineData(null, "", "not JSON")]
    [InlineData(null, "<html>", "not JSON")]
    [InlineData(null, """{"manifests":[""", "not JSON")]
    [InlineData(null, "[]", "not a JSON object")]
    [InlineData(null, "{}", "no known kind")]
    [InlineData(null, """{"manifests":[],"layers":[]}""", "two things at once")]
    [InlineData(MediaTypes.OciManifest, """{"manifests":[]}""", "reads like an index")]
    [InlineData(null, """{"mediaType":"application/vnd.oci.image.index.v1+json","layers":[]}""", "reads like the manifest of one image")]
    [InlineData(null, """{"config":{},"layers":[]}""", "names no config")]
    public void What_is_no_manifest_is_refused_with_a_sentence(string? mediaType, string body, string sentence)
    {
        var refusal = Assert.Throws<FormatException>(() => Manifest.Read(mediaType, Encoding.UTF8.GetBytes(body)));

        Assert.Contains(sentence, refusal.Message);
    }

    // https://github.com/opencontainers/image-spec/security/advisories/GHSA-77vh-xpmg-72qh
    [Theory]
    [InlineData(MediaTypes.OciIndex, MediaTypes.OciManifest, "\"layers\":[],\"config\":{}")]
    [InlineData(MediaTypes.OciManifest, MediaTypes.OciIndex, "\"manifests\":[]")]
    [InlineData(MediaTypes.DockerList, MediaTypes.OciIndex, "\"manifests\":[]")]
    [InlineData(MediaTypes.OciManifest, MediaTypes.DockerManifest, "\"layers\":[],\"config\":{}")]
    [InlineData(MediaTypes.DockerSchema1, MediaTypes.OciIndex, "\"manifests\":[]")]
    public void What_is_said_to_be_another_kind_than_it_says_itself_is_refused(string said, string own, string members)
    {
        var refusal = Assert.Throws<FormatException>(() => Manifest.Read(said, Encoding.UTF8.GetBytes($$"""{"mediaType":"{{own}}",{{members}}}""")));

        Assert.Equal($"the manifest is said to be '{said}' but says of itself that it is '{own}'", refusal.Message);
    }

    [Fact]
    public void A_manifest_of_schema_1_may_be_said_to_be_signed_or_not() =>
        Assert.IsType<SchemaOneManifest>(Manifest.Read(MediaTypes.DockerSchema1Signed,
            Encoding.UTF8.GetBytes($$"""{"mediaType":"{{MediaTypes.DockerSchema1}}","architecture":"arm64","fsLayers":[]}""")));

    [Fact]
    public void Depth_and_size_are_bounded()
    {
        var deep = Encoding.UTF8.GetBytes("""{"manifests":[],"x":""" + new string('[', 100_000) + new string(']', 100_000) + "}");
        Assert.Throws<FormatException>(() => Manifest.Read(null, deep));
        Assert.Throws<FormatException>(() => Manifest.Read(null, new byte[Manifest.LargestSize + 1]));
    }

    [Fact]
    public void Doubled_members_are_tolerated() =>
        Assert.Empty(((ImageIndex)Manifest.Read(null, """{"manifests":[1],"manifests":[]}"""u8.ToArray())).Entries);

    [Theory]
    [InlineData("application/vnd.cncf.helm.config.v1+json")]
    [InlineData("application/vnd.wasm.config.v0+json")]
    [InlineData("application/vnd.oci.empty.v1+json")]
    [InlineData(MediaTypes.OciConfig)]
    public void An_artifact_is_no_image_whatever_config_it_borrows(string configType)
    {
        var artifact = Images.Artifact(configType);
        Assert.False(((ImageManifest)Manifest.Read(artifact.MediaType, artifact.Raw)).IsImage);
    }

    [Fact]
    public void An_image_of_either_form_is_one()
    {
        Assert.True(((ImageManifest)Manifest.Read(null, Images.Manifest("linux/arm64").Raw)).IsImage);
        Assert.True(((ImageManifest)Manifest.Read(null, Images.Manifest("linux/arm64", docker: true).Raw)).IsImage);
    }

    [Fact]
    public void Schema_one_tells_its_platform_and_is_linux_unless_its_history_says_otherwise()
    {
        var plain = Images.SchemaOne("arm64");
        Assert.Equal(Platform.LinuxArm64, ((SchemaOneManifest)Manifest.Read(plain.MediaType, plain.Raw)).Platform);

        var history = """{"schemaVersion":1,"fsLayers":[],"history":[{"v1Compatibility":"{\"os\":\"windows\",\"architecture\":\"amd64\"}"}]}"""u8.ToArray();
        Assert.Equal(Platform.Parse("windows/amd64"), ((SchemaOneManifest)Manifest.Read(null, history)).Platform);

        var silent = """{"schemaVersion":1,"fsLayers":[],"history":[]}"""u8.ToArray();
        Assert.Null(((SchemaOneManifest)Manifest.Read(null, silent)).Platform);
    }

    [Fact]
    public void The_digest_of_a_signed_schema_one_is_that_of_what_was_signed()
    {
        var payload = "{\n   \"schemaVersion\": 1,\n   \"architecture\": \"arm64\",\n   \"fsLayers\": []\n}";
        var header = Base64("""{"formatLength":PLACE,"formatTail":"TAIL","time":"x"}""".Replace("PLACE", $"{payload.Length - 2}").Replace("TAIL", Base64("\n}")));
        var signed = payload[..^2] + ",\n   \"signatures\": [{\"protected\":\"" + header + "\"}]\n}";

        var manifest = Manifest.Read(MediaTypes.DockerSchema1Signed, Encoding.UTF8.GetBytes(signed));

        Assert.Equal(Digest.Of(Encoding.UTF8.GetBytes(payload)), manifest.Self.Digest);

        static string Base64(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void No_change_to_a_manifest_makes_reading_fail_otherwise_than_with_a_sentence()
    {
        var seeds = new[] { Images.Attested("linux/arm64").Raw, Images.Manifest("linux/arm64").Raw, Images.SchemaOne("arm64").Raw };
        var changes = Gen.Elements(seeds).SelectMany(raw => Gen.Choose(0, raw.Length - 1).SelectMany(at => Gen.Choose(0, 255).Select(value =>
        {
            var changed = raw.ToArray();
            changed[at] = (byte)value;
            return changed;
        })));

        Prop.ForAll(changes.ToArbitrary(), changed =>
        {
            try
            {
                return Manifest.Read(null, changed).Raw.Length == changed.Length;
            }
            catch (FormatException e)
            {
                return e.Message.Length > 0;
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ImageIndex Index(params string[] entries) =>
        (ImageIndex)Manifest.Read(MediaTypes.OciIndex, Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}"""));
}
