using System.IO.Compression;
using Digits.Datasets.Formats;
using Digits.Datasets.Formats.Arrays;

namespace Digits.Datasets.PublicSets;

/// <summary>
/// Reads square colour pictures with their classes from an NPZ file: <c>images.npy</c>, [N, side, side, 3] bytes, and <c>labels.npy</c>, [N]
/// numbers from 0 to 255.
/// </summary>
internal static class ColorArrays
{
    private const int Channels = 3;
    private const int MaxSide = 1024;

    /// <summary>Writes what a file holds as a pair of IDX files of grey pictures.</summary>
    /// <exception cref="InvalidDataException">The file is not as described.</exception>
    public static IReadOnlyList<UploadedFile> ToIdx(string path, string folder, string name, CancellationToken cancellationToken)
    {
        using var archive = ZipFile.OpenRead(path);
        using var images = new BufferedStream(Open(archive, "images.npy"));
        using var labels = new BufferedStream(Open(archive, "labels.npy"));
        var (pictures, classes) = (ReadHeader(images, "images.npy"), ReadHeader(labels, "labels.npy"));
        if (!pictures.Type.IsByte
            || pictures.Dimensions is not [var count, var height and >= 1 and <= MaxSide, var width, Channels]
            || height != width
            || !classes.Type.IsNumber
            || classes.Dimensions is not [var classCount]
            || classCount != count)
        {
            throw new InvalidDataException(
                $"it holds pictures of the shape {pictures.Shape} and labels of the shape {classes.Shape}, not N square colour pictures and N labels");
        }

        using var writer = new IdxPairWriter(folder, name, (int)height);
        var (color, grey, number) = (new byte[height * width * Channels], new byte[height * width], new byte[classes.Type.Size]);
        for (var i = 0L; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill(images, color);
            Fill(labels, number);
            for (var pixel = 0; pixel < grey.Length; pixel++)
            {
                var at = pixel * Channels;
                grey[pixel] = (byte)((color[at] + color[at + 1] + color[at + 2]) / Channels);
            }

            writer.Append(grey, Class(classes.Type.ReadNumber(number)));
        }

        return writer.Finish();
    }

    private static Stream Open(ZipArchive archive, string name) =>
        archive.GetEntry(name)?.Open() ?? throw new InvalidDataException($"it does not hold {name}");

    private static ArrayHeader ReadHeader(Stream stream, string name)
    {
        try
        {
            return NpyHeaderReader.Read(stream, name);
        }
        catch (RefusalException fault)
        {
            throw new InvalidDataException(fault.Message);
        }
    }

    private static void Fill(Stream stream, byte[] bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("it ends early");
        }
    }

    private static byte Class(double number) => number is >= 0 and <= byte.MaxValue && number == (byte)number
        ? (byte)number
        : throw new InvalidDataException($"it holds the label {number.ToString(CultureInfo.InvariantCulture)}; 0 to 255 can be read");
}
