namespace Digits.Datasets.Formats;

/// <summary>Bounds the unpacked size of an upload: in bytes, and as a multiple of the bytes that were sent.</summary>
/// <param name="limits">The bounds.</param>
/// <param name="sent">Bytes of the whole upload.</param>
internal sealed class UnpackBudget(ImportOptions limits, long sent)
{
    // Honest files may shrink a thousandfold, such as long runs of one label; they are small. Bombs are not.
    private const long HarmlessBytes = 256 << 20;

    private long _spent;

    /// <summary>Counts bytes that were unpacked, or are about to be.</summary>
    /// <exception cref="RefusalException">They are too many.</exception>
    public void Spend(long bytes, string file)
    {
        _spent = bytes > long.MaxValue - _spent ? long.MaxValue : _spent + bytes;
        if (_spent > limits.MaxUnpackedBytes)
        {
            throw Errors.UnpackedTooLarge(file, limits.MaxUnpackedBytes);
        }

        if (_spent > HarmlessBytes && _spent / limits.MaxUnpackRatio > sent)
        {
            throw Errors.UnpackRatioTooHigh(file, limits.MaxUnpackRatio);
        }
    }
}
