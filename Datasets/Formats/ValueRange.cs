using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats;

/// <summary>What the pixel values of a file range over, and how they become grey levels from 0 to 255.</summary>
/// <param name="Name">The range as the setting <c>value_range</c> names it, for example "0..1" or "levels".</param>
/// <param name="Low">The value that becomes 0.</param>
/// <param name="High">The value that becomes 255; above <paramref name="Low"/>.</param>
/// <param name="Tolerance">How far a value may lie outside; it is clipped. What lies further outside is a fault of its picture.</param>
internal sealed partial record ValueRange(string Name, double Low, double High, double Tolerance)
{
    public const string Unit = "0..1";
    public const string Sixteen = "0..16";
    public const string Bytes = "0..255";
    public const string Words = "0..65535";
    public const string Signed = "-1..1";
    public const string Levels = "levels";
    public const string Standardised = "standardised";

    /// <summary>How far outside of the range values may lie that were resampled, as a part of the range.</summary>
    public const double Overshoot = 0.25;

    // Values of a standardised file that lie further from the mean than this number of deviations are clipped.
    private const double MaxDeviations = 3;

    /// <summary>The ranges that have names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Unit, Sixteen, Bytes, Words, Signed, Levels, Standardised];

    private double Scale { get; } = byte.MaxValue / (High - Low);

    /// <summary>Makes a value a grey level.</summary>
    /// <returns>Whether it lies within the range; "NaN" does not.</returns>
    public bool TryScale(double value, out byte pixel)
    {
        if (!(value >= Low - Tolerance && value <= High + Tolerance))
        {
            pixel = 0;
            return false;
        }

        pixel = (byte)Math.Round(Math.Clamp((value - Low) * Scale, 0, byte.MaxValue));
        return true;
    }

    /// <summary>What messages say to a value that lies outside, the rest of a sentence that the value begins.</summary>
    public string Expected => string.Create(
        CultureInfo.InvariantCulture, $"values from {Low} to {High} were expected; value_range can name another range");

    /// <summary>A range of two numbers, such as "0..1" or "-0.5..0.5"; null when the name is none.</summary>
    public static ValueRange? Parse(string name)
    {
        var bounds = Bounds().Match(name);
        if (!bounds.Success)
        {
            return null;
        }

        var (low, high) = (Number(bounds.Groups[1]), Number(bounds.Groups[2]));
        return low < high && double.IsFinite(high - low) ? new ValueRange(name, low, high, Overshoot * (high - low)) : null;

        static double Number(Group digits) => double.Parse(digits.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The range of the values that a census has seen, from the lowest to the highest.</summary>
    public static ValueRange OfLevels(double low, double high, string name = Levels) =>
        new(name, low, high > low ? high : low + 1, 0);

    /// <summary>The range of values that have a mean of about 0, or that the caller calls so.</summary>
    public static ValueRange OfStandardised(ValueCensus census)
    {
        var low = Math.Max(census.Min, census.Mean - (MaxDeviations * census.Deviation));
        var high = Math.Min(census.Max, census.Mean + (MaxDeviations * census.Deviation));
        return new ValueRange(Standardised, low, high > low ? high : low + 1, double.PositiveInfinity);
    }

    [GeneratedRegex(@"\A\s*([-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?)\s*\.\.\s*([-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?)\s*\z")]
    private static partial Regex Bounds();
}

/// <summary>Finds the value range of each file: what the caller says, or what all its values together speak for.</summary>
/// <param name="setting">The setting <c>value_range</c>; empty where the files are to tell.</param>
/// <param name="findings">Where a range that was found out is recorded.</param>
internal sealed class ValueScaling(string setting, ImportFindings findings)
{
    private readonly ValueRange? _said = Check(setting);

    /// <summary>The range of a file's values.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="count">Gives the census all values, or those up to where it is <see cref="ValueCensus.IsDecided"/>.</param>
    /// <exception cref="RefusalException">The values speak for no range.</exception>
    public ValueRange Find(string file, Action<ValueCensus> count)
    {
        if (_said is not null)
        {
            return _said;
        }

        var census = new ValueCensus(countsAll: setting.Length > 0);
        count(census);
        switch (setting)
        {
            case ValueRange.Levels:
                return ValueRange.OfLevels(census.Min, census.Max);
            case ValueRange.Standardised:
                return ValueRange.OfStandardised(census);
            default:
                var range = census.FindRange() ?? throw Errors.ValueRangeUnclear(file, census.Describe());
                findings.Assume("value_range", range.Name, Reason(census, range), [.. Alternatives(census, range)]);
                return range;
        }
    }

    private static ValueRange? Check(string setting)
    {
        if (setting is "" or ValueRange.Levels or ValueRange.Standardised)
        {
            return null;
        }

        return ValueRange.Parse(setting) ?? throw Errors.ValueRangeUnknown(setting);
    }

    private static string Reason(ValueCensus census, ValueRange range) => string.Create(
        CultureInfo.InvariantCulture, $"Pixel values are {census.Describe()}; {range.Low:G6} to {range.High:G6} became the grey levels 0 to 255.");

    // Ranges that hold all values, and of which these are no tiny part.
    private static IEnumerable<string> Alternatives(ValueCensus census, ValueRange range)
    {
        const double tinyPart = 0.05;
        return ValueRange.Names.Where(name => name != range.Name && (ValueRange.Parse(name) is not { } other
            || (other.Low <= census.Min && other.High >= census.Max && census.Max - census.Min > tinyPart * (other.High - other.Low))));
    }
}
