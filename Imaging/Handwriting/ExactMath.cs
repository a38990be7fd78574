namespace Digits.Imaging.Handwriting;

/// <summary>
/// Functions that use only additions, multiplications and roundings, which give the same bits on every processor and operating system.
/// <see cref="Math.Exp"/> and <see cref="Math.Sin"/> come from the system's library and may differ in the last bit.
/// </summary>
internal static class ExactMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;

    // The numbers of terms of the Taylor series; both errors are below 1e-9 in the range where they are used.
    private const int ExponentialTerms = 9;
    private const int SineTerms = 15;

    /// <summary>e to the power of <paramref name="x"/>, for powers between -700 and 700.</summary>
    public static double Exp(double x)
    {
        var doublings = Math.Round(x * Log2E);
        var rest = x - (doublings * Ln2);
        var sum = 1.0;
        for (var i = ExponentialTerms; i > 0; i--)
        {
            sum = 1 + (sum * rest / i);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)doublings + 1023) << 52);
    }

    /// <summary>The sine of an angle in turns; 1 is a full circle.</summary>
    public static double Sin(double turns)
    {
        turns -= Math.Round(turns);
        var quarter = Math.Abs(turns) > 0.25 ? Math.CopySign(0.5, turns) - turns : turns;
        var x = 2 * Math.PI * quarter;
        var sum = 1.0;
        for (var i = SineTerms; i > 1; i -= 2)
        {
            sum = 1 - (sum * x * x / (i * (i - 1)));
        }

        return x * sum;
    }

    /// <summary>The cosine of an angle in turns.</summary>
    public static double Cos(double turns) => Sin(turns + 0.25);
}
