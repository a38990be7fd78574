using Digits.Datasets.Storage.Images;
using Digits.Datasets.Versions;
using Digits.Learning.Data;
using Digits.ServiceDefaults.Storage;

namespace Digits.Datasets.Storage;

/// <summary>
/// Brings the catalogue and the folders of the data sets together when the service starts. Commits and removals that
/// were interrupted, as the notes say, are undone or completed. Versions that the folders describe and the catalogue does not know are adopted;
/// files that cannot be adopted are set aside. Nothing else is ever deleted: the catalogue may be the one that is lost, damaged or old.
/// </summary>
internal sealed class VolumeRecovery(
    DatasetCatalog catalog,
    DatasetFolder folder,
    DatasetRecords records,
    Intents intents,
    SetAside aside,
    TimeProvider clock,
    ILogger<VolumeRecovery> logger)
{
    /// <summary>Puts the volume in order.</summary>
    /// <param name="known">What the catalogue knows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(IReadOnlyList<CatalogEntry> known, CancellationToken cancellationToken)
    {
        var entries = known.ToDictionary(entry => entry.Dataset.Name);
        EndRemovals(entries);
        EndCommits(entries);
        RemoveWork();
        var described = true;
        foreach (var directory in new DirectoryInfo(folder.Datasets).EnumerateDirectories().OrderBy(directory => directory.Name))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RemoveTemporaryFiles(directory);
            if (entries.TryGetValue(directory.Name, out var entry))
            {
                described &= await ReconcileAsync(entry, cancellationToken);
            }
            else
            {
                await AdoptAsync(directory.Name, cancellationToken);
            }
        }

        foreach (var file in new DirectoryInfo(folder.Datasets).EnumerateFiles())
        {
            aside.Take(file.FullName, "It is a file where only the folders of data sets are.");
        }

        if (!described)
        {
            Log.NotDescribed(logger);
        }
    }

    private void EndRemovals(Dictionary<string, CatalogEntry> entries)
    {
        foreach (var removal in intents.Removals())
        {
            var entry = entries.GetValueOrDefault(removal.Dataset);
            if (removal.Version.Length == 0 && entry is null)
            {
                folder.Remove(removal.Dataset);
            }
            else if (removal.Version.Length > 0 && entry is not null && !entry.Versions.Any(row => row.Version == removal.Version))
            {
                RemoveVersion(entry, removal.Version);
            }

            // Where the catalogue still has it, the removal had not got to the point from which on it is one.
            intents.Forget(removal);
        }
    }

    private void RemoveVersion(CatalogEntry entry, string version)
    {
        var name = entry.Dataset.Name;
        var packs = TryRead<VersionRecord>(records.VersionFile(name, version), out _)?.Packs ?? [];
        folder.RemoveVersion(name, version);
        records.Remove(name, version);
        foreach (var pack in packs.Where(pack => !entry.Packs.Any(row => row.First == pack.First)))
        {
            folder.RemovePack(name, pack.First);
        }
    }

    private void EndCommits(Dictionary<string, CatalogEntry> entries)
    {
        foreach (var commit in intents.Commits())
        {
            End(commit, entries.GetValueOrDefault(commit.Dataset));
        }
    }

    /// <summary>Ends a commit that broke off: where the catalogue does not have it, what it had written is removed.</summary>
    /// <param name="commit">The commit; what its note says by now counts.</param>
    /// <param name="entry">What the catalogue knows of the data set; null when it knows none.</param>
    public void End(PendingCommit commit, CatalogEntry? entry)
    {
        commit = intents.Commits().FirstOrDefault(noted => noted.Dataset == commit.Dataset) ?? commit;
        var file = Path.Combine(records.ChangeFolder(commit.Dataset), Path.GetFileName(commit.Change));
        var change = commit.Change.Length == 0 ? null : TryRead<StoredChange>(file, out _);
        if (change is null || entry is null || !entry.Changes.Any(change.Agrees))
        {
            if (Undo(commit, entry))
            {
                Log.CommitUndone(logger, commit.Dataset);
            }
        }

        intents.Forget(commit);
    }

    // Returns whether there was anything.
    private bool Undo(PendingCommit commit, CatalogEntry? entry)
    {
        var name = commit.Dataset;
        var any = commit.Change.Length > 0 && Delete(Path.Combine(records.ChangeFolder(name), Path.GetFileName(commit.Change)));
        if (IsVersionName(commit.Version) && entry?.Versions.Any(row => row.Version == commit.Version) != true)
        {
            any |= File.Exists(folder.Index(name, commit.Version));
            folder.RemoveVersion(name, commit.Version);
            any |= Delete(records.VersionFile(name, commit.Version));
        }

        var needed = RecordFiles(name)
            .SelectMany(file => TryRead<VersionRecord>(file, out _)?.Packs ?? [])
            .Select(pack => pack.First)
            .Concat(entry?.Packs.Select(pack => pack.First) ?? [])
            .ToHashSet();
        foreach (var first in PackFiles.FirstNumbers(folder.Images(name)).Where(first => first >= commit.NextNumber && !needed.Contains(first)))
        {
            folder.RemovePack(name, first);
            any = true;
        }

        if (entry is null)
        {
            folder.RemoveIfEmpty(name);
        }

        return any;
    }

    private void RemoveWork()
    {
        var leftovers = new DirectoryInfo(folder.Work).GetFileSystemInfos();
        foreach (var leftover in leftovers)
        {
            if (leftover is DirectoryInfo directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                leftover.Delete();
            }
        }

        if (leftovers.Length > 0)
        {
            Log.LeftoversRemoved(logger, leftovers.Length);
        }
    }

    // Files are written under a name of this kind and renamed when they are whole.
    private static void RemoveTemporaryFiles(DirectoryInfo dataset)
    {
        foreach (var part in DatasetFolder.Parts.Select(part => new DirectoryInfo(Path.Combine(dataset.FullName, part))).Where(part => part.Exists))
        {
            foreach (var file in part.EnumerateFiles("*.tmp").Where(file => file.Name.Split('.') is [.., { Length: 32 } id, _] && id.All(char.IsAsciiHexDigitLower)))
            {
                file.Delete();
            }
        }
    }

    private async Task AdoptAsync(string name, CancellationToken cancellationToken)
    {
        folder.RemoveIfEmpty(name);
        if (!Directory.Exists(folder.Dataset(name)))
        {
            return;
        }

        if (!DatasetName.IsName(name))
        {
            aside.Take(folder.Dataset(name), "Its name cannot be that of a data set.");
            return;
        }

        var found = new List<FoundVersion>();
        var cause = "It holds no description of a version; it was made by an older program whose catalogue is gone, or by something else.";
        foreach (var file in RecordFiles(name))
        {
            if (Examine(name, file, out var fault) is { } version)
            {
                found.Add(version);
            }
            else
            {
                cause = $"{Path.GetFileName(file)}: {fault}.";
            }
        }

        if (found.Count == 0)
        {
            aside.Take(folder.Dataset(name), $"Not one version in it can be used. {cause}");
            return;
        }

        var entry = new CatalogEntry(new StoredDataset { Name = name, Current = "", NextNumber = 0 }, [], [], []);
        await ReconcileAsync(entry, cancellationToken);
        Log.DatasetAdopted(logger, name, found.Count);
    }

    // Returns whether the folder describes everything that the catalogue knows of the data set.
    private async Task<bool> ReconcileAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        var name = entry.Dataset.Name;
        if (entry.Versions.Count > 0)
        {
            folder.Create(name);
        }

        var versions = entry.Versions.ToDictionary(row => row.Version);
        var packs = entry.Packs.ToDictionary(pack => pack.First, pack => pack.Count);
        var changed = false;
        var described = true;
        foreach (var file in RecordFiles(name))
        {
            changed |= Take(name, file, versions, packs, ref described);
        }

        foreach (var row in versions.Values.Where(row => !File.Exists(records.VersionFile(name, row.Version))))
        {
            described &= TryWrite(() => records.Write(VersionRecord.Of(row, PacksOf(name, packs.Keys, packs))));
        }

        var changes = Changes(name, entry, versions, ref changed, ref described, out var nextNumber);
        var hadAside = SetUnknownAside(name, versions, packs);
        nextNumber = Math.Max(nextNumber, packs.Select(pack => pack.Key + pack.Value).DefaultIfEmpty(0).Max());
        if (hadAside && versions.Count > 0)
        {
            nextNumber = Math.Max(nextNumber, EndOfImages(folder.Images(name), versions.Values.First().Shape.Size));
        }

        var current = !changed && versions.ContainsKey(entry.Dataset.Current) || changes.Count == 0 ? entry.Dataset.Current : changes[^1].Version;
        if (changed || current != entry.Dataset.Current || nextNumber > entry.Dataset.NextNumber)
        {
            var dataset = new StoredDataset { Name = name, Current = current, NextNumber = Math.Max(nextNumber, entry.Dataset.NextNumber) };
            await catalog.ReplaceAsync(
                new CatalogEntry(
                    dataset,
                    [.. versions.Values.OrderBy(row => row.CreateTime)],
                    changes,
                    [.. PacksOf(name, packs.Keys, packs)]),
                cancellationToken);
            Log.CatalogueMended(logger, name, versions.Count, changes.Count);
        }

        return described;
    }

    // Brings one description and the catalogue together; returns whether the catalogue must change.
    private bool Take(
        string name, string file, Dictionary<string, StoredVersion> versions, Dictionary<int, int> packs, ref bool described)
    {
        var row = DatasetRecords.VersionOf(file) is { } version ? versions.GetValueOrDefault(version) : null;
        if (row is not null)
        {
            if (TryRead<VersionRecord>(file, out var damage) is not { } record || record.Dataset != name || record.Version != row.Version)
            {
                Log.RecordDamaged(logger, name, row.Version, damage);
                File.Delete(file);
                described &= TryWrite(() => records.Write(VersionRecord.Of(row, PacksOf(name, packs.Keys, packs))));
                return false;
            }

            if (record.Agrees(row))
            {
                return false;
            }
        }

        if (Examine(name, file, out var fault) is not { } found)
        {
            if (row is null)
            {
                aside.Take(file, $"The version that it describes cannot be used: {fault}.");
            }

            return false;
        }

        versions[found.Row.Version] = found.Row with { Id = row?.Id ?? 0 };
        foreach (var pack in found.Record.Packs)
        {
            packs[pack.First] = Math.Max(pack.Count, packs.GetValueOrDefault(pack.First));
        }

        return true;
    }

    // The changes in their order. The files are right where they and the catalogue differ, since damage shows in a file.
    private List<StoredChange> Changes(
        string name, CatalogEntry entry, Dictionary<string, StoredVersion> versions, ref bool changed, ref bool described, out int nextNumber)
    {
        nextNumber = 0;
        var told = new List<StoredChange>();
        foreach (var file in records.ChangeFiles(name))
        {
            if (TryRead<StoredChange>(file, out var damage) is { } change && change.Dataset == name && versions.ContainsKey(change.Version))
            {
                told.Add(change);
                nextNumber = Math.Max(nextNumber, change.NextNumber);
            }
            else
            {
                aside.Take(file, $"The change that it tells cannot be used: {damage}.");
            }
        }

        var untold = entry.Changes.Where(row => !told.Exists(change => change.Agrees(row))).ToList();
        var unknown = told.Where(change => !entry.Changes.Any(change.Agrees)).ToList();

        // The same change with something else in it is the catalogue's damaged copy of it.
        untold.RemoveAll(row => unknown.Exists(change => (change.Version == row.Version && change.Kind == row.Kind) || change.CreateTime == row.CreateTime));
        foreach (var row in untold)
        {
            described &= TryWrite(() => records.Write(row with { NextNumber = entry.Dataset.NextNumber }));
        }

        if (unknown.Count == 0 && entry.Changes.Count > 0)
        {
            return [.. entry.Changes];
        }

        var all = untold.Count == 0 ? told : [.. told.Concat(untold).OrderBy(row => row.CreateTime)];

        foreach (var version in versions.Values.Where(version => !all.Exists(row => row.Version == version.Version)).OrderBy(version => version.CreateTime))
        {
            all.Insert(0, FoundAgain(name, version));
        }

        changed |= all.Count > 0;
        return all;
    }

    private StoredChange FoundAgain(string name, StoredVersion version) => new()
    {
        Dataset = name,
        Version = version.Version,
        Parent = "",
        Kind = ChangeKind.Import,
        Added = version.Count,
        Note = "Found on the data volume; its history is lost.",
        CreateTime = version.CreateTime > DateTimeOffset.MinValue ? version.CreateTime : clock.GetUtcNow(),
    };

    // Returns whether anything was.
    private bool SetUnknownAside(string name, Dictionary<string, StoredVersion> versions, Dictionary<int, int> packs)
    {
        var any = false;
        foreach (var found in new DirectoryInfo(folder.Dataset(name)).GetFileSystemInfos().Where(found => !DatasetFolder.Parts.Contains(found.Name)))
        {
            if (found is DirectoryInfo && versions.TryGetValue(found.Name, out var row) && IsWhole(row, packs))
            {
                // The first layout's copy of a version that was carried over, and is there.
                Directory.Delete(found.FullName, recursive: true);
                continue;
            }

            aside.Take(found.FullName, "It does not belong to a data set.");
            any = true;
        }

        var files = packs.Keys
            .SelectMany(first => (string[])[PackFiles.Pixels("", first), PackFiles.Hashes("", first)])
            .ToHashSet();
        any |= SetAside(folder.Images(name), found => files.Contains(found), "No version needs these images.");
        any |= SetAside(Path.GetDirectoryName(folder.Index(name, "x"))!, versions.ContainsKey, "No description of a version belongs to this index.");
        return any;
    }

    private bool SetAside(string path, Func<string, bool> isKnown, string cause)
    {
        var unknown = Directory.Exists(path) ? Array.FindAll(new DirectoryInfo(path).GetFileSystemInfos(), found => !isKnown(found.Name)) : [];
        Array.ForEach(unknown, found => aside.Take(found.FullName, cause));
        return unknown.Length > 0;
    }

    private bool IsWhole(StoredVersion row, Dictionary<int, int> packs)
    {
        try
        {
            var index = VersionIndexFile.Read(folder.Index(row.Name, row.Version), row.IndexHash);
            using var reader = new VersionReader(row, index, folder.Images(row.Name), PacksOf(row.Name, row.Packs, packs), logger);
            return true;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or KeyNotFoundException)
        {
            return false;
        }
    }

    private static IEnumerable<StoredPack> PacksOf(string name, IEnumerable<int> firsts, Dictionary<int, int> packs) =>
        firsts.Select(first => new StoredPack(name, first, packs[first]));

    private sealed record FoundVersion(VersionRecord Record, StoredVersion Row);

    // A version as its description has it, where its files are all there; null with the fault otherwise.
    private FoundVersion? Examine(string name, string file, out string fault)
    {
        if (TryRead<VersionRecord>(file, out fault) is not { } record)
        {
            return null;
        }

        fault = "its name is not that of the version in it";
        if (record.Dataset != name || record.Version != DatasetRecords.VersionOf(file) || !IsVersionName(record.Version))
        {
            return null;
        }

        try
        {
            var index = VersionIndexFile.Read(folder.Index(name, record.Version), record.IndexHash);
            var shape = new ImageShape(record.Height, record.Width, record.Channels);
            var row = StoredVersions.Describe(
                name, shape, record.Labels, index, record.ContentHash, [.. record.Packs.Select(pack => pack.First)], record.CreateTime) with
            {
                Version = record.Version,
                IndexHash = record.IndexHash,
            };
            var packs = record.Packs.Select(pack => new StoredPack(name, pack.First, pack.Count));
            using var reader = new VersionReader(row, index, folder.Images(name), packs, logger);
            return new FoundVersion(record, row);
        }
        catch (Exception damage) when (damage is InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
        {
            fault = damage is InvalidDataException ? damage.Message.TrimEnd('.') : "its index or its images are missing";
            return null;
        }
        catch (Exception damage) when (damage is IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            fault = "its index does not fit its labels";
            return null;
        }
    }

    private static bool IsVersionName(string version) => version.Length is > 0 and <= 64 && version.All(char.IsAsciiLetterOrDigit);

    private IEnumerable<string> RecordFiles(string name) =>
        Directory.Exists(folder.Records(name)) ? Directory.GetFiles(folder.Records(name)).Order(StringComparer.Ordinal) : [];

    private static int EndOfImages(string images, int imageSize) => PackFiles.FirstNumbers(images)
        .Select(first => (int)Math.Min(int.MaxValue, first + (new FileInfo(PackFiles.Pixels(images, first)).Length / imageSize)))
        .DefaultIfEmpty(0)
        .Max();

    private static T? TryRead<T>(string path, out string fault)
        where T : class
    {
        try
        {
            fault = "it belongs to something else";
            return RecordFile.Read<T>(path);
        }
        catch (Exception damage) when (damage is InvalidDataException or FileNotFoundException or DirectoryNotFoundException)
        {
            fault = damage is InvalidDataException ? damage.Message : "it is missing";
            return null;
        }
    }

    // A full disk does not keep the service from starting; the next start describes what this one could not.
    private static bool TryWrite(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception fault) when (StorageFaults.Find(fault) is not null)
        {
            return false;
        }
    }

    private static bool Delete(string file)
    {
        if (!File.Exists(file))
        {
            return false;
        }

        File.Delete(file);
        return true;
    }
}
