using Digits.Datasets.Formats;
using Digits.Datasets.Formats.Archives;

namespace Digits.Datasets.PublicSets;

/// <summary>
/// Reads digits from LIBSVM's text lines, packed with bzip2: the class from 1 to 10, then "index:value" for each pixel, indices from 1 on,
/// values from -1, paper, to 1, ink. A pixel that is not named is 0.
/// </summary>
internal static class LibSvmDigits
{
    private const int Side = 16;
    private const int Pixels = Side * Side;
    private const int Classes = 10;
    private const byte Middle = 127;

    // 256 pixels of at most 25 characters; a file without line ends must not fill the memory.
    private const int MaxLineLength = 8192;

    /// <summary>Writes what a file holds as a pair of IDX files with labels from 0 to 9.</summary>
    /// <exception cref="InvalidDataException">The file is not as described.</exception>
    public static IReadOnlyList<UploadedFile> ToIdx(string path, string folder, string name, CancellationToken cancellationToken)
    {
        using var file = File.OpenRead(path);
        using var unpacked = new BufferedStream(new Bzip2Content(file));
        using var writer = new IdxPairWriter(folder, name, Side);
        var image = new byte[Pixels];
        var line = new byte[MaxLineLength];
        for (var number = 1; ReadLine(unpacked, line, number) is var length and >= 0; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = line.AsSpan(0, length).Trim((byte)' ');
            if (!text.IsEmpty)
            {
                writer.Append(image, ReadSample(text, image, number));
            }
        }

        return writer.Finish();
    }

    /// <summary>Reads one line without its end.</summary>
    /// <returns>Its length; -1 where there is none.</returns>
    private static int ReadLine(BufferedStream stream, byte[] line, int number)
    {
        for (var length = 0; ; length++)
        {
            var value = stream.ReadByte();
            if (value is '\n' or < 0)
            {
                return value < 0 && length == 0 ? -1 : length;
            }

            line[length] = length < line.Length - 1 ? (byte)value : throw Fault(number, "is too long");
        }
    }

    private static byte ReadSample(ReadOnlySpan<byte> text, Span<byte> image, int number)
    {
        image.Fill(Middle);
        var fields = text.Split((byte)' ');
        fields.MoveNext();
        var label = float.TryParse(text[fields.Current], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value is >= 1 and <= Classes && value == (int)value
                ? (byte)(value - 1)
                : throw Fault(number, $"does not begin with a class from 1 to {Classes}");
        while (fields.MoveNext())
        {
            if (text[fields.Current] is { IsEmpty: false } field)
            {
                ReadPixel(field, image, number);
            }
        }

        return label;
    }

    private static void ReadPixel(ReadOnlySpan<byte> field, Span<byte> image, int number)
    {
        var colon = field.IndexOf((byte)':');
        if (colon < 0
            || !int.TryParse(field[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index is < 1 or > Pixels
            || !float.TryParse(field[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || value is not (>= -1 and <= 1))
        {
            throw Fault(number, $"holds something else than pixels from 1 to {Pixels} with values from -1 to 1");
        }

        image[index - 1] = (byte)((value + 1) / 2 * byte.MaxValue);
    }

    private static InvalidDataException Fault(int number, string what) => new($"line {number} {what}");
}

/// <summary>Writes images and labels as a pair of IDX files, as they come.</summary>
internal sealed class IdxPairWriter : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int ImagesMagic = 0x00000803;
    private const int LabelsMagic = 0x00000801;

    private readonly FileStream _images;
    private readonly FileStream _labels;
    private readonly int _side;
    private int _count;

    /// <summary>Makes the files.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">What their names begin with.</param>
    /// <param name="side">Height and width of the images.</param>
    public IdxPairWriter(string folder, string name, int side)
    {
        _side = side;
        _images = Create(Path.Combine(folder, $"{name}-images-idx3-ubyte"));
        _labels = Create(Path.Combine(folder, $"{name}-labels-idx1-ubyte"));
        WriteHeaders();
    }

    public void Append(ReadOnlySpan<byte> image, byte label)
    {
        _images.Write(image);
        _labels.WriteByte(label);
        _count++;
    }

    /// <summary>Writes the count into the headers and closes the files.</summary>
    public IReadOnlyList<UploadedFile> Finish()
    {
        (_images.Position, _labels.Position) = (0, 0);
        WriteHeaders();
        Dispose();
        return [Describe(_images), Describe(_labels)];
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }

    private static UploadedFile Describe(FileStream file) => new(Path.GetFileName(file.Name), file.Name);

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize);

    private void WriteHeaders()
    {
        Write(_images, [ImagesMagic, _count, _side, _side]);
        Write(_labels, [LabelsMagic, _count]);
    }

    private static void Write(FileStream file, ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            file.Write(bytes);
        }
    }
}
