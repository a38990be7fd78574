using System.Globalization;

namespace Digits.Imaging.Handwriting;

/// <summary>
/// Every character that the program can write, with every way of writing it that is known here, read from <c>allographs.txt</c> (digits) and
/// <c>allographs-letters.txt</c>, which are embedded in the assembly.
/// </summary>
internal static class Allographs
{
    private static readonly string[] Files = ["allographs.txt", "allographs-letters.txt"];

    /// <summary>The characters by their text.</summary>
    public static IReadOnlyDictionary<string, WrittenCharacter> Characters { get; } = Read();

    // The heads of the files describe their format.
    private static Dictionary<string, WrittenCharacter> Read()
    {
        var characters = new Dictionary<string, WrittenCharacter>(StringComparer.Ordinal);
        foreach (var name in Files)
        {
            using var file = new StreamReader(typeof(Allographs).Assembly.GetManifestResourceStream(name)!);
            Read(file, characters);
        }

        return characters;
    }

    private static void Read(StreamReader file, Dictionary<string, WrittenCharacter> characters)
    {
        var (character, width, miss) = ("", "", "");
        var (way, weight) = ("", "");
        var ways = new List<Allograph>();
        var variants = new List<string>();
        while (file.ReadLine() is { } line)
        {
            switch (line.Split(' ', 4))
            {
                case ["" or "#", ..]: break;
                case ["character", var text]: EndCharacter(); character = text; break;
                case ["character", var text, var share, var kind]: EndCharacter(); (character, miss, width) = (text, share, kind); break;
                case ["like", var other]: characters.Add(character, characters[other] with { Text = character }); break;
                case ["way", var common, ..]: EndWay(); (weight, way) = (common, line[("way ".Length + common.Length + 1)..]); break;
                default: variants.Add(line); break;
            }
        }

        EndCharacter();

        void EndWay()
        {
            if (variants.Count > 0)
            {
                ways.Add(new Allograph(way, Number(weight), [.. variants]));
                variants.Clear();
            }
        }

        void EndCharacter()
        {
            EndWay();
            if (ways.Count > 0)
            {
                characters.Add(character, new WrittenCharacter(character, Number(miss), LineWidth.Parse(width), [.. ways]));
                ways.Clear();
            }
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A character with the ways of writing it.</summary>
/// <param name="Text">The character.</param>
/// <param name="Miss">How exactly it is written: a factor of the error of its points.</param>
/// <param name="Width">How wide its line may be.</param>
/// <param name="Ways">The ways of writing it, at least one.</param>
internal sealed record WrittenCharacter(string Text, double Miss, LineWidth Width, IReadOnlyList<Allograph> Ways)
{
    /// <summary>Chooses a way of writing it, the common ones more often.</summary>
    public Allograph Choose(Dice dice)
    {
        var left = dice.Between(0, Ways.Sum(way => way.Weight));
        foreach (var way in Ways)
        {
            left -= way.Weight;
            if (left < 0)
            {
                return way;
            }
        }

        return Ways[^1];
    }
}

/// <summary>How wide a character's line may be.</summary>
/// <param name="MostOfShortSide">The widest line as a share of the shorter side; infinite where that side does not bound it.</param>
/// <param name="MostOfLongSide">The widest line as a share of the longer side; infinite where that side does not bound it.</param>
/// <param name="IsStick">Whether the character is a single line, which looks thinner than it is and is therefore written wider.</param>
internal sealed record LineWidth(double MostOfShortSide, double MostOfLongSide, bool IsStick)
{
    // A wider line would join the dot of an i to its stroke.
    private const double MostOfDotted = 0.16;

    /// <summary>Reads a width as the files of allographs have it.</summary>
    public static LineWidth Parse(string text) => text switch
    {
        "stick" => new LineWidth(double.PositiveInfinity, double.PositiveInfinity, IsStick: true),
        "dotted" => new LineWidth(double.PositiveInfinity, MostOfDotted, IsStick: false),
        _ => new LineWidth(double.Parse(text, CultureInfo.InvariantCulture), double.PositiveInfinity, IsStick: false),
    };

    /// <summary>The widest line of a character of the given size.</summary>
    public double Most(double longSide, double shortSide) => Math.Min(
        IsStick || double.IsInfinity(MostOfShortSide) ? double.MaxValue : MostOfShortSide * shortSide,
        double.IsInfinity(MostOfLongSide) ? double.MaxValue : MostOfLongSide * longSide);
}

/// <summary>
/// One way of writing a character. All its variants have the same number of points, with corners and pen lifts at the same places, so that
/// any two can be mixed point by point.
/// </summary>
internal sealed class Allograph
{
    /// <param name="name">Unique within the character.</param>
    /// <param name="weight">How common it is beside the character's others.</param>
    /// <param name="variants">
    /// Points <c>x,y</c> of a character about 1 high, y downwards, separated by spaces; behind a point, <c>*</c> makes a corner of it and
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

/// <summary>
/// A point that the pen passes through: <paramref name="X"/> to the right, <paramref name="Y"/> down, in heights of the character.
/// </summary>
/// <param name="X">Column.</param>
/// <param name="Y">Row.</param>
/// <param name="IsCorner">Whether the curve has a corner here; otherwise it is smooth.</param>
/// <param name="IsLast">Whether the pen is lifted here.</param>
internal readonly record struct ControlPoint(double X, double Y, bool IsCorner = false, bool IsLast = false);
