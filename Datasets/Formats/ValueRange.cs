namespace Digits.Datasets.Formats;

/// <summary>What pixel values range over: <paramref name="Low"/> is no ink or full ink, <paramref name="High"/> the other; in between is linear.</summary>
/// <param name="Name">As the setting <c>value_range</c> names it.</param>
/// <param name="Low">The value of byte 0.</param>
/// <param name="High">The value of byte 255.</param>
/// <param name="Slack">How far beyond the two a value may be; it is clipped.</param>
internal sealed record ValueRange(string Name, double Low, double High, double Slack = 0)
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "value_range";

    public static readonly ValueRange Bytes = new("0..255", 0, 255);

    /// <summary>The names that the setting takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["0..1", "0..16", "0..255", "0..65535", "-1..1", "levels", "standardised"];

    /// <summary>Converts a value.</summary>
    /// <returns>Whether it lies in the range.</returns>
    public bool TryConvert(double value, out byte pixel)
    {
        pixel = (byte)Math.Round(Math.Clamp((value - Low) / (High - Low), 0, 1) * byte.MaxValue);
        return value >= Low - Slack && value <= High + Slack;
    }
}

/// <summary>Counts the pixel values of a file, to find out what they range over.</summary>
/// <param name="isExact">Whether all values are counted, also where the first ones tell what the others can be.</param>
internal sealed class ValueCount(bool isExact)
{
    // Bicubic scaling overshoots by up to this part of the range.
    private const double Overshoot = 0.2;

    private const double MaxLevels = 9;
    private const double Sixteen = 16;
    private const double TwelveBits = 4095;
    private const double SixteenBits = 65535;

    // Standardised values are at most this many standard deviations from their mean.
    private const double MaxDeviations = 40;

    // Values beyond a range are faults of single pictures where they are a smaller part than this, and tell of another range where not.
    private const double FewPart = 0.1;

    private long _count;
    private long _notZero;
    private long _fractions;
    private long _negative;
    private long _farNegative;
    private long _aboveOne;
    private long _aboveBytes;
    private bool _ofBytes;
    private double _least = double.MaxValue;
    private double _largest = double.MinValue;

    /// <summary>Whether more values could not change that they are 0 to 255.</summary>
    public bool IsPlainBytes => !isExact && (_ofBytes ? _largest > Sixteen : _notZero > 10_000 && _fractions == 0 && _negative == 0 && _aboveBytes == 0 && _largest > 200);

    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        _count++;
        _notZero += value != 0 ? 1 : 0;
        _fractions += value != Math.Truncate(value) ? 1 : 0;
        _negative += value < 0 ? 1 : 0;
        _farNegative += value < -Overshoot ? 1 : 0;
        _aboveOne += value > 1 + Overshoot ? 1 : 0;
        _aboveBytes += value > byte.MaxValue ? 1 : 0;
        _least = Math.Min(_least, value);
        _largest = Math.Max(_largest, value);
    }

    /// <summary>Counts values of which each is a byte; once one is above 16, no other matters.</summary>
    public void AddBytes(ReadOnlySpan<byte> values)
    {
        _ofBytes = true;
        if (values.ContainsAnyInRange((byte)(Sixteen + 1), byte.MaxValue))
        {
            (_count, _largest, _least) = (_count + values.Length, byte.MaxValue, 0);
            (_notZero, _aboveOne) = (values.Length, values.Length);
            return;
        }

        foreach (var value in values)
        {
            Add(value);
        }
    }

    /// <summary>Finds out the range, or takes the caller's word, and records what was assumed.</summary>
    /// <param name="file">What messages call the file.</param>
    /// <param name="said">The setting; empty to be found out.</param>
    /// <param name="findings">Where the assumption is recorded.</param>
    /// <exception cref="RefusalException">The values fit no range that is known, or the setting is none.</exception>
    public ValueRange Decide(string file, string said, ImportFindings findings)
    {
        if (said.Length > 0)
        {
            return Named(said);
        }

        var range = Find() ?? throw Errors.ValueRangeUnclear(file, _least, _largest);
        if (_count > 0)
        {
            findings.Assume(ValueRange.Setting, range.Name, Reason(file, range), [.. ValueRange.Names.Where(name => name != range.Name)]);
        }

        return range;
    }

    private ValueRange Named(string name) => name switch
    {
        "0..1" => new(name, 0, 1, Slack: double.MaxValue),
        "0..16" => new(name, 0, Sixteen),
        "0..255" => ValueRange.Bytes,
        "0..65535" => new(name, 0, SixteenBits),
        "-1..1" => new(name, -1, 1, Slack: double.MaxValue),
        "levels" => new(name, Math.Min(0, _least), Math.Max(_largest, Math.Min(0, _least) + 1)),
        "standardised" => Standardised(),
        _ => throw Errors.SettingInvalid(ValueRange.Setting, $"\"{Errors.Shorten(name, 40)}\" is none of {string.Join(", ", ValueRange.Names)}"),
    };

    private ValueRange? Find()
    {
        if (_count == 0)
        {
            return ValueRange.Bytes;
        }

        // A matrix of zeros and ones, or fractions of one; what reaches a little beyond was scaled or summed with rounding.
        if (IsFew(_aboveOne) && IsFew(_farNegative))
        {
            return new("0..1", 0, 1, Overshoot);
        }

        if (_fractions > 0 && IsFew(_aboveOne) && _least is >= -1 - Overshoot and <= -1 + Overshoot)
        {
            return new("-1..1", -1, 1, Overshoot);
        }

        if (!IsFew(_negative))
        {
            return _fractions > 0 && _least > -MaxDeviations && _largest < MaxDeviations ? Standardised()
                : _fractions == 0 && _least == -1 && _largest == 1 ? new("-1..1", -1, 1)
                : null;
        }

        if (_fractions > 0)
        {
            return _largest <= byte.MaxValue || IsFew(_aboveBytes) ? ValueRange.Bytes : _largest <= SixteenBits ? new("0..65535", 0, SixteenBits) : null;
        }

        return _largest <= MaxLevels ? new("levels", 0, _largest)
            : _largest <= Sixteen ? new("0..16", 0, Sixteen)
            : IsFew(_aboveBytes) ? ValueRange.Bytes
            : _largest <= TwelveBits ? new("levels", 0, _largest)
            : _largest <= SixteenBits ? new("0..65535", 0, SixteenBits)
            : null;
    }

    private ValueRange Standardised() => new("standardised", _least, Math.Max(_largest, _least + 1));

    private bool IsFew(long values) => values <= FewPart * Math.Max(1, _notZero);

    private string Reason(string file, ValueRange range) => string.Create(
        CultureInfo.InvariantCulture,
        $"The values of {file} are {_least:G6} to {_largest:G6}{(range.Slack > 0 && (_least < range.Low || _largest > range.High) ? ", clipped" : "")}: {Describe(range)}");

    private static string Describe(ValueRange range) => range.Name switch
    {
        "levels" => FormattableString.Invariant($"grey levels of which {range.High:G6} is the brightest."),
        "standardised" => "standardised values, of which the least becomes 0 and the largest 255.",
        "0..1" => "parts of one.",
        "0..16" => "the grey levels 0 to 16.",
        "0..65535" => "grey values of 16 bits.",
        "-1..1" => "from -1 to 1.",
        _ => "grey values of 8 bits.",
    };
}
