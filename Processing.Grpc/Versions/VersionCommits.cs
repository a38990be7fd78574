using Digits.Learning.Data;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Settings;

namespace Digits.Processing.Versions;

/// <summary>
/// Makes versions. Files are written, and are on the disk itself, before the one transaction that makes them known; until then nobody sees
/// anything of them, and afterwards everybody sees all of it.
/// </summary>
internal sealed class VersionCommits(
    DatasetCatalog catalog,
    DatasetLibrary library,
    DatasetFolder folder,
    DatasetLock turns,
    DigitsConfig config,
    TimeProvider clock,
    ILogger<VersionCommits> logger)
{
    private readonly ImageShape _shape = new(config.InputShape[0], config.InputShape[1], config.InputShape[2]);

    /// <summary>Begins a version with content of its own.</summary>
    public VersionWriter Begin(string name) => new(name, _shape, folder.CreateWorkFolder());

    /// <summary>Makes the samples of a writer the current version of their data set, whatever that had before.</summary>
    /// <param name="writer">The samples; at least two.</param>
    /// <param name="rule">How those without a part are divided.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is committed.</param>
    public async Task<Committed> CommitAsync(VersionWriter writer, SplitRule rule, Change change, CancellationToken cancellationToken)
    {
        writer.Finish();
        var labels = SortLabels(writer);
        var moved = PartAssignment.Assign(writer.Hashes, writer.Classes, writer.Parts, labels.Count, rule);

        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(writer.Name, cancellationToken);
        var first = dataset?.NextNumber ?? 0;
        if (writer.Count > int.MaxValue - first)
        {
            throw Errors.TooManySamples((long)first + writer.Count, int.MaxValue);
        }

        var draft = new VersionDraft(labels, IndexOf(writer, first));
        var contentHash = ContentHash.Compute(_shape, labels, draft.Index, (numbers, hashes) =>
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                hashes[i] = writer.Hashes[numbers[i] - first];
            }
        });
        var version = StoredVersions.Describe(writer.Name, _shape, labels, draft.Index, contentHash, [first], clock.GetUtcNow());
        if (await catalog.FindAsync(writer.Name, version.Version, cancellationToken) is { } present)
        {
            return new Committed(await PointAsync(dataset!, present, change), moved);
        }

        cancellationToken.ThrowIfCancellationRequested();
        folder.Create(writer.Name);
        writer.MovePack(folder.Images(writer.Name), first);
        var pack = new StoredPack { Dataset = writer.Name, First = first, Count = writer.Count };
        var committed = await WriteAsync(dataset, version, draft, pack, change);
        return new Committed(committed, moved);
    }

    /// <summary>Makes a version out of the current one.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="edit">
    /// Makes the draft from the current version, and from images that it adds; null where nothing changes. The version is null when there is
    /// no such data set, and the edit must refuse that where it needs one.
    /// </param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is committed.</param>
    public async Task<StoredVersion> EditAsync(
        string name, Func<VersionReader?, NewImages, VersionDraft?> edit, Change change, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(name, cancellationToken);
        using var current = dataset is null ? null : await library.OpenAsync(name, dataset.Current, cancellationToken);
        var packs = await catalog.ListPacksAsync(name, cancellationToken);
        var shape = current?.Version.Shape ?? _shape;
        using var images = new NewImages(name, folder.Images(name), packs.Count > 0 ? packs[^1] : null, dataset?.NextNumber ?? 0, shape);
        if (edit(current, images)?.WithoutUnusedLabels() is not { } draft)
        {
            return current!.Version;
        }

        images.Flush();
        var contentHash = ContentHash.Compute(shape, draft.Labels, draft.Index, (numbers, hashes) => ReadHashes(current, images, numbers, hashes));
        int[] needed = [.. (current?.Version.Packs ?? []).Concat(images.Pack is { } grown ? [grown.First] : []).Distinct()];
        var version = StoredVersions.Describe(name, shape, draft.Labels, draft.Index, contentHash, needed, clock.GetUtcNow());
        if (await catalog.FindAsync(name, version.Version, cancellationToken) is { } present)
        {
            return await PointAsync(dataset!, present, change, draft);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await WriteAsync(dataset, version, draft, images.Pack, change);
    }

    /// <summary>Makes an earlier version the current one.</summary>
    public async Task<StoredVersion> RestoreAsync(string name, string version, Change change, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(name, cancellationToken) ?? throw Errors.DatasetNotFound(name);
        var present = await library.GetAsync(name, version, cancellationToken);
        return await PointAsync(dataset, present, change);
    }

    // From here on a cancelled call would only leave files that nobody knows.
    private async Task<StoredVersion> WriteAsync(
        StoredDataset? dataset, StoredVersion version, VersionDraft draft, StoredPack? pack, Change change)
    {
        folder.Create(version.Name);
        version = version with { IndexHash = VersionIndexFile.Write(folder.Index(version.Name, version.Version), draft.Index) };
        var next = new StoredDataset
        {
            Name = version.Name,
            Current = version.Version,
            NextNumber = pack is null ? dataset!.NextNumber : pack.First + pack.Count,
        };
        if (change.Kind is ChangeKind.Import or ChangeKind.Generate)
        {
            draft = await CountAsync(dataset, version, draft, pack!);
        }

        var commit = new CatalogCommit(next, version, Describe(dataset, version, draft, change), pack) { Alongside = change.Alongside };
        await catalog.CommitAsync(commit, CancellationToken.None);
        Log.VersionCommitted(logger, version.Name, version.Version, change.Kind, draft.Added, draft.Removed, draft.Relabeled);
        return version;
    }

    // The content is there already: only the pointer moves, and the history tells it.
    private async Task<StoredVersion> PointAsync(StoredDataset dataset, StoredVersion present, Change change, VersionDraft? draft = null)
    {
        if (dataset.Current == present.Version)
        {
            return present;
        }

        draft ??= await CompareAsync(dataset, present);
        var next = new StoredDataset { Name = dataset.Name, Current = present.Version, NextNumber = dataset.NextNumber };
        var commit = new CatalogCommit(next, null, Describe(dataset, present, draft, change), null) { Alongside = change.Alongside };
        await catalog.CommitAsync(commit, CancellationToken.None);
        Log.VersionCommitted(logger, present.Name, present.Version, change.Kind, draft.Added, draft.Removed, draft.Relabeled);
        return present;
    }

    private async Task<VersionDraft> CompareAsync(StoredDataset dataset, StoredVersion version)
    {
        using var reader = await library.OpenAsync(version, CancellationToken.None);
        return await CompareAsync(dataset, reader, new VersionDraft(version.Labels, reader.Index));
    }

    private async Task<VersionDraft> CountAsync(StoredDataset? dataset, StoredVersion version, VersionDraft draft, StoredPack pack)
    {
        using var reader = new VersionReader(version, draft.Index, folder.Images(version.Name), [pack], logger);
        return dataset is null ? draft with { Added = draft.Index.Count } : await CompareAsync(dataset, reader, draft);
    }

    private async Task<VersionDraft> CompareAsync(StoredDataset dataset, VersionReader version, VersionDraft draft)
    {
        using var parent = await library.OpenAsync(dataset.Name, dataset.Current, CancellationToken.None);
        var differences = VersionComparison.Compare(parent, version);
        return draft with
        {
            Added = differences.Count(difference => difference.Kind == DifferenceKind.Added),
            Removed = differences.Count(difference => difference.Kind == DifferenceKind.Removed),
            Relabeled = differences.Count(difference => difference.Kind == DifferenceKind.Relabeled),
        };
    }

    private StoredChange Describe(StoredDataset? dataset, StoredVersion version, VersionDraft draft, Change change) => new()
    {
        Dataset = version.Name,
        Version = version.Version,
        Parent = dataset?.Current ?? "",
        Kind = change.Kind,
        Added = draft.Added,
        Removed = draft.Removed,
        Relabeled = draft.Relabeled,
        Author = change.Author,
        Note = change.Note,
        CreateTime = clock.GetUtcNow(),
    };

    private static IReadOnlyList<string> SortLabels(VersionWriter writer)
    {
        var labels = writer.Labels.All;
        if (writer.KeepsLabelOrder)
        {
            return labels;
        }

        var sorted = LabelList.Sorted(labels);
        var classes = LabelList.Map(labels, sorted);
        foreach (ref var sampleClass in writer.Classes)
        {
            sampleClass = classes[sampleClass];
        }

        return sorted;
    }

    private static VersionIndex IndexOf(VersionWriter writer, int first) => VersionIndex.Of(
        Enumerable.Range(0, writer.Count).Select(row => new VersionSample(first + row, writer.Parts[row], writer.Classes[row])));

    private static void ReadHashes(VersionReader? current, NewImages images, ReadOnlySpan<int> numbers, Span<UInt128> hashes)
    {
        // Old samples come before new ones within a part, so there is one border at most.
        var old = 0;
        while (old < numbers.Length && !images.Has(numbers[old]))
        {
            old++;
        }

        if (old > 0)
        {
            current!.ReadHashes(numbers[..old], hashes);
        }

        for (var i = old; i < numbers.Length; i++)
        {
            hashes[i] = images.HashOf(numbers[i]);
        }
    }
}
