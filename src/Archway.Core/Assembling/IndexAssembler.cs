using System.Collections.Immutable;
using Archway.Oci.Content;
using Archway.Oci.Layouts;
using Archway.Oci.Platforms;
using Archway.Oci.Registries;

namespace Archway.Assembling;

/// <summary>Makes and changes indexes: first as a plan that can be judged, then, of what was found good, for everyone to see.</summary>
/// <param name="sources">Opens images, and places to write them to.</param>
/// <param name="tally">Counts what goes.</param>
public sealed class IndexAssembler(ImageSources sources, TransferTally tally)
{
    private const int ManifestsAtOnce = 8;

    private readonly IndexEntries _entries = new(sources);

    /// <summary>Says what the index would be; nothing is written.</summary>
    /// <exception cref="RegistryException">An image cannot be read, two are of one platform, or a required platform is missing.</exception>
    public async Task<PlannedIndex> PlanAsync(IndexRequest request, CancellationToken cancellationToken)
    {
        if (request.Images.GroupBy(image => image).FirstOrDefault(group => group.Count() > 1) is { } named)
            throw new RegistryException(RegistryFault.Malformed, $"{named.Key} is named twice; leave one out").While($"make the index {request.Target}");
        var (before, kept) = request.Base is null ? (null, []) : await ReadBaseAsync(request, cancellationToken);
        var read = await Task.WhenAll(request.Images.Select(image => _entries.ReadAsync(image, cancellationToken)));
        try
        {
            var removed = RemovedFrom(kept, request);
            ImmutableArray<IndexEntry> added = [.. read.SelectMany(entries => entries)];
            RefuseTwice(added);
            if (request.Replaces) removed = [.. removed, .. kept.Where(old => added.Any(one => IsRival(one, old)))];
            // What is there already is not added again.
            ImmutableArray<IndexEntry> entries =
                [.. WithTheirAttestations([.. kept.Except(removed), .. added.Where(one => !kept.Any(old => AreSame(one, old)))]).Select(entry => Annotated(entry, request))];
            Check(entries, request);
            return new(request, Write(before as ImageIndex, entries, request), entries, before?.Self.Digest)
            {
                Remarks = (before as ImageIndex)?.UnreadableEntries is > 0 and var lost
                    ? [$"{lost} {(lost == 1 ? "entry" : "entries")} without a readable digest of {request.Base} left out: nobody could pull what stands there"]
                    : [],
                Gone = [.. kept.Select(entry => entry.Descriptor.Digest).Except(entries.Select(entry => entry.Descriptor.Digest))],
            };
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While($"make the index {request.Target}");
        }
        catch (FormatException e)
        {
            throw new RegistryException(RegistryFault.Malformed, e.Message, e).While($"make the index {request.Target}");
        }
    }

    /// <summary>Publishes a planned index: first all that it lists, then what refers to that, and the index last.</summary>
    /// <exception cref="RegistryException">Something cannot be read, or the target does not take it.</exception>
    public async Task PublishAsync(PlannedIndex plan, CancellationToken cancellationToken)
    {
        try
        {
            await using var target = sources.OpenTarget(plan.Request.Target, plan.Entries.Select(entry => entry.Origin.Reference).OfType<Archway.Oci.References.ImageReference>());
            foreach (var origin in plan.Entries.GroupBy(entry => (entry.Repository, entry.Origin.Reference?.Name, entry.IsNew)))
            {
                using Transfer transfer = new(origin.Key.Repository, origin.First().Origin.Reference, target, tally, withReferrers: true, origin.Key.IsNew);
                foreach (var entry in origin)
                    if (!transfer.IsAtHome)
                        await transfer.BringAsync(entry.Manifest ?? await FindAsync(entry, cancellationToken), cancellationToken);
            }

            await target.PublishAsync(plan.Index, cancellationToken);
            tally.NoteManifest();
            if (!plan.Request.Deletes) return;
            foreach (var gone in plan.Gone) await target.DeleteManifestAsync(gone, cancellationToken);
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While($"publish {plan.Request.Target}");
        }
    }

