using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Archway.Oci.Content;
using Archway.Oci.Registries;
using Archway.Verifying.Layers;
using Xunit;
using static Archway.Core.Tests.Verifying.Layers.LayerFolder;
using static Archway.Core.Tests.Verifying.Layers.TestTar;

namespace Archway.Core.Tests.Verifying.Layers;

/// <summary>The reading of layers.</summary>
public sealed class LayerReaderTests : IDisposable
{
    private const string SmallSeen = "File usr/bin/a: 1\nFile usr/bin/b: 2\n";
    private static readonly byte[] Small = Of(TarEntryFormat.Pax, ("usr/bin/a", "1"), ("usr/bin/b", "2"));

    private readonly LayerFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<TheoryDataRow<string, byte[]>> Packed =>
    [
        new(Tar, Small),
        new("", Small),
        new("application/vnd.docker.image.rootfs.diff.tar", Small),
        new(Tar + "+gzip", Gzip(Small)),
        new("", Gzip(Small)),
        new("application/vnd.docker.image.rootfs.diff.tar.gzip", Gzip(Small)),
        new("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", Gzip(Small)),
        new("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", Gzip(Small)),
        new(Tar + "+gzip", [.. Gzip(Small[..700]), .. Gzip([]), .. Gzip(Small[700..])]),
        new(Tar + "+zstd", Zstd(Small)),
        new("", Zstd(Small)),
        new("application/vnd.docker.image.rootfs.diff.tar.zstd", Zstd(Small)),
        new(Tar + "+zstd", [.. Zstd(Small[..700]), .. Zstd(Small[700..])]),
        new(Tar + "+zstd", [0x51, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3, .. Zstd(Small), 0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0]),
    ];

