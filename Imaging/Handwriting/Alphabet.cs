using System.Globalization;

namespace Digits.Imaging.Handwriting;

/// <summary>Every way of writing every digit that is known here, read from <c>allographs.txt</c>, which is embedded in the assembly.</summary>
internal static class Alphabet
{
    /// <summary>The allographs of the digits 0 to 9.</summary>
    public static IReadOnlyList<IReadOnlyList<Allograph>> Digits { get; } = Read();

    /// <summary>Chooses a way of writing a digit, the common ones more often.</summary>
    public static Allograph Choose(int digit, Dice dice)
    {
        var allographs = Digits[digit];
        var left = dice.Between(0, allographs.Sum(allograph => allograph.Weight));
        foreach (var allograph in allographs)
        {
            left -= allograph.Weight;
            if (left < 0)
            {
                return allograph;
            }
        }

        return allographs[^1];
    }

    // The head of the file describes its format.
    private static List<List<Allograph>> Read()
    {
        using var file = new StreamReader(typeof(Alphabet).Assembly.GetManifestResourceStream("allographs.txt")!);
        var digits = new List<List<Allograph>>();
        var (name, weight) = ("", "");
        var variants = new List<string>();
        while (file.ReadLine() is { } line)
        {
            switch (line.Split(' ', 3))
            {
                case ["" or "#", ..]: break;
                case ["digit", ..]: EndAllograph(); digits.Add([]); break;
                case ["way", var common, var title]: EndAllograph(); (name, weight) = (title, common); break;
                default: variants.Add(line); break;
            }
        }

        EndAllograph();
        return digits;

        void EndAllograph()
        {
            if (variants.Count > 0)
            {
                digits[^1].Add(new Allograph(name, double.Parse(weight, CultureInfo.InvariantCulture), [.. variants]));
                variants.Clear();
            }
        }
    }
}

/// <summary>
/// One way of writing a digit. All its variants have the same number of points, with corners and pen lifts at the same places, so that
/// any two can be mixed point by point.
/// </summary>
internal sealed class Allograph
{
    /// <param name="name">Unique within the digit.</param>
    /// <param name="weight">How common it is beside the digit's others.</param>
    /// <param name="variants">
    /// Points <c>x,y</c> of a digit about 1 high, y downwards, separated by spaces; behind a point, <c>*</c> makes a corner of it and
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

/// <summary>A point that the pen passes through: <paramref name="X"/> to the right, <paramref name="Y"/> down, in heights of the digit.</summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="IsCorner">Whether the curve has a corner here; otherwise it is smooth.</param>
/// <param name="IsLast">Whether the pen is lifted here.</param>
internal readonly record struct ControlPoint(double X, double Y, bool IsCorner = false, bool IsLast = false);
