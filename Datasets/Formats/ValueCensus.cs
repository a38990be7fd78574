namespace Digits.Datasets.Formats;

/// <summary>
/// Counts the pixel values of a file and tells from their distribution what they range over. A few values far outside do not decide: they are
/// faults of their pictures.
/// </summary>
/// <param name="countsAll">Whether every value counts, also when the range is clear early.</param>
internal sealed class ValueCensus(bool countsAll = false)
{
    // With at most 32 grey levels from 0 on, values are taken as levels; more are taken as they are.
    private const double MaxLevel = 31;
    private const double MaxByte = byte.MaxValue + 0.5;
    private const double MaxWord = ushort.MaxValue;

    // Fewer values do not show that there are only few grey levels.
    private const int MinLevelCount = 256;

    // Outliers are rare: one in 200 of the values that are not 0.
    private const int RarePart = 200;

    // Values that decide for 0 to 255 without the rest of the file; some eighty pictures of MNIST.
    private const int DecidingCount = 1 << 16;

    // A mean closer to 0 than this part of the standard deviation counts as 0; a part of a standardised file is not exactly centred.
    private const double CenteredPart = 0.25;

    private double _sum;
    private double _sumOfSquares;
    private long _zeros;
    private long _others;
    private long _fractions;
    private long _negative;
    private long _beyondUnit;
    private long _farBelow;
    private long _aboveLevels;
    private long _aboveByte;
    private long _farAboveByte;
    private double _lowest = double.PositiveInfinity;
    private double _highest = double.NegativeInfinity;
    private double _highestLevel;

    /// <summary>Values that were counted.</summary>
    public long Count => _zeros + _others;

    public double Min => _zeros > 0 ? Math.Min(0, _lowest) : Count > 0 ? _lowest : 0;

    public double Max => _zeros > 0 ? Math.Max(0, _highest) : Count > 0 ? _highest : 0;

    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>The standard deviation.</summary>
    public double Deviation => Count == 0 ? 0 : Math.Sqrt(Math.Max(0, (_sumOfSquares / Count) - (Mean * Mean)));

    /// <summary>Whether the values so far leave no doubt that they are bytes, so that the rest need not be counted.</summary>
    public bool IsDecided =>
        !countsAll && Count >= DecidingCount && _fractions == 0 && _negative == 0 && _aboveByte == 0 && _aboveLevels > _others / 10;

    /// <summary>Counts a value; "NaN" and infinities do not count.</summary>
    public void Add(double value)
    {
        if (value == 0)
        {
            _zeros++;
        }
        else if (double.IsFinite(value))
        {
            AddOther(value);
        }
    }

    /// <summary>The range that the values speak for; null where they speak for none.</summary>
    public ValueRange? FindRange() => IsRare(_beyondUnit) ? FindSmall() : FindLarge();

    /// <summary>What the values are, for a message.</summary>
    public string Describe()
    {
        var kind = _fractions > 0 ? "numbers with fractions" : "whole numbers";
        var mean = Min < 0 ? string.Create(CultureInfo.InvariantCulture, $" with the mean {Mean:G3}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{kind} from {Min:G8} to {Max:G8}{mean}");
    }

    private void AddOther(double value)
    {
        _others++;
        _sum += value;
        _sumOfSquares += value * value;
        _lowest = Math.Min(_lowest, value);
        _highest = Math.Max(_highest, value);
        if (value != Math.Floor(value))
        {
            _fractions++;
        }

        if (value < 0)
        {
            _negative++;
            _farBelow += value < -ValueRange.Overshoot ? 1 : 0;
        }

        if (Math.Abs(value) > 1 + ValueRange.Overshoot)
        {
            _beyondUnit++;
            _aboveLevels += value > MaxLevel ? 1 : 0;
            _aboveByte += value > MaxByte ? 1 : 0;
            _farAboveByte += value > byte.MaxValue * (1 + ValueRange.Overshoot) ? 1 : 0;
        }

        if (value <= MaxLevel)
        {
            _highestLevel = Math.Max(_highestLevel, value);
        }
    }

    private bool IsRare(long count) => count <= _others / RarePart;

    private bool IsCentered => _fractions > 0 && _negative > Count / 5 && Math.Abs(Mean) <= CenteredPart * Deviation;

    private ValueRange? FindSmall()
    {
        const double nearlyOne = 0.9;
        const double half = 0.5;
        if (Min <= -nearlyOne && !IsRare(_farBelow))
        {
            return ValueRange.Parse(ValueRange.Signed);
        }

        if (_fractions > 0 && Math.Abs(Min + half) <= 0.05 && Math.Abs(Max - half) <= 0.05)
        {
            return ValueRange.Parse("-0.5..0.5");
        }

        return IsCentered ? ValueRange.OfStandardised(this)
            : IsRare(_farBelow) ? Ranged(ValueRange.Unit)
            : null;
    }

    private ValueRange? FindLarge()
    {
        if (IsCentered)
        {
            return ValueRange.OfStandardised(this);
        }

        if (_fractions == 0 && Min is >= sbyte.MinValue and < sbyte.MinValue / 2 && Max <= sbyte.MaxValue && _negative > Count / 5)
        {
            return Ranged("-128..127");
        }

        if (_fractions == 0)
        {
            return _negative > _others / 4 ? null : FindWhole();
        }

        var isByte = Min >= -ValueRange.Overshoot * byte.MaxValue && Mean >= 0 && IsRare(_farAboveByte) && !IsRare(_aboveLevels);
        return isByte ? Ranged(ValueRange.Bytes) : null;
    }

    private ValueRange? FindWhole()
    {
        if (IsRare(_aboveLevels) && Count >= MinLevelCount)
        {
            var low = Math.Max(0, Min);
            return low == 0 && _highestLevel == 16
                ? ValueRange.OfLevels(0, 16, ValueRange.Sixteen)
                : ValueRange.OfLevels(low, _highestLevel);
        }

        return _aboveByte <= _others / 2 ? Ranged(ValueRange.Bytes)
            : Max > MaxWord ? null
            : Ranged(Max <= 1023 ? "0..1023" : Max <= 4095 ? "0..4095" : ValueRange.Words);
    }

    // Only values with fractions overshoot, since they were resampled; a whole number outside is damage.
    private ValueRange Ranged(string name)
    {
        var range = ValueRange.Parse(name)!;
        return _fractions > 0 ? range : range with { Tolerance = 0 };
    }
}
