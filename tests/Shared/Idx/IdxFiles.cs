using System.Buffers.Binary;
using System.IO.Compression;
using Digits.Learning.Data;

namespace Digits.Tests;

/// <summary>
/// Reads whole IDX files of bytes into memory, plain or packed with gzip. For files that tests trust: what users upload is read by
/// the Processing service, with bounds and with messages of its own.
/// </summary>
internal static class IdxFiles
{
    /// <summary>Reads the train and the test part of a folder that holds the four files of MNIST, each with or without <c>.gz</c>.</summary>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    public static (LabeledImages Train, LabeledImages Test) LoadFolder(string folder) =>
        (LoadPart(folder, "train"), LoadPart(folder, "t10k"));

    /// <summary>Reads an image file [count, height, width] and its label file [count]; a label's value is the class index.</summary>
    public static LabeledImages Load(string imagesPath, string labelsPath)
    {
        var (sizes, pixels) = Read(imagesPath);
        var (_, labels) = Read(labelsPath);
        return new LabeledImages(new ImageShape(sizes[1], sizes[2], Channels: 1), pixels, Array.ConvertAll(labels, label => (int)label));
    }

    /// <summary>The size of every dimension, and the values.</summary>
    public static (int[] Sizes, byte[] Values) Read(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file is [0x1F, 0x8B, ..])
        {
            using var unpacked = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            gzip.CopyTo(unpacked);
            file = unpacked.ToArray();
        }

        if (file is not [0, 0, 8, var dimensions, ..])
        {
            throw new InvalidDataException($"{path} is not an IDX file of bytes.");
        }

        var sizes = new int[dimensions];
        for (var dimension = 0; dimension < sizes.Length; dimension++)
        {
            sizes[dimension] = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(sizeof(int) * (dimension + 1)));
        }

        var values = file[(sizeof(int) * (sizes.Length + 1))..];
        return values.Length == sizes.Aggregate(1L, (product, size) => product * size)
            ? (sizes, values)
            : throw new InvalidDataException($"{path} holds {values.Length} values, not [{string.Join(", ", sizes)}].");
    }

    private static LabeledImages LoadPart(string folder, string part) =>
        Load(Find(folder, $"{part}-images-idx3-ubyte"), Find(folder, $"{part}-labels-idx1-ubyte"));

    private static string Find(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        return File.Exists(plain) ? plain : plain + ".gz";
    }
}
