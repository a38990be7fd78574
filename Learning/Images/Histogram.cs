namespace Digits.Learning.Images;

/// <summary>Counts of byte values.</summary>
internal sealed class Histogram
{
    private readonly int[] _counts = new int[256];
    private int _total;

    /// <summary>The middle value (the lower one of two); 0 if there are none.</summary>
    public byte Median
    {
        get
        {
            var below = 0;
            for (var value = 0; value < _counts.Length; value++)
            {
                below += _counts[value];
                if (2 * below >= _total)
                {
                    return (byte)value;
                }
            }

            return 0;
        }
    }

    public void Add(byte value)
    {
        _counts[value]++;
        _total++;
    }
}
