using System.Text;
using Archway.Core.Tests.Verifying.Binaries;
using Archway.Core.Tests.Verifying.Layers;
using Archway.Verifying.Layers;
using Archway.Verifying.Trees;

namespace Archway.Core.Tests.Verifying.Trees;

/// <summary>A layer's tar in the making, with small binaries for the machines asked for.</summary>
internal sealed class LayeredTar
{
    private readonly List<byte[]> _entries = [];

    internal LayeredTar Folder(string path) => With(TestTar.Entry('5', path + "/"));

    internal LayeredTar File(string path, string content = "text", bool isExecutable = false) => With(TestTar.Entry('0', path, content, change: Mode(isExecutable)));

    internal LayeredTar Link(string path, string target) => With(TestTar.Entry('2', path, link: target));

    internal LayeredTar HardLink(string path, string target) => With(TestTar.Entry('1', path, link: target));

    internal LayeredTar Binary(string path, ElfBytes binary) =>
        With(TestTar.Entry('0', path, Encoding.Latin1.GetString(binary.Write()), change: Mode(isExecutable: true)));

    /// <summary>A program for Arm64, or for x86-64.</summary>
    internal LayeredTar Program(string path, ushort machine = Arm64) => Binary(path, new() { Machine = machine, Type = 2, IsProgram = true, IsDynamic = false });

    internal LayeredTar Library(string path, ushort machine = Arm64) => Binary(path, new() { Machine = machine });

    internal byte[] Write() => [.. _entries.SelectMany(entry => entry), .. TestTar.End];

    internal LayerRecord Record()
    {
        using MemoryStream tar = new(Write());
        return LayerWalk.Observe(new TarWalker(tar, LayerBounds.Default), CancellationToken.None);
    }

    internal const ushort Arm64 = 183;
    internal const ushort X8664 = 62;

    internal static ImageTree Tree(params LayeredTar[] layers) => new([.. layers.Select(layer => layer.Record())], lowest: 0, CancellationToken.None);

    private static Action<byte[]> Mode(bool isExecutable) => header => (isExecutable ? "0000755\0"u8 : "0000644\0"u8).CopyTo(header.AsSpan(100));

    private LayeredTar With(byte[] entry)
    {
        _entries.Add(entry);
        return this;
    }
}
