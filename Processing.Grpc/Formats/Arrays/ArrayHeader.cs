namespace Digits.Processing.Formats.Arrays;

/// <summary>What the file of an array says of itself.</summary>
/// <param name="Format">"idx" or "npy".</param>
/// <param name="Type">Its elements.</param>
/// <param name="Dimensions">Its sizes, the number of items first; all at least 1.</param>
/// <param name="Size">Bytes before the first element.</param>
internal sealed record ArrayHeader(string Format, ElementType Type, IReadOnlyList<long> Dimensions, int Size)
{
    /// <summary>How the shape is written, for example "60000x28x28".</summary>
    public string Shape => Dimensions.Count == 0 ? "()" : string.Join('x', Dimensions);

    /// <summary>Number of items.</summary>
    public long Count => Dimensions.Count == 0 ? 1 : Dimensions[0];

    /// <summary>Elements of one item.</summary>
    public long ItemLength
    {
        get
        {
            long length = 1;
            for (var dimension = 1; dimension < Dimensions.Count; dimension++)
            {
                length *= Dimensions[dimension];
            }

            return length;
        }
    }
}
