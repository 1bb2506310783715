using System.Globalization;
using Archway.Knowing;
using Archway.Oci.Platforms;
using Archway.Oci.References;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Archway.Core.Tests.Knowing;

/// <summary>What holds for every reference there is.</summary>
public sealed class CatalogLawTests
{
    private const string SomeDigest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static readonly Platform[] Targets = [Platform.LinuxArm64, Platform.Of("linux", "amd64")];

    private static readonly Gen<string> Repositories = Gen.Elements(
        [
            .. Catalog.Embedded.Entries.SelectMany(entry => entry.Images).SelectMany(line => line.Repositories).Select(InOneRegion),
            "docker.io/library/nginx", "example.com/acme/api-arm64", "arm64v8/debian",
        ]);

    private static readonly ILookup<string, ImageLine> Lines = Catalog.Embedded.Entries.SelectMany(entry => entry.Images)
        .SelectMany(line => line.Repositories.Select(repository => (Name: InOneRegion(repository), Line: line)))
        .ToLookup(known => known.Name, known => known.Line, StringComparer.Ordinal);

    private static readonly Gen<string> Words = Gen.Elements(
        "alpine", "debian", "debug", "distroless", "rc", "beta", "slim", "acme", "rocm", "ubi", "fips", "latest", "master", "nightly", "eksbuild.1");

    private static readonly Gen<string> Versions =
        from major in Gen.Choose(0, 8)
        from minor in Gen.Choose(0, 30)
        from patch in Gen.Choose(0, 12)
        from parts in Gen.Choose(1, 3)
        from mark in Gen.Elements("", "v")
        select mark + string.Join('.', new[] { major, minor, patch }.Take(parts).Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static readonly Gen<string> RuleTags = Gen.Elements(
        Catalog.Embedded.Entries.SelectMany(entry => entry.Images).SelectMany(line => line.Tags).SelectMany(rule => rule.Match)
            .Select(pattern => pattern.Replace("*", "x", StringComparison.Ordinal)).ToArray());

    private static readonly Gen<string> Noise =
        from length in Gen.Choose(1, 40)
        from text in Gen.Elements("abcdefghijklmnopqrstuvwxyzARMX0123456789__..--".ToCharArray()).ArrayOf(length)
        select new string(text).TrimStart('.', '-') is { Length: > 0 } tag ? tag : "x";

    private static readonly Gen<string> Tags = Gen.OneOf(
        Versions, Words, RuleTags, Noise,
        from version in Versions from word in Words select $"{version}-{word}",
        from word in Words from version in Versions select $"{word}-{version}",
        from version in Versions from word in Gen.Elements("amd64", "arm64", "x86_64", "arm", "armv7", "nanoserver") select $"{version}-{word}");

    [Fact]
    public void Asking_never_throws_and_always_gives_a_reason() => Prop
        .ForAll((from repository in Repositories from tag in Tags select $"{repository}:{tag}").ToArbitrary(), text => Targets.All(target =>
            Ask(text, target).Because.Length > 0 && Ask($"{text}@{SomeDigest}", target).Because.Length > 0))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void What_is_no_yes_becomes_none_by_a_longer_tag() => Prop
        .ForAll((from repository in Repositories
                 from tag in Tags
                 from word in Words
                 where !IsNamed(repository, tag, word)
                 select (Short: $"{repository}:{tag}", Long: $"{repository}:{tag}-{word}")).ToArbitrary(),
            pair => Targets.All(target => Ask(pair.Short, target).Verdict == CatalogVerdict.Yes || Ask(pair.Long, target).Verdict != CatalogVerdict.Yes))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void A_digest_is_answered_by_the_repository_or_not_at_all() => Prop
        .ForAll((from repository in Repositories
                 from one in Tags
                 from other in Tags
                 select (One: $"{repository}:{one}@{SomeDigest}", Other: $"{repository}:{other}@{SomeDigest}")).ToArbitrary(),
            pair => Targets.All(target => Ask(pair.One, target).Verdict == Ask(pair.Other, target).Verdict))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_later_version_never_falls_from_a_yes() => Prop
        .ForAll((from repository in Gen.Elements(WithoutExceptions)
                 from major in Gen.Choose(0, 8)
                 from minor in Gen.Choose(0, 30)
                 from further in Gen.Choose(1, 20)
                 select (Early: $"{repository}:{major}.{minor}.0", Late: $"{repository}:{major}.{minor + further}.0")).ToArbitrary(),
            pair => Ask(pair.Early, Targets[0]).Verdict != CatalogVerdict.Yes || Ask(pair.Late, Targets[0]).Verdict == CatalogVerdict.Yes)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void A_yes_needs_an_entry_and_evidence() => Prop
        .ForAll((from repository in Repositories from tag in Tags select $"{repository}:{tag}").ToArbitrary(), text => Targets.All(target =>
            Ask(text, target) is not { Verdict: CatalogVerdict.Yes or CatalogVerdict.Broken } answer || answer is { Entry: not null, Evidence.IsEmpty: false }))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    // Behind a word that the entry calls a prefix stands the version: slim-latest of Airflow is its newest release, and slim is none at all. So it is
    // behind an architecture: arm64-latest of etcd. What else the entry names in full it knows by that name.
    private static bool IsNamed(string repository, string tag, string word) => NamedArchitecture.Of(tag) is not null || Lines[repository].Any(line =>
        line.Tags.Select(rule => rule.Gate).OfType<ReleaseGate>().Append(line.Gate).Any(gate => gate.Prefixes.Contains($"{tag}-"))
        || line.Tags.SelectMany(rule => rule.Match.Concat(rule.Gate?.Moving ?? [])).Concat(line.Gate.Moving)
            .Any(pattern => NameGlob.Matches(pattern, $"{tag}-{word}")));

    private static string[] WithoutExceptions =>
    [
        .. Catalog.Embedded.Entries.SelectMany(entry => entry.Images)
            .Where(line => line is { Tags.IsEmpty: true, Gate: { Until: null, Backports.IsEmpty: true } })
            .Select(line => InOneRegion(line.Repositories[0])),
    ];

    private static string InOneRegion(string repository) => repository.Replace("*", "eu-west-1", StringComparison.Ordinal);

    private static CatalogAnswer Ask(string image, Platform platform) => Catalog.Embedded.Ask(ImageReference.Parse(image), platform);
}
