using System.Diagnostics;

namespace Digits.Learning.Data;

/// <summary>Reads whole IDX files into memory. A label's value is taken as the class index.</summary>
public static class IdxFiles
{
    /// <summary>Reads an image file and its label file.</summary>
    /// <param name="imagesPath">An idx3-ubyte file, plain or gzip.</param>
    /// <param name="labelsPath">An idx1-ubyte file with as many items, plain or gzip.</param>
    /// <exception cref="IdxFormatException">A file is faulty, or the two do not belong together.</exception>
    public static LabeledImages Load(string imagesPath, string labelsPath)
    {
        using var images = IdxReader.Open(imagesPath);
        using var labels = IdxReader.Open(labelsPath);
        CheckPair(images, labels);

        var shape = new ImageShape(images.Header.Height, images.Header.Width, Channels: 1);
        if ((long)images.Header.Count * shape.Size > Array.MaxLength)
        {
            throw new IdxFormatException(
                IdxFault.BadDimensions,
                $"{images.Name} holds {images.Header.Count} images of {shape.Height}x{shape.Width}, too many to keep in memory.");
        }

        var classes = Array.ConvertAll(ReadAll(labels), static value => (int)value);
        return new LabeledImages(shape, ReadAll(images), classes);
    }

    /// <summary>Reads the train and the test part of a folder that holds the four files of MNIST under their usual names.</summary>
    /// <param name="folder">
    /// Holds <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
    /// <c>t10k-labels-idx1-ubyte</c>, each with or without <c>.gz</c>.
    /// </param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="IdxFormatException">A file is faulty.</exception>
    public static (LabeledImages Train, LabeledImages Test) LoadFolder(string folder) =>
        (LoadPart(folder, "train"), LoadPart(folder, "t10k"));

    /// <summary>Makes sure that one reader is at images, the other at as many labels.</summary>
    /// <exception cref="IdxFormatException">They do not belong together.</exception>
    public static void CheckPair(IdxReader images, IdxReader labels)
    {
        CheckKind(images, IdxKind.Images);
        CheckKind(labels, IdxKind.Labels);
        if (images.Header.Count != labels.Header.Count)
        {
            throw new IdxFormatException(
                IdxFault.CountMismatch,
                $"{images.Name} holds {images.Header.Count} images, but {labels.Name} holds {labels.Header.Count} labels.");
        }
    }

    private static void CheckKind(IdxReader reader, IdxKind wanted)
    {
        if (reader.Header.Kind != wanted)
        {
            throw new IdxFormatException(
                IdxFault.WrongKind,
                $"{reader.Name} holds {Name(reader.Header.Kind)} where {Name(wanted)} are wanted.");
        }

        static string Name(IdxKind kind) => kind == IdxKind.Images ? "images" : "labels";
    }

    private static LabeledImages LoadPart(string folder, string part) =>
        Load(Find(folder, $"{part}-images-idx3-ubyte"), Find(folder, $"{part}-labels-idx1-ubyte"));

    private static string Find(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        return File.Exists(plain) ? plain : plain + ".gz";
    }

    private static byte[] ReadAll(IdxReader reader)
    {
        var length = (long)reader.Header.Count * reader.Header.ItemSize;
        Debug.Assert(length <= Array.MaxLength, "The caller has checked the size.");
        var items = GC.AllocateUninitializedArray<byte>((int)length);
        reader.ReadItems(items);
        reader.ReadEnd();
        return items;
    }
}