    private static async Task<Manifest> FindAsync(IndexEntry entry, CancellationToken cancellationToken) =>
        await entry.Repository.FindManifestAsync(entry.Descriptor.Digest.ToString(), cancellationToken)
            ?? throw new RegistryException(RegistryFault.Malformed, $"{entry.Name} is not there");

    // What an index lists already is kept as it is, and read only where it has to be.
    private async Task<(Manifest? Before, ImmutableArray<IndexEntry> Entries)> ReadBaseAsync(IndexRequest request, CancellationToken cancellationToken)
    {
        var place = request.Base!;
        try
        {
            var opened = await sources.OpenAsync(place, cancellationToken);
            var manifest = await opened.Repository.FindManifestAsync(opened.Selector, cancellationToken)
                ?? throw new RegistryException(RegistryFault.Malformed, "there is no such image");
            if (manifest is ImageIndex listing && request.Images.Length > 0) await CheckSizesAsync(listing, opened.Repository, cancellationToken);
            return manifest is ImageIndex index
                ? (index, [.. index.Entries.Select(entry => new IndexEntry(entry, entry.Json, null, place, opened.Repository)
                {
                    Platform = entry is { IsAttestation: false, IsIndex: false, ArtifactType: null } ? entry.Platform : null,
                })])
                : (manifest, [.. await _entries.ReadAsync(place, cancellationToken)]);
        }
        catch (RegistryException e) when (!e.IsTold)
        {
            throw e.While($"read {place}");
        }
    }

    // What is published anew is not to say what nobody could pull; that something is not there is the index's own affair.
    private static Task CheckSizesAsync(ImageIndex index, IRepository repository, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        index.Entries, new ParallelOptions { MaxDegreeOfParallelism = ManifestsAtOnce, CancellationToken = cancellationToken }, async (entry, stop) =>
        {
            if (await repository.FindManifestAsync(entry.Digest.ToString(), stop) is { } manifest) IndexEntries.CheckSize(entry, manifest);
        });

    private static ImmutableArray<IndexEntry> RemovedFrom(ImmutableArray<IndexEntry> entries, IndexRequest request)
    {
        foreach (var platform in request.Removed)
            if (!entries.Any(entry => platform.Equals(entry.Platform)))
                throw new RegistryException(RegistryFault.Malformed, $"it has no {platform} to take out; it has {PlatformsOf(entries)}");
        return [.. entries.Where(entry => entry.Platform is { } own && request.Removed.Contains(own))];
    }

    // One digest under two names is most often a slip: the image that was meant is another.
    private static void RefuseTwice(ImmutableArray<IndexEntry> added)
    {
        for (var i = 0; i < added.Length; i++)
            if (added[i].Platform is not null && added.Skip(i + 1).FirstOrDefault(other => AreSame(added[i], other)) is { } twice)
                throw new RegistryException(RegistryFault.Malformed, added[i].Origin == twice.Origin
                    ? $"{twice.Origin} lists {twice.Platform} twice, as {twice.Descriptor.Digest}; name the images that are meant by their digests"
                    : $"{added[i].Origin} and {twice.Origin} are the same image of {twice.Platform}, {twice.Descriptor.Digest}; leave one out");
    }

    private static bool AreSame(IndexEntry one, IndexEntry other) => one.Descriptor.Digest == other.Descriptor.Digest
        && Equals(one.Platform, other.Platform) && one.AttestationOf == other.AttestationOf;

    // An attestation of what is not there is about nothing.
    private static IEnumerable<IndexEntry> WithTheirAttestations(ImmutableArray<IndexEntry> entries)
    {
        var there = entries.Where(entry => entry.AttestationOf is null).Select(entry => entry.Descriptor.Digest.ToString()).ToHashSet(StringComparer.Ordinal);
        return entries.Where(entry => entry.AttestationOf is not { } about || there.Contains(about));
    }

