using System.Numerics;

namespace Digits.Datasets.Versions;

/// <summary>The labels of a version in the making: numbers by their value, then other texts in Unicode's order.</summary>
internal sealed class LabelList
{
    /// <summary>Classes are stored in 16 bits.</summary>
    private const int MaxCount = ushort.MaxValue + 1;

    private readonly List<string> _labels = [];
    private readonly Dictionary<string, ushort> _classes = new(StringComparer.Ordinal);

    public LabelList(IEnumerable<string> labels)
    {
        foreach (var label in labels)
        {
            ClassOf(label);
        }
    }

    /// <summary>The labels in class order.</summary>
    public IReadOnlyList<string> All => _labels;

    /// <summary>The class of a label, which is added where it is new.</summary>
    public ushort ClassOf(string label)
    {
        if (_classes.TryGetValue(label, out var known))
        {
            return known;
        }

        if (_labels.Count == MaxCount)
        {
            throw Errors.TooManyLabels(MaxCount);
        }

        var added = (ushort)_labels.Count;
        _labels.Add(label);
        _classes.Add(label, added);
        return added;
    }

    /// <summary>The labels in the order in which people look for them.</summary>
    public static string[] Sorted(IEnumerable<string> labels) =>
        [.. labels.OrderBy(label => Number(label) is null).ThenBy(label => Number(label) ?? 0).ThenBy(label => label, StringComparer.Ordinal)];

    /// <summary>For each of the labels its class among others, which have them all.</summary>
    public static ushort[] Map(IReadOnlyList<string> labels, IReadOnlyList<string> among)
    {
        var classes = new LabelList(among);
        return [.. labels.Select(classes.ClassOf)];
    }

    private static BigInteger? Number(string label) =>
        BigInteger.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