    [Theory]
    [MemberData(nameof(Packed))]
    public async Task A_layer_is_read_alike_however_it_is_packed(string mediaType, byte[] layer)
    {
        var read = await _folder.ReadAsync(_folder.Add(mediaType, layer), Cancel, diffId: Digest.Of(Small));

        Assert.Equal(new LayerRead<string>(SmallSeen, Digest.Of(Small), layer.Length, Small.Length), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+gzip")]
    [InlineData("+zstd")]
    public async Task A_layer_larger_than_every_buffer_is_read_whole(string packing)
    {
        var content = RandomNumberGenerator.GetHexString(3_000_000);
        byte[] tar = [.. Of(TarEntryFormat.Ustar, ("a", content), ("b", "c")), .. new byte[900_000]];
        var layer = packing switch { "+gzip" => Gzip(tar), "+zstd" => Zstd(tar), _ => tar };

        var read = await _folder.ReadAsync(_folder.Add(Tar + packing, layer), Cancel);

        Assert.Equal($"File a: 3000000 {Digest.Of(Encoding.UTF8.GetBytes(content)).Hex[..12]}\nFile b: c\n", read.Seen);
        Assert.Equal(Digest.Of(tar), read.DiffId);
    }

    [Fact]
    public async Task Many_layers_are_read_beside_each_other()
    {
        var layers = Enumerable.Range(0, 40).Select(i => (Tar: Of(TarEntryFormat.Gnu, ($"file-{i}", new string('a', 100_000 + i))), Index: i)).ToList();

        var read = await Task.WhenAll(layers.Select(one =>
            _folder.ReadAsync(_folder.Add(Tar + "+gzip", Gzip(one.Tar)), Cancel, diffId: Digest.Of(one.Tar))));

        Assert.All(read, (one, i) => Assert.StartsWith($"File file-{i}: {100_000 + i} ", one.Seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_lies_behind_the_end_of_the_tar_belongs_to_the_layer()
    {
        byte[] tar = [.. Small, .. "appended"u8, .. Enumerable.Repeat((byte)7, 700_000)];

        var read = await _folder.ReadAsync(_folder.Add(Tar + "+gzip", Gzip(tar)), Cancel);

        Assert.Equal(new LayerRead<string>(SmallSeen, Digest.Of(tar), Gzip(tar).Length, tar.Length), read);
    }

    [Fact]
    public async Task A_walk_may_leave_early()
    {
        var layer = _folder.Add(Tar, Of(TarEntryFormat.Ustar, ("a", "1"), ("b", new string('2', 5_000_000))));

        var read = await _folder.ReadAsync(layer, LayerBounds.Default, null, (walker, cancel) => walker.MoveNext(cancel) ? walker.PathText : "", Cancel);

        Assert.Equal(("a", null), (read.Seen, read.DiffId));
        Assert.True(read.Packed < 5_000_000);
    }

    [Theory]
    [InlineData(Tar + "+gzip", "zstd", "its media type says gzip, but it begins as zstd")]
    [InlineData(Tar + "+gzip", "", "its media type says gzip, but it begins as a tar that is not packed")]
    [InlineData(Tar + "+zstd", "gzip", "its media type says zstd, but it begins as gzip")]
    [InlineData(Tar, "gzip", "its media type says a tar that is not packed, but it begins as gzip")]
    public async Task A_media_type_must_be_what_the_bytes_are(string mediaType, string packing, string reason)
    {
        var layer = _folder.Add(mediaType, packing switch { "gzip" => Gzip(Small), "zstd" => Zstd(Small), _ => Small });

        var trouble = await Assert.ThrowsAsync<LayerException>(() => _folder.ReadAsync(layer, Cancel));

        Assert.Equal((LayerFault.Mismatched, $"cannot read layer {layer.Digest}: {reason}"), (trouble.Fault, trouble.Message));
        Assert.Equal(reason, trouble.Reason);
    }

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip+encrypted")]
    [InlineData("application/vnd.in-toto+json")]
    public async Task What_is_no_layer_is_told(string mediaType) => Assert.Equal(
        (LayerFault.Unsupported, $"its media type '{mediaType}' is of no layer this version reads; tar, gzip and zstd are"),
        await TroubleAsync(_folder.Add(mediaType, Gzip(Small))));

    [Fact]
    public async Task A_layer_that_ends_too_early_is_told_wherever_it_ends()
    {
        await Truncated("+gzip", Gzip(Small), 2);
        var second = Gzip(Small[600..]);
        await Truncated("+gzip", [.. Gzip(Small[..600]), .. second], Gzip(Small[..600]).Length + 1);
        await Truncated("+zstd", Zstd(Small), 4, step: 61);

        async Task Truncated(string packing, byte[] layer, int first, int step = 1)
        {
            for (var length = first; length < layer.Length; length += step)
                Assert.Equal((packing, length, LayerFault.Truncated), (packing, length, (await TroubleAsync(_folder.Add(Tar + packing, layer[..length]))).Fault));
        }
    }

    [Theory]
    [InlineData("+gzip", "its gzip does not unpack, or is followed by what is none")]
    [InlineData("+zstd", "its zstd does not unpack: Data corruption detected")]
    public async Task A_layer_that_does_not_unpack_is_told(string packing, string reason)
    {
        var content = RandomNumberGenerator.GetHexString(500_000);
        var layer = packing == "+gzip" ? Gzip(Of(TarEntryFormat.Ustar, ("a", content))) : Zstd(Of(TarEntryFormat.Ustar, ("a", content)));
        // In zstd the header of a block, so that it is of the one kind that is none.
        if (packing == "+zstd") layer[6] |= 6;
        else layer.AsSpan(layer.Length / 2, 100).Fill(0xFF);

        Assert.Equal((LayerFault.Corrupted, reason), await TroubleAsync(_folder.Add(Tar + packing, layer)));
    }

    [Theory]
    [InlineData("+gzip")]
    [InlineData("+zstd")]
    [InlineData("")]
    public async Task Whatever_is_wrong_with_a_layer_is_told_in_a_sentence_or_does_not_matter(string packing)
    {
        Random random = new(7);
        var right = packing switch { "+gzip" => Gzip(Small), "+zstd" => Zstd(Small), _ => Small };
        for (var round = 0; round < 150; round++)
        {
            byte[] wrong = [.. right];
            for (var flips = random.Next(1, 4); flips > 0; flips--) wrong[random.Next(LayerPackings.Head, wrong.Length)] = (byte)random.Next(256);
            try
            {
                Assert.NotNull((await _folder.ReadAsync(_folder.Add(Tar + packing, wrong), Cancel)).DiffId);
            }
            catch (LayerException e)
            {
                Assert.InRange(e.Reason.Length, 10, 200);
            }
        }
    }

    [Fact]
    public async Task A_gzip_whose_checksum_is_wrong_is_told()
    {
        var layer = Gzip(Small);
        layer[^5] ^= 1;

        Assert.Equal(LayerFault.Corrupted, (await TroubleAsync(_folder.Add(Tar + "+gzip", layer))).Fault);
    }

    [Fact]
    public async Task A_gzip_that_something_else_follows_is_told_as_runtimes_refuse_it()
    {
        byte[] layer = [.. Gzip(Small), .. "more"u8];

        Assert.Equal(LayerFault.Corrupted, (await TroubleAsync(_folder.Add(Tar + "+gzip", layer))).Fault);
    }

    [Theory]
    [InlineData("+gzip")]
    [InlineData("+zstd")]
    [InlineData("")]
    public async Task Bytes_that_are_not_what_the_digest_says_are_the_stores_fault(string packing)
    {
        var right = packing switch { "+gzip" => Gzip(Small), "+zstd" => Zstd(Small), _ => Small };
        byte[] wrong = [.. right];
        wrong.AsSpan(right.Length / 2).Fill(0xFF);

        var trouble = await Assert.ThrowsAsync<RegistryException>(() => _folder.ReadAsync(_folder.Add(Tar + packing, wrong, right), Cancel));

        Assert.Equal(RegistryFault.DigestMismatch, trouble.Fault);
    }

    [Fact]
    public async Task A_config_that_says_another_diff_id_is_told()
    {
        var trouble = await Assert.ThrowsAsync<LayerException>(() => _folder.ReadAsync(_folder.Add(Tar + "+gzip", Gzip(Small)), Cancel, diffId: Digest.Of("other"u8)));

        Assert.Equal((LayerFault.DiffIdMismatch, $"it unpacks to {Digest.Of(Small)}, and the image's config says {Digest.Of("other"u8)}"), (trouble.Fault, trouble.Reason));
    }

    [Fact]
    public async Task A_bomb_is_told_however_it_is_packed()
    {
        var bounds = LayerBounds.Default with { AlwaysUnpacked = 4 << 20 };
        var expected = (LayerFault.TooLarge, "it unpacks to more than 100 times its size, as what is made to fill a disk does");
        var header = Entry('0', "zeros", change: header => "77777777777"u8.CopyTo(header.AsSpan(124)));

        Assert.Equal(expected, await TroubleAsync(_folder.Add(Tar + "+gzip", Gzip([.. header, .. new byte[8 << 20]])), bounds));
        Assert.Equal(expected, await TroubleAsync(_folder.Add(Tar + "+zstd", [.. Zstd(header), .. ZstdOfZeros(64)]), bounds));
        // Behind the end of the tar nobody walks, and it is unpacked all the same.
        Assert.Equal(expected, await TroubleAsync(_folder.Add(Tar + "+zstd", [.. Zstd(Small), .. ZstdOfZeros(64)]), bounds));
    }

    [Fact]
    public async Task What_is_larger_than_any_layer_is_told()
    {
        byte[] tar = [.. Small, .. RandomNumberGenerator.GetBytes(1 << 20)];
        var layer = _folder.Add(Tar + "+gzip", Gzip(tar));

        Assert.Equal((LayerFault.TooLarge, "it unpacks to more than 1000000 bytes, which is read of no layer"),
            await TroubleAsync(layer, LayerBounds.Default with { MostUnpacked = 1_000_000 }));
        Assert.Equal((LayerFault.TooLarge, $"it has {layer.Size} bytes; 1000000 at most are read of a layer"),
            await TroubleAsync(layer, LayerBounds.Default with { MostPacked = 1_000_000 }));
        Assert.Equal((LayerFault.TooLarge, "it has more bytes than are read of any layer"),
            await TroubleAsync(layer with { Size = null }, LayerBounds.Default with { MostPacked = 1_000_000 }));
    }

    [Fact]
    public async Task A_window_larger_than_is_granted_is_told() => Assert.Equal(
        (LayerFault.TooLarge, "its zstd wants a larger window than is granted; pack it without --long, or with a smaller one"),
        await TroubleAsync(_folder.Add(Tar + "+zstd", ZstdOfZeros(1, window: 18 << 3))));

    [Fact]
    public void A_machine_without_libzstd_is_told_what_to_install() =>
        Assert.Contains("libzstd1 (Debian, Ubuntu)", ZstdStream.NoLibrary(new DllNotFoundException()).Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_the_walk_throws_leaves_as_it_is() => await Assert.ThrowsAsync<InvalidTimeZoneException>(() =>
        _folder.ReadAsync(_folder.Add(Tar, Small), LayerBounds.Default, null, (_, _) => throw new InvalidTimeZoneException(), Cancel));

    [Fact]
    public async Task A_reading_that_is_cancelled_ends()
    {
        using CancellationTokenSource cancel = new();
        var layer = _folder.Add(Tar, Of(TarEntryFormat.Ustar, ("a", new string('2', 5_000_000)), ("b", "")));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _folder.ReadAsync(layer, LayerBounds.Default, null, (walker, token) =>
        {
            walker.MoveNext(token);
            cancel.Cancel();
            walker.MoveNext(token);
            return "";
        }, cancel.Token));
    }

    private async Task<(LayerFault Fault, string Reason)> TroubleAsync(Descriptor layer, LayerBounds? bounds = null)
    {
        var trouble = await Assert.ThrowsAsync<LayerException>(() => _folder.ReadAsync(layer, Cancel, bounds));
        return (trouble.Fault, trouble.Reason);
    }
}
