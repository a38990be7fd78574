using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Editing;

/// <summary>The edits that make a version out of the current one.</summary>
internal sealed class DatasetEditor(VersionCommits commits, DatasetLibrary library, DatasetSettings settings)
{
    // So few numbers are found sooner one by one than by a pass over all samples.
    private const int FewNumbers = 50;

    /// <summary>
    /// Adds samples, behind those that are there. One whose image is there already comes into the part where its equal is; one that says no
    /// part is drawn by its image and the configured ratio.
    /// </summary>
    /// <returns>The version and the numbers of the new samples, in their order.</returns>
    public async Task<(StoredVersion Version, int[] Numbers)> AddAsync(
        string name, IReadOnlyList<AddedSample> samples, Change change, CancellationToken cancellationToken)
    {
        Part[] parts = [];
        var version = await commits.EditAsync(
            name,
            (current, images) => Add(current, images, samples, parts = PartsOf(current, samples)),
            change,
            cancellationToken);

        // Where the same content was there before, it has its own numbers. The new samples are the last of their parts either way.
        using var reader = await library.OpenAsync(version, CancellationToken.None);
        var numbers = new int[samples.Count];
        var left = PartSet.All.ToDictionary(part => part, part => reader.Numbers(part).Length);
        for (var sample = samples.Count - 1; sample >= 0; sample--)
        {
            numbers[sample] = reader.Numbers(parts[sample])[--left[parts[sample]]];
        }

        return (version, numbers);
    }

    /// <summary>Gives samples other labels.</summary>
    public Task<StoredVersion> RelabelAsync(
        string name, IReadOnlyDictionary<int, string> labels, Change change, CancellationToken cancellationToken) =>
        commits.EditAsync(name, (current, _) => Relabel(current ?? throw Errors.DatasetNotFound(name), labels), change, cancellationToken);

    /// <summary>Removes samples.</summary>
    public Task<StoredVersion> RemoveAsync(
        string name, IReadOnlySet<int> numbers, Change change, CancellationToken cancellationToken) =>
        commits.EditAsync(name, (current, _) => Remove(current ?? throw Errors.DatasetNotFound(name), numbers), change, cancellationToken);

    /// <summary>Assigns the samples to parts again.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="rule">The ratios and the seed.</param>
    /// <param name="keepTest">Whether the test part stays.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StoredVersion> SplitAsync(
        string name, SplitRule rule, bool keepTest, Change change, CancellationToken cancellationToken) =>
        commits.EditAsync(name, (current, _) => Split(current ?? throw Errors.DatasetNotFound(name), rule, keepTest), change, cancellationToken);

    private static VersionDraft Add(VersionReader? current, NewImages images, IReadOnlyList<AddedSample> samples, Part[] parts)
    {
        var labels = LabelsWith(current?.Version.Labels ?? [], samples.Select(sample => sample.Label));
        var classes = new LabelList(labels);
        var added = samples
            .Select((sample, i) => new VersionSample(images.Append(sample.Image), parts[i], classes.ClassOf(sample.Label)))
            .ToList();
        return new VersionDraft(labels, VersionIndex.Of(SamplesOf(current, labels).Concat(added)), Added: samples.Count);
    }

    private static VersionDraft? Relabel(VersionReader current, IReadOnlyDictionary<int, string> changes)
    {
        CheckPresent(current, changes.Keys);
        var labels = LabelsWith(current.Version.Labels, changes.Values);
        var classes = new LabelList(labels);
        var relabeled = 0;
        var samples = new List<VersionSample>(current.Index.Count);
        foreach (var sample in SamplesOf(current, labels))
        {
            var newClass = changes.TryGetValue(sample.Number, out var label) ? classes.ClassOf(label) : sample.Class;
            relabeled += newClass == sample.Class ? 0 : 1;
            samples.Add(sample with { Class = newClass });
        }

        return relabeled == 0 ? null : new VersionDraft(labels, VersionIndex.Of(samples), Relabeled: relabeled);
    }

    private static VersionDraft? Remove(VersionReader current, IReadOnlySet<int> numbers)
    {
        CheckPresent(current, numbers);
        var left = current.Index.Samples().Where(sample => !numbers.Contains(sample.Number));
        return numbers.Count == 0 ? null : new VersionDraft(current.Version.Labels, VersionIndex.Of(left), Removed: numbers.Count);
    }

    private static VersionDraft Split(VersionReader current, SplitRule rule, bool keepTest)
    {
        VersionSample[] samples = [.. current.Index.Samples().OrderBy(sample => sample.Number)];
        if (samples.Length < 2)
        {
            throw Errors.TooFewSamples();
        }

        var hashes = new UInt128[samples.Length];
        current.ReadHashes(Array.ConvertAll(samples, sample => sample.Number), hashes);
        var parts = Array.ConvertAll(samples, sample => keepTest && sample.Part == Part.Test ? Part.Test : Part.Unspecified);
        PartAssignment.Assign(
            hashes, Array.ConvertAll(samples, sample => sample.Class), parts, current.Version.Labels.Length, rule);
        return new VersionDraft(
            current.Version.Labels, VersionIndex.Of(samples.Select((sample, index) => sample with { Part = parts[index] })));
    }

    private Part[] PartsOf(VersionReader? current, IReadOnlyList<AddedSample> samples)
    {
        var rule = new SplitRule(settings.SplitRatio, 0, 0);
        var hashes = samples.Select(sample => ImageHash.Of(sample.Image)).ToArray();
        var known = current is null ? [] : FindParts(current, hashes.ToHashSet());
        var parts = new Part[samples.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!known.TryGetValue(hashes[i], out parts[i]))
            {
                parts[i] = samples[i].Part == Part.Unspecified ? PartAssignment.Draw(hashes[i], rule) : samples[i].Part;
                known.Add(hashes[i], parts[i]);
            }
        }

        return parts;
    }

    private static Dictionary<UInt128, Part> FindParts(VersionReader current, HashSet<UInt128> wanted)
    {
        var found = new Dictionary<UInt128, Part>();
        foreach (var part in PartSet.All)
        {
            var hashes = new UInt128[current.Numbers(part).Length];
            current.ReadHashes(current.Numbers(part), hashes);
            foreach (var hash in hashes.Where(wanted.Contains))
            {
                found[hash] = part;
            }
        }

        return found;
    }

    private static void CheckPresent(VersionReader current, IEnumerable<int> numbers)
    {
        var missing = numbers.ToHashSet();
        if (missing.Count <= FewNumbers)
        {
            missing.RemoveWhere(number => current.TryFind(number, out _, out _));
        }
        else
        {
            missing.ExceptWith(current.Index.Samples().Select(sample => sample.Number));
        }

        if (missing.Count > 0)
        {
            throw Errors.SampleNotFound(current.Version, missing.Min());
        }
    }

    // New labels find their place among sorted ones, and come last otherwise.
    private static IReadOnlyList<string> LabelsWith(string[] labels, IEnumerable<string> added)
    {
        var all = new LabelList(labels.Concat(added)).All;
        return labels.SequenceEqual(LabelList.Sorted(labels)) ? LabelList.Sorted(all) : all;
    }

    private static IEnumerable<VersionSample> SamplesOf(VersionReader? current, IReadOnlyList<string> labels)
    {
        if (current is null)
        {
            return [];
        }

        var classes = LabelList.Map(current.Version.Labels, labels);
        return current.Index.Samples().Select(sample => sample with { Class = classes[sample.Class] });
    }
}
