using System.Globalization;

namespace Digits.Imaging.Handwriting.Allographs;

/// <summary>
/// One way of writing a digit. Its variants have as many points each, with the same corners and pen lifts, so that any two can be
/// mixed point by point.
/// </summary>
internal sealed class Allograph
{
    /// <param name="name">Unique within the digit.</param>
    /// <param name="weight">How common it is beside the digit's others.</param>
    /// <param name="variants">
    /// Points <c>x,y</c> of a digit about 1 high, y downwards, parted by spaces; behind a point, <c>*</c> makes a corner of it and
    /// <c>|</c> lifts the pen.
    /// </param>
    /// <exception cref="FormatException">A variant cannot be read or does not match the first.</exception>
    public Allograph(string name, double weight, params string[] variants)
    {
        Name = name;
        Weight = weight;
        Variants = Array.ConvertAll(variants, Parse);
        foreach (var (variant, text) in Variants.Zip(variants))
        {
            if (!Shape(variant).SequenceEqual(Shape(Variants[0])))
            {
                throw new FormatException($"'{text}' does not match the first variant of '{name}', '{variants[0]}'.");
            }
        }
    }

    public string Name { get; }

    public double Weight { get; }

    public IReadOnlyList<ControlPoint[]> Variants { get; }

    private static IEnumerable<(bool, bool)> Shape(ControlPoint[] points) => points.Select(point => (point.IsCorner, point.IsLast));

    private static ControlPoint[] Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var points = new List<ControlPoint>();
        foreach (var word in words)
        {
            if (word == "|")
            {
                points[^1] = points[^1] with { IsLast = true };
                continue;
            }

            var comma = word.IndexOf(',', StringComparison.Ordinal);
            points.Add(new ControlPoint(Number(word[..comma]), Number(word[(comma + 1)..].TrimEnd('*')), word.EndsWith('*')));
        }

        points[^1] = points[^1] with { IsLast = true };
        return [.. points];
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