    private static bool IsRival(IndexEntry one, IndexEntry other) => one.Platform is { } platform && platform.Equals(other.Platform)
        && platform.OsVersion == other.Platform!.OsVersion && platform.OsFeatures.SequenceEqual(other.Platform.OsFeatures)
        && one.Descriptor.Digest != other.Descriptor.Digest;

    private static void Check(ImmutableArray<IndexEntry> entries, IndexRequest request)
    {
        for (var i = 0; i < entries.Length; i++)
            if (entries.Skip(i + 1).FirstOrDefault(other => IsRival(entries[i], other)) is { } rival)
                throw new RegistryException(RegistryFault.Malformed,
                    $"{entries[i].Name} and {rival.Name} are both of {rival.Platform}; leave one out{(request.Base is null ? "" : ", or let --replace decide for the new one")}");
        if (!entries.Any(entry => entry.Platform is not null)) throw new RegistryException(RegistryFault.Malformed, "no image would be left in it");
        if (request.Required.FirstOrDefault(platform => !entries.Any(entry => platform.Equals(entry.Platform))) is { } missing)
            throw new RegistryException(RegistryFault.Malformed, $"{missing} is required and missing; it would have {PlatformsOf(entries)}");
        if (request.EntryAnnotations.FirstOrDefault(note => !entries.Any(entry => note.Platform.Equals(entry.Platform))) is { } nowhere)
            throw new RegistryException(RegistryFault.Malformed, $"there is no entry of {nowhere.Platform} to note {nowhere.Name} at; it has {PlatformsOf(entries)}");
    }

    private static string PlatformsOf(IEnumerable<IndexEntry> entries) =>
        string.Join(", ", entries.Select(entry => entry.Platform).OfType<Platform>().Distinct().Select(platform => platform.ToString()));

    private static IndexEntry Annotated(IndexEntry entry, IndexRequest request)
    {
        var notes = request.EntryAnnotations.Where(note => note.Platform.Equals(entry.Platform)).ToArray();
        return notes.Length == 0
            ? entry
            : entry with { Json = IndexJson.Annotate(entry.Json, Merged(entry.Descriptor.Annotations, notes.Select(note => KeyValuePair.Create(note.Name, note.Value)))) };
    }

    private static ImmutableDictionary<string, string> Merged(ImmutableDictionary<string, string> before, IEnumerable<KeyValuePair<string, string>> notes) =>
        notes.Aggregate(before, (all, note) => note.Value.Length == 0 ? all.Remove(note.Key) : all.SetItem(note.Key, note.Value));

    private static Manifest Write(ImageIndex? before, ImmutableArray<IndexEntry> entries, IndexRequest request)
    {
        var areDocker = entries.All(entry => entry.Descriptor.MediaType == MediaTypes.DockerManifest);
        var isDocker = request.IsDocker ?? (before is null ? areDocker && request.Annotations.IsEmpty && request.EntryAnnotations.IsEmpty : before.Self.MediaType == MediaTypes.DockerList);
        if (isDocker && entries.FirstOrDefault(entry => entry.Descriptor.MediaType != MediaTypes.DockerManifest) is { } oci)
            throw new RegistryException(RegistryFault.Malformed, $"Docker's manifest list holds Docker's manifests only, and {oci.Name} is {oci.Descriptor.MediaType}; leave --type docker out");
        if (isDocker && !(request.Annotations.IsEmpty && request.EntryAnnotations.IsEmpty))
            throw new RegistryException(RegistryFault.Malformed, "Docker's manifest list has no place for annotations; an OCI index has: --type oci");
        var mediaType = isDocker ? MediaTypes.DockerList : MediaTypes.OciIndex;
        var json = entries.Select(entry => entry.Json).ToArray();
        var raw = before is not null && before.Self.MediaType == mediaType
            ? IndexJson.Rewrite(before, json, request.Annotations.IsEmpty ? null : Merged(before.Annotations, request.Annotations))
            : IndexJson.Write(mediaType, json, Merged(before?.Annotations ?? ImmutableDictionary<string, string>.Empty, request.Annotations));
        return Manifest.Read(mediaType, raw);
    }
}
