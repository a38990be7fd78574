using Digits.Datasets.Editing;
using Digits.Datasets.Formats;

namespace Digits.Datasets.Combining;

/// <summary>A data set to make out of others.</summary>
internal sealed record Combination
{
    /// <summary>Sources of one combination, at most.</summary>
    public const int MaxSources = 16;

    /// <summary>The new data set's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is made of, in the order in which the samples come.</summary>
    public required IReadOnlyList<CombinationSource> Sources { get; init; }

    /// <summary>What becomes of a data set that has the name already.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>Decides which samples a share consists of.</summary>
    public uint Seed { get; init; }

    public string Author { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>Refuses what is wrong whatever is stored.</summary>
    /// <exception cref="RefusalException">A field is out of its range.</exception>
    public void Check()
    {
        DatasetName.Check(Name);
        if (!Enum.IsDefined(Mode))
        {
            throw Errors.ChoiceUnknown("mode", (int)Mode);
        }

        if (Sources.Count is 0 or > MaxSources)
        {
            throw Sources.Count == 0 ? Errors.SourcesRequired() : Errors.TooManySources(Sources.Count, MaxSources);
        }

        Change.Checked(Storage.ChangeKind.Combine, Author, Note);
        for (var index = 0; index < Sources.Count; index++)
        {
            Sources[index].Check(index);
        }
    }
}

/// <summary>One of the data sets that a combination is made of, and which of its samples.</summary>
internal sealed record CombinationSource
{
    /// <summary>The data set.</summary>
    public required string Dataset { get; init; }

    /// <summary>The version; empty for the current one.</summary>
    public string Version { get; init; } = "";

    /// <summary>The share of its samples, above 0 and at most 1; null for all.</summary>
    public double? Share { get; init; }

    /// <summary>The most samples, at least 1; null for all.</summary>
    public int? MaxSamples { get; init; }

    /// <summary>Only samples with these labels; empty for all.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Other names for its labels, which others may have too; labels that are not named stay.</summary>
    public IReadOnlyDictionary<string, string> LabelMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Refuses what is wrong whatever is stored.</summary>
    /// <param name="index">Its position among the sources, from 0.</param>
    /// <exception cref="RefusalException">A field is out of its range.</exception>
    public void Check(int index)
    {
        DatasetName.Check(Dataset);
        if (Share is not (null or (> 0 and <= 1)))
        {
            throw Errors.ShareOutOfRange(index, Dataset, Share.Value);
        }

        if (MaxSamples < 1)
        {
            throw Errors.MaxSamplesOutOfRange(index, Dataset, MaxSamples.Value);
        }
    }
}
