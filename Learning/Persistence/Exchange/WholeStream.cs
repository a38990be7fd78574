namespace Digits.Learning.Persistence.Exchange;

/// <summary>Reads a stream whole.</summary>
internal static class WholeStream
{
    /// <summary>What is left of a stream.</summary>
    /// <exception cref="ModelFormatException">It is longer than an array may be.</exception>
    public static ReadOnlyMemory<byte> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var bytes = new MemoryStream();
        var piece = new byte[1 << 16];
        int length;
        while ((length = stream.Read(piece)) > 0)
        {
            if (bytes.Length + length > Array.MaxLength)
            {
                throw new ModelFormatException($"The file is larger than {Array.MaxLength} bytes.");
            }

            bytes.Write(piece, 0, length);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
