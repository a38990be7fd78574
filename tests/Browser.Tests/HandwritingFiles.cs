using System.Buffers.Binary;
using System.IO.Compression;
using Digits.Tests;

namespace Digits.Browser.Tests;

/// <summary>Four IDX files of a few thousand digits: the first ones of MNIST where it is at hand, else written by the program itself.</summary>
internal static class HandwritingFiles
{
    public const int TrainCount = 6000;
    public const int TestCount = 1000;

    private const int Side = 28;

    /// <summary>Writes the files into a folder and names them.</summary>
    public static IReadOnlyList<string> Write(string folder)
    {
        var hasMnist = Directory.Exists(Mnist.Folder);
        var train = hasMnist ? First(TrainCount, Mnist.TrainImages, Mnist.TrainLabels) : Generate(TrainCount, seed: 1);
        var test = hasMnist ? First(TestCount, Mnist.TestImages, Mnist.TestLabels) : Generate(TestCount, seed: 2);
        return
        [
            Save(folder, "train-images-idx3-ubyte.gz", IdxBytes.Gzip(train.Images)),
            Save(folder, "train-labels-idx1-ubyte.gz", IdxBytes.Gzip(train.Labels)),
            Save(folder, "t10k-images-idx3-ubyte", test.Images),
            Save(folder, "t10k-labels-idx1-ubyte", test.Labels),
        ];
    }

    private static (byte[] Images, byte[] Labels) First(int count, string images, string labels) =>
        (First(count, images, headerSize: 16, itemSize: Side * Side), First(count, labels, headerSize: 8, itemSize: 1));

    private static byte[] First(int count, string path, int headerSize, int itemSize)
    {
        var bytes = new byte[headerSize + (count * itemSize)];
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        file.ReadExactly(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(sizeof(int)), count);
        return bytes;
    }

    private static (byte[] Images, byte[] Labels) Generate(int count, int seed)
    {
        var random = new Random(seed);
        var images = new List<byte>(IdxBytes.Header(IdxBytes.ImagesMagic, count, Side, Side));
        var labels = new byte[count];
        for (var index = 0; index < count; index++)
        {
            labels[index] = (byte)(index % DigitShapes.Count);
            images.AddRange(Draw(labels[index], random));
        }

        return ([.. images], IdxBytes.Labels(labels));
    }

    /// <summary>A digit with a slant, a shape and a pen of its own.</summary>
    private static byte[] Draw(int digit, Random random)
    {
        double Vary(double middle, double by) => middle + (by * ((2 * random.NextDouble()) - 1));
        var (width, height, slant, pen) = (Vary(14, 4), Vary(19, 2), Vary(0.1, 0.3), Vary(1.3, 0.4));
        var pixels = new byte[Side * Side];
        foreach (var stroke in DigitShapes.Of(digit))
        {
            var points = stroke.Select(point => (
                X: (Side / 2.0) + (width * (point.X - 0.5 - (slant * (point.Y - 0.5)))) + Vary(0, 0.4),
                Y: (Side / 2.0) + (height * (point.Y - 0.5)) + Vary(0, 0.4))).ToList();
            foreach (var (from, to) in points.Zip(points.Skip(1)))
            {
                DrawLine(pixels, from, to, pen);
            }
        }

        return pixels;
    }

    private static void DrawLine(byte[] pixels, (double X, double Y) from, (double X, double Y) to, double pen)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Max((dx * dx) + (dy * dy), 1e-9);
        for (var pixel = 0; pixel < pixels.Length; pixel++)
        {
            var (x, y) = ((pixel % Side) + 0.5 - from.X, (pixel / Side) + 0.5 - from.Y);
            var along = Math.Clamp(((x * dx) + (y * dy)) / length, 0, 1);
            var distance = Math.Sqrt(Math.Pow(x - (along * dx), 2) + Math.Pow(y - (along * dy), 2));
            var ink = (byte)(255 * Math.Clamp(pen + 0.5 - distance, 0, 1));
            pixels[pixel] = Math.Max(pixels[pixel], ink);
        }
    }

    private static string Save(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
