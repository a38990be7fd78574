using System.Buffers.Binary;
using Digits.Datasets.Formats;

namespace Digits.Datasets.PublicSets;

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
