using System.Buffers.Binary;
using Archway.Verifying.Binaries;

namespace Archway.Fuzz.Readers;

/// <summary>Files whose first bytes say that they are programs, libraries, archives of objects or scripts; and, as a text, the paths of such files.</summary>
/// <remarks>However the bytes come, the same is read, within the bounds.</remarks>
internal sealed class ElfTarget() : Target("elf")
{
    private const int LongestText = 4096;
    private const int MostNames = 256;

    // Where the header of a 64-bit file holds offsets, lengths and counts, and where segments and sections do behind it.
    private static readonly int[] Fields = [4, 5, 16, 18, 32, 40, 48, 54, 56, 58, 60, 62];

    internal override IReadOnlyList<string> Pieces { get; } =
    [
        "\u007FELF", "\u007FELF\u0002\u0001\u0001", "\u007FELF\u0001\u0002\u0001", "!<arch>\n", "`\n", "#1/20           ", "/               ",
        "#!/usr/bin/env -S ", "#!/bin/sh", "MZ", "PE\0\0", "PK\u0003\u0004", "\0asm", "GNU\0", "Go\0\0", "\u0001\0\0\0", "\u0002\0\0\0", "\u0003\0\0\0",
        "\u0004\0\0\0", "\u0005\0\0\0", "\0\0\0\0", "\0\0\0\0\0\0\0\0", "\u0001\0\0\0\0\0\0\0", "\u0005\0\0\0\0\0\0\0",
        "\u000E\0\0\0\0\0\0\0", "\u001D\0\0\0\0\0\0\0", "libc.so.6\0", "GLIBC_2.34\0", "/lib/ld-linux-aarch64.so.1\0", "aeabi\0", "A", "\0.gopclntab\0",
        "rustc version ", "/usr/lib/", "x86_64-linux-gnu/", "gcc-cross/", "linux-x64", "linux/", "arm64/", "-manylinux_2_17_aarch64.whl",
        "node_modules/@esbuild/", ".cpython-312-aarch64-linux-gnu.so", "_x86_64.so", "lib32/",
    ];

    internal override byte[] Arrange(byte[] input, Random random)
    {
        if (input.Length < 64 || random.Next(2) == 0) return input;
        byte[] arranged = [.. input];
        Span<byte> bytes = stackalloc byte[8];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(3) == 0 ? Fields[random.Next(Fields.Length)] : random.Next(64, arranged.Length + 1) & ~3;
            var value = random.Next(4) switch
            {
                0 => random.NextInt64(),
                1 => arranged.Length + random.Next(-64, 64),
                2 => random.Next(arranged.Length),
                _ => random.Next(-2, 8),
            };
            if (random.Next(4) == 0) BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            else BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            var length = Math.Min(1 << random.Next(4), arranged.Length - at);
            if (length > 0) bytes[..length].CopyTo(arranged.AsSpan(at));
        }

        return arranged;
    }

    internal override Task ReadAsync(byte[] input)
    {
        FileReader reader = new();
        var whole = Read(reader, input, input.Length, input.Length);
        Check(whole);
        // A part that no place in the file is a multiple of; one reader reads file after file.
        foreach (var part in (int[])[1 + input.Length % 7, 509])
            Require(Text(Read(reader, input, input.Length, part)) == Text(whole), "the same is read however the bytes come");
        Check(Read(reader, input, (long)input.Length * 3, 4096));
        Check(Read(reader, input, long.MaxValue, input.Length));

        var text = Text(input);
        foreach (var line in text.Split('\n', 4))
        {
            _ = NamedPlatform.Find(line);
            _ = NamedPlatform.IsEmulator(line);
        }

        return Task.CompletedTask;
    }

    private static FileContent? Read(FileReader reader, byte[] input, long length, int part)
    {
        reader.Begin(length);
        for (var at = 0; at < input.Length; at += Math.Min(part, input.Length - at)) reader.Add(input.AsSpan(at, Math.Min(part, input.Length - at)));
        return reader.End();
    }

    private static void Check(FileContent? content)
    {
        foreach (var platform in content?.Platforms ?? []) Require(platform.CanRun(platform), "a platform runs its own programs");
        if (content is ScriptFile script) Require(script.Interpreter is ['/', ..] && script.Program is not "", "a script names what runs it");
        if (content is not ElfFile elf) return;
        string?[] texts = [elf.Interpreter, elf.Name, elf.RunPath, elf.RPath, .. elf.Needed];
        Require(elf.Needed.Length <= MostNames && texts.All(text => text?.Length is not > LongestText), "what is kept is bounded");
        Require(elf.Machine.Name.Length > 0, "every machine has a name");
        Require(!elf.IsStatic || elf is { Needed: [], Interpreter: null }, "what is static needs nothing");
        Require(elf.LargestPage is null or 0 or 4096 or 16384 or 65536, "pages are of these sizes");
    }

    private static string Text(FileContent? content) => content switch
    {
        ElfFile elf => $"{elf} {string.Join(',', elf.Needed)}",
        MachOFile fat => string.Join(',', fat.Machines),
        _ => content?.ToString() ?? "",
    };
}
