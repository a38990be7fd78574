using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Learning.Data;

namespace Digits.Datasets.Editing;

/// <summary>
/// Makes versions. Files are written, and are on the disk itself, before the one transaction that makes them known; before that
/// transaction no reader sees any of them, and after it every reader sees all of them.
/// </summary>
internal sealed class VersionCommits(
    DatasetCatalog catalog,
    DatasetLibrary library,
    DatasetFolder folder,
    DatasetRecords records,
    Intents intents,
    VolumeRecovery recovery,
    SetAside aside,
    DatasetLock turns,
    DatasetSettings settings,
    TimeProvider clock,
    ILogger<VersionCommits> logger)
{
    private readonly ImageShape _shape = settings.Shape;

    /// <summary>Begins to take samples in, each normalised to the shape that the data set has or would have.</summary>
    /// <param name="name">The data set; empty where it has no name yet.</param>
    /// <param name="mode">What becomes of it where it is there already.</param>
    /// <param name="keep">Whether the images are kept; otherwise the samples can only be counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<VersionWriter> BeginAsync(string name, ImportMode mode, bool keep, CancellationToken cancellationToken)
    {
        var grown = mode == ImportMode.Append ? await catalog.FindAsync(name, "", cancellationToken) : null;
        return new VersionWriter(name, grown?.Shape ?? _shape, keep ? folder.CreateWorkFolder() : null);
    }

    /// <summary>
    /// Makes the samples of a writer a version of their data set, and the current one. Whether the name is taken is decided in here, where
    /// one commit at a time is made, so that of two imports that both want to create a data set one is refused.
    /// </summary>
    /// <param name="writer">The samples; at least two, unless they are added to others.</param>
    /// <param name="rule">How those without a part are divided.</param>
    /// <param name="mode">What becomes of a data set that is there already.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is committed.</param>
    /// <param name="accept">Refuses, by throwing, what the data set has become meanwhile; nothing else changes it from then on.</param>
    /// <exception cref="RefusalException">The name is taken by other content and the mode is to create.</exception>
    public async Task<Committed> CommitAsync(
        VersionWriter writer,
        SplitRule rule,
        ImportMode mode,
        Change change,
        CancellationToken cancellationToken,
        Action<StoredDataset?>? accept = null)
    {
        writer.Finish();
        var labels = SortLabels(writer);
        if (mode != ImportMode.Append)
        {
            var moved = PartAssignment.Assign(writer.Hashes, writer.Classes, writer.Parts, labels.Count, rule);
            using var wait = await turns.TakeAsync(cancellationToken);
            var present = await catalog.FindAsync(writer.Name, cancellationToken);
            return new Committed(await ReplaceAsync(writer, labels, present, mode, change, cancellationToken), moved);
        }

        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(writer.Name, cancellationToken);
        accept?.Invoke(dataset);
        if (dataset is not null)
        {
            return await AppendAsync(writer, labels, dataset, rule, change, cancellationToken);
        }

        var moves = PartAssignment.Assign(writer.Hashes, writer.Classes, writer.Parts, labels.Count, rule);
        return new Committed(await ReplaceAsync(writer, labels, null, mode, change, cancellationToken), moves);
    }

    /// <summary>Gives the samples of a writer that keeps nothing the labels and parts that a commit would give them.</summary>
    /// <returns>The labels in class order, and how many samples did not keep the part that they said.</returns>
    public async Task<(IReadOnlyList<string> Labels, int Moved)> RehearseAsync(
        VersionWriter writer, SplitRule rule, ImportMode mode, CancellationToken cancellationToken)
    {
        var labels = SortLabels(writer);
        var dataset = mode == ImportMode.Append ? await catalog.FindAsync(writer.Name, cancellationToken) : null;
        if (dataset is null)
        {
            return (labels, PartAssignment.Assign(writer.Hashes, writer.Classes, writer.Parts, labels.Count, rule));
        }

        using var current = await library.OpenAsync(writer.Name, dataset.Current, cancellationToken);
        var added = new AddedLabels(current.Version.Labels, labels);
        return (labels, AppendedParts.Assign(current, writer, added, rule));
    }

    private async Task<StoredVersion> ReplaceAsync(
        VersionWriter writer,
        IReadOnlyList<string> labels,
        StoredDataset? dataset,
        ImportMode mode,
        Change change,
        CancellationToken cancellationToken)
    {
        var first = FirstNumber(dataset, writer);
        var draft = new VersionDraft(labels, IndexOf(writer, first));
        var contentHash = ContentHash.Compute(_shape, labels, draft.Index, (numbers, hashes) =>
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                hashes[i] = writer.Hashes[numbers[i] - first];
            }
        });
        var version = StoredVersions.Describe(writer.Name, _shape, labels, draft.Index, contentHash, [first], clock.GetUtcNow());
        if (dataset is not null && mode is ImportMode.Create or ImportMode.Unspecified && dataset.Current != version.Version)
        {
            throw Errors.DatasetExists(writer.Name);
        }

        if (await catalog.FindAsync(writer.Name, version.Version, cancellationToken) is { } present)
        {
            if (await MendAsync(present, writer, draft.Index, first, cancellationToken))
            {
                return await PointAsync(dataset!, present, change);
            }

            // Not even its index is left: it gets new files under its own name.
            version = version with { Id = present.Id, CreateTime = present.CreateTime };
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await WritingAsync(dataset, writer.Name, first, async pending =>
        {
            folder.Create(writer.Name);
            writer.MovePack(folder.Images(writer.Name), first);
            var pack = new StoredPack(writer.Name, first, writer.Count);
            return await WriteAsync(pending, dataset, version, await CountAsync(dataset, version, draft, pack), pack, change);
        });
    }

    // The pack with the new images comes behind those that are there, as the images of an edit do.
    private async Task<Committed> AppendAsync(
        VersionWriter writer,
        IReadOnlyList<string> labels,
        StoredDataset dataset,
        SplitRule rule,
        Change change,
        CancellationToken cancellationToken)
    {
        var name = writer.Name;
        var first = FirstNumber(dataset, writer);
        using var current = await library.OpenAsync(name, dataset.Current, cancellationToken);

        // A version made from damaged hashes would get a wrong content hash, and would never be recognised again.
        current.CheckHashes();
        if (current.Version.Shape != writer.Shape)
        {
            throw Errors.ShapeChanged(current.Version);
        }

        var added = new AddedLabels(current.Version.Labels, labels);
        var moved = AppendedParts.Assign(current, writer, added, rule);
        var samples = current.Index.Samples().Concat(IndexOf(writer, first).Samples().Select(sample => sample with { Class = added.Classes[sample.Class] }));
        var draft = new VersionDraft(added.All, VersionIndex.Of(samples), Added: writer.Count).WithoutUnusedLabels();
        var contentHash = ContentHash.Compute(writer.Shape, draft.Labels, draft.Index, (numbers, hashes) =>
            ReadHashes(current, numbers, hashes, number => number < first ? null : writer.Hashes[number - first]));
        var version = StoredVersions.Describe(
            name, writer.Shape, draft.Labels, draft.Index, contentHash, [.. current.Version.Packs, first], clock.GetUtcNow());
        if (await catalog.FindAsync(name, version.Version, cancellationToken) is { } present)
        {
            if (library.HasIndex(present))
            {
                return new Committed(await PointAsync(dataset, present, change, draft), moved);
            }

            version = version with { Id = present.Id, CreateTime = present.CreateTime };
        }

        cancellationToken.ThrowIfCancellationRequested();
        var committed = await WritingAsync(dataset, name, first, async pending =>
        {
            folder.Create(name);
            writer.MovePack(folder.Images(name), first);
            return await WriteAsync(pending, dataset, version, draft, new StoredPack(name, first, writer.Count), change);
        });
        return new Committed(committed, moved);
    }

    private static int FirstNumber(StoredDataset? dataset, VersionWriter writer)
    {
        var first = dataset?.NextNumber ?? 0;
        return writer.Count <= int.MaxValue - first ? first : throw Errors.TooManySamples((long)first + writer.Count, int.MaxValue);
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
        if (dataset is null && change.Kind is not (ChangeKind.Add or ChangeKind.Correct))
        {
            throw Errors.DatasetNotFound(name);
        }

        using var current = dataset is null ? null : await library.OpenAsync(name, dataset.Current, cancellationToken);
        if (current is not null)
        {
            // A version made from damaged hashes would get a wrong content hash, and would never be recognised again.
            current.CheckHashes();
        }

        var next = dataset?.NextNumber ?? 0;
        return await WritingAsync(dataset, name, next, pending => EditAsync(pending, dataset, current, next, edit, change, cancellationToken));
    }

    private async Task<StoredVersion> EditAsync(
        PendingCommit pending,
        StoredDataset? dataset,
        VersionReader? current,
        int next,
        Func<VersionReader?, NewImages, VersionDraft?> edit,
        Change change,
        CancellationToken cancellationToken)
    {
        var name = pending.Dataset;
        var packs = await catalog.ListPacksAsync(name, cancellationToken);
        var shape = current?.Version.Shape ?? _shape;
        using var images = new NewImages(name, folder.Images(name), packs.Count > 0 ? packs[^1] : null, next, shape);
        if (edit(current, images)?.WithoutUnusedLabels() is not { } draft)
        {
            return current!.Version;
        }

        images.Flush();
        var contentHash = ContentHash.Compute(shape, draft.Labels, draft.Index, (numbers, hashes) =>
            ReadHashes(current, numbers, hashes, number => images.Has(number) ? images.HashOf(number) : null));
        int[] needed = [.. (current?.Version.Packs ?? []).Concat(images.Pack is { } grown ? [grown.First] : []).Distinct()];
        var version = StoredVersions.Describe(name, shape, draft.Labels, draft.Index, contentHash, needed, clock.GetUtcNow());
        if (await catalog.FindAsync(name, version.Version, cancellationToken) is { } present)
        {
            if (library.HasIndex(present))
            {
                var pointed = await PointAsync(dataset!, present, change, draft);
                if (images.Pack is { } unused && !packs.Any(pack => pack.First == unused.First))
                {
                    // The existing version has its own copies of these images.
                    images.Dispose();
                    folder.RemovePack(name, unused.First);
                }

                return pointed;
            }

            version = version with { Id = present.Id, CreateTime = present.CreateTime };
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await WriteAsync(pending, dataset, version, draft, images.Pack, change);
    }

    /// <summary>Makes an earlier version the current one.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="version">The version.</param>
    /// <param name="expected">The version that the caller takes for the current one; empty where it does not matter.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<StoredVersion> RestoreAsync(
        string name, string version, string expected, Change change, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        var dataset = await catalog.FindAsync(name, cancellationToken) ?? throw Errors.DatasetNotFound(name);
        DatasetLibrary.CheckCurrent(dataset, expected);
        var present = await library.GetAsync(name, version, cancellationToken);
        return await PointAsync(dataset, present, change);
    }

    // On any failure the files written so far are removed: here, or by the next start where the process ended first.
    private async Task<T> WritingAsync<T>(StoredDataset? dataset, string name, int next, Func<PendingCommit, Task<T>> write)
    {
        if (dataset is null)
        {
            library.MakeRoom(name, aside);
        }

        var pending = new PendingCommit(name, next);
        intents.Note(pending);
        try
        {
            var result = await write(pending);
            intents.Forget(pending);
            return result;
        }
        catch
        {
            await UndoAsync(pending);
            throw;
        }
    }

    private async Task UndoAsync(PendingCommit pending)
    {
        try
        {
            var entry = await catalog.FindEntryAsync(pending.Dataset, CancellationToken.None);
            recovery.End(pending, entry);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The note is still there, and the next start does it.
            Log.FilesLeft(logger, pending.Dataset, fault.Message);
        }
    }

    // From here on a cancellation would only leave orphaned files, so it is ignored.
    private async Task<StoredVersion> WriteAsync(
        PendingCommit pending, StoredDataset? dataset, StoredVersion version, VersionDraft draft, StoredPack? pack, Change change)
    {
        if (version.Id == 0)
        {
            pending = pending with { Version = version.Version };
            intents.Note(pending);
        }

        folder.Create(version.Name);
        version = version with { IndexHash = VersionIndexFile.Write(folder.Index(version.Name, version.Version), draft.Index) };
        var next = new StoredDataset
        {
            Name = version.Name,
            Current = version.Version,
            NextNumber = pack is null ? dataset!.NextNumber : pack.First + pack.Count,
        };
        var packs = await catalog.ListPacksAsync(version.Name, CancellationToken.None);
        records.Write(VersionRecord.Of(version, pack is null ? packs : packs.Where(other => other.First != pack.First).Append(pack)));
        await PublishAsync(pending, new CatalogCommit(next, version, Describe(dataset, version, draft, change), pack) { Alongside = change.Alongside });
        library.Remember(version, draft.Index);
        Log.VersionCommitted(logger, version.Name, version.Version, change.Kind, draft.Added, draft.Removed, draft.Relabeled);
        return version;
    }

    private async Task PublishAsync(PendingCommit pending, CatalogCommit commit)
    {
        var told = records.Write(commit.Change with { NextNumber = commit.Dataset.NextNumber });
        intents.Note(pending with { Change = told });
        await catalog.CommitAsync(commit, CancellationToken.None);
    }

    // The content exists already: only the pointer to the current version moves, and the history records it.
    private async Task<StoredVersion> PointAsync(StoredDataset dataset, StoredVersion present, Change change, VersionDraft? draft = null)
    {
        if (dataset.Current == present.Version)
        {
            return present;
        }

        draft ??= await CompareAsync(dataset, present);
        var next = new StoredDataset { Name = dataset.Name, Current = present.Version, NextNumber = dataset.NextNumber };
        var commit = new CatalogCommit(next, null, Describe(dataset, present, draft, change), null) { Alongside = change.Alongside };
        await WritingAsync(dataset, dataset.Name, dataset.NextNumber, async pending =>
        {
            await PublishAsync(pending, commit);
            return present;
        });
        Log.VersionCommitted(logger, present.Name, present.Version, change.Kind, draft.Added, draft.Removed, draft.Relabeled);
        return present;
    }

    // Whether the files of a version that is there are whole, or could be made so from the same images.
    private async Task<bool> MendAsync(
        StoredVersion present, VersionWriter writer, VersionIndex wanted, int first, CancellationToken cancellationToken)
    {
        var packs = await catalog.ListPacksAsync(present.Name, cancellationToken);
        var repair = new VersionRepair(present, [.. packs.Where(pack => present.Packs.Contains(pack.First))], folder);
        if (repair.Run(writer, wanted, first, cancellationToken) is not { } written)
        {
            return false;
        }

        if (written > 0)
        {
            Log.VersionHealed(logger, present.Name, present.Version, written);
        }

        return true;
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
        List<VersionDifference> differences;
        try
        {
            using var parent = await library.OpenAsync(dataset.Name, dataset.Current, CancellationToken.None);
            differences = VersionComparison.Compare(parent, version);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Damaged)
        {
            // A damaged version must not stand in the way of the one that takes its place.
            return draft with { Added = version.Index.Count };
        }

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

    private static void ReadHashes(
        VersionReader? current, ReadOnlySpan<int> numbers, Span<UInt128> hashes, Func<int, UInt128?> added)
    {
        // Old samples come before new ones within a part, so there is one border at most.
        var old = 0;
        while (old < numbers.Length && added(numbers[old]) is null)
        {
            old++;
        }

        if (old > 0)
        {
            current!.ReadHashes(numbers[..old], hashes);
        }

        for (var i = old; i < numbers.Length; i++)
        {
            hashes[i] = added(numbers[i])!.Value;
        }
    }
}
