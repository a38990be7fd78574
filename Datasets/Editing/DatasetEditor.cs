using Digits.Datasets.Storage;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Editing;

/// <summary>Changes of samples that make one version together.</summary>
/// <param name="Added">Samples to add.</param>
/// <param name="Labels">New labels of samples that are there, by number.</param>
/// <param name="Removed">Numbers of samples to remove, none of which gets a label.</param>
internal sealed record SampleEdits(IReadOnlyList<AddedSample> Added, IReadOnlyDictionary<int, string> Labels, IReadOnlySet<int> Removed)
{
    private static readonly Dictionary<int, string> NoLabels = [];
    private static readonly HashSet<int> NoNumbers = [];

    public static SampleEdits Adding(IReadOnlyList<AddedSample> samples) => new(samples, NoLabels, NoNumbers);

    public static SampleEdits Relabeling(IReadOnlyDictionary<int, string> labels) => new([], labels, NoNumbers);

    public static SampleEdits Removing(IReadOnlySet<int> numbers) => new([], NoLabels, numbers);

    /// <summary>What such changes are called in the history.</summary>
    public ChangeKind Kind => (Added.Count > 0, Labels.Count > 0, Removed.Count > 0) switch
    {
        (true, false, false) => ChangeKind.Add,
        (false, true, false) => ChangeKind.Relabel,
        (false, false, true) => ChangeKind.Remove,
        _ => ChangeKind.Edit,
    };
}

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
    public Task<(StoredVersion Version, int[] Numbers)> AddAsync(
        string name, IReadOnlyList<AddedSample> samples, Change change, CancellationToken cancellationToken) =>
        EditAsync(name, SampleEdits.Adding(samples), change, cancellationToken);

    /// <summary>Removes, relabels and adds samples, all in one version.</summary>
    /// <returns>The version and the numbers of the new samples, in their order.</returns>
    public async Task<(StoredVersion Version, int[] Numbers)> EditAsync(
        string name, SampleEdits edits, Change change, CancellationToken cancellationToken)
    {
        var samples = edits.Added;
        Part[] parts = [];
        var version = await commits.EditAsync(
            name,
            (current, images) => Edit(name, current, images, edits, parts = PartsOf(current, edits)),
            change,
            cancellationToken);
        if (samples.Count == 0)
        {
            return (version, []);
        }

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
    public async Task<StoredVersion> RelabelAsync(
        string name, IReadOnlyDictionary<int, string> labels, Change change, CancellationToken cancellationToken) =>
        (await EditAsync(name, SampleEdits.Relabeling(labels), change, cancellationToken)).Version;

    /// <summary>Removes samples.</summary>
    public async Task<StoredVersion> RemoveAsync(
        string name, IReadOnlySet<int> numbers, Change change, CancellationToken cancellationToken) =>
        (await EditAsync(name, SampleEdits.Removing(numbers), change, cancellationToken)).Version;

    /// <summary>Assigns the samples to parts again.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="rule">The ratios and the seed.</param>
    /// <param name="keepTest">Whether the test part stays.</param>
    /// <param name="change">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StoredVersion> SplitAsync(
        string name, SplitRule rule, bool keepTest, Change change, CancellationToken cancellationToken) =>
        commits.EditAsync(name, (current, _) => Split(current ?? throw Errors.DatasetNotFound(name), rule, keepTest), change, cancellationToken);

    private static VersionDraft? Edit(string name, VersionReader? current, NewImages images, SampleEdits edits, Part[] parts)
    {
        if (current is not null)
        {
            CheckPresent(current, edits.Removed.Concat(edits.Labels.Keys));
        }
        else if (edits.Removed.Count + edits.Labels.Count > 0)
        {
            throw Errors.DatasetNotFound(name);
        }

        var labels = LabelsWith(
            current?.Version.Labels ?? [], edits.Labels.Values.Concat(edits.Added.Select(sample => sample.Label)));
        var classes = new LabelList(labels);
        var relabeled = 0;
        var samples = new List<VersionSample>((current?.Index.Count ?? 0) + edits.Added.Count);
        foreach (var sample in SamplesOf(current, labels).Where(sample => !edits.Removed.Contains(sample.Number)))
        {
            var newClass = edits.Labels.TryGetValue(sample.Number, out var label) ? classes.ClassOf(label) : sample.Class;
            relabeled += newClass == sample.Class ? 0 : 1;
            samples.Add(sample with { Class = newClass });
        }

        if (relabeled + edits.Removed.Count + edits.Added.Count == 0)
        {
            return null;
        }

        samples.AddRange(edits.Added.Select(
            (sample, i) => new VersionSample(images.Append(sample.Image), parts[i], classes.ClassOf(sample.Label))));
        return new VersionDraft(labels, VersionIndex.Of(samples), edits.Added.Count, edits.Removed.Count, relabeled);
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

    private Part[] PartsOf(VersionReader? current, SampleEdits edits)
    {
        var samples = edits.Added;
        if (samples.Count == 0)
        {
            return [];
        }

        var rule = new SplitRule(settings.SplitRatio, 0, 0);
        var hashes = samples.Select(sample => ImageHash.Of(sample.Image)).ToArray();
        var known = current is null ? [] : AppendedParts.FindParts(current, hashes.ToHashSet());
        var drawn = new HashSet<UInt128>();
        for (var i = 0; i < hashes.Length; i++)
        {
            if (known.ContainsKey(hashes[i]))
            {
                continue;
            }

            var isDrawn = samples[i].Part == Part.Unspecified;
            known.Add(hashes[i], isDrawn ? PartAssignment.Draw(hashes[i], rule) : samples[i].Part);
            if (isDrawn)
            {
                drawn.Add(hashes[i]);
            }
        }

        // A test of a label that nothing was learned about says nothing, so the first drawn sample of such a label goes to the train part.
        var trained = TrainedLabels(current, edits);
        trained.UnionWith(samples.Where((_, i) => known[hashes[i]] == Part.Train).Select(sample => sample.Label));
        for (var i = 0; i < hashes.Length; i++)
        {
            if (drawn.Contains(hashes[i]) && trained.Add(samples[i].Label))
            {
                known[hashes[i]] = Part.Train;
            }
        }

        return Array.ConvertAll(hashes, hash => known[hash]);
    }

    // The labels that samples of the train part have once the other edits are done.
    private static HashSet<string> TrainedLabels(VersionReader? current, SampleEdits edits)
    {
        var trained = new HashSet<string>(StringComparer.Ordinal);
        if (current is not null)
        {
            var numbers = current.Index.Numbers(Part.Train);
            var classes = current.Index.Classes(Part.Train);
            for (var i = 0; i < numbers.Length; i++)
            {
                if (!edits.Removed.Contains(numbers[i]))
                {
                    trained.Add(edits.Labels.GetValueOrDefault(numbers[i], current.Version.Labels[classes[i]]));
                }
            }
        }

        return trained;
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
