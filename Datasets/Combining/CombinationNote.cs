using Digits.Datasets.Editing;
using Digits.Datasets.Storage;

namespace Digits.Datasets.Combining;

/// <summary>Says, for the history of a data set, what it was made of.</summary>
internal static class CombinationNote
{
    private const int NamedLabels = 8;

    /// <summary>The caller's note, then every source with its version and the number of its samples, cut where it is too long.</summary>
    public static string Of(Combination combination, IReadOnlyList<(StoredVersion Version, int Count)> sources)
    {
        // What is added to comes first and was not among the sources of the call.
        var added = sources.Count - combination.Sources.Count;
        var made = sources.Select((source, index) => Describe(source, index < added ? null : combination.Sources[index - added]));
        var text = $"Made of {string.Join("; ", made)}";
        return Errors.Shorten(combination.Note.Length > 0 ? $"{combination.Note}. {text}" : text, Change.MaxNoteLength);
    }

    private static string Describe((StoredVersion Version, int Count) source, CombinationSource? wanted)
    {
        var text = FormattableString.Invariant(
            $"{source.Version.Name} {source.Version.Version}: {source.Count} of {source.Version.Count} samples");
        if (wanted is { Labels.Count: > 0 })
        {
            text += $", only {Some(wanted.Labels)}";
        }

        if (wanted is { LabelMap.Count: > 0 })
        {
            text += $", {Some(wanted.LabelMap.Select(pair => $"{pair.Key} as {pair.Value}").Order(StringComparer.Ordinal))}";
        }

        return text;
    }

    private static string Some(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        var some = string.Join(" ", all.Take(NamedLabels));
        return all.Length > NamedLabels ? $"{some} and {all.Length - NamedLabels} more" : some;
    }
}
