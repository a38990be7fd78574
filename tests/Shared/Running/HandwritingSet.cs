using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Tests.Running;

/// <summary>Four small IDX files: the first samples of MNIST where it lies beside the checkout, else digits drawn by the test.</summary>
internal sealed class HandwritingSet
{
    public const int TrainCount = 6000;
    public const int TestCount = 1000;

    private const int Size = 28;
    private const int ImagesHeader = 16;
    private const int LabelsHeader = 8;

    private readonly byte[] _testImages;
    private readonly byte[] _testLabels;

    private HandwritingSet(IReadOnlyDictionary<string, byte[]> files)
    {
        Files = files;
        _testImages = files["t10k-images-idx3-ubyte"];
        _testLabels = files["t10k-labels-idx1-ubyte"];
    }

    /// <summary>The files by name, uncompressed.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public static HandwritingSet Create() => Directory.Exists(Mnist.Folder) ? FromMnist() : Drawn();

    /// <summary>The 784 pixels of a test image.</summary>
    public byte[] TestImage(int index) => _testImages.AsSpan(ImagesHeader + (index * Size * Size), Size * Size).ToArray();

    /// <summary>The label of a test image.</summary>
    public string TestLabel(int index) => $"{_testLabels[LabelsHeader + index]}";

    private static HandwritingSet FromMnist() => new(new Dictionary<string, byte[]>
    {
        ["train-images-idx3-ubyte"] = Head(Mnist.TrainImages, TrainCount, ImagesHeader, Size * Size),
        ["train-labels-idx1-ubyte"] = Head(Mnist.TrainLabels, TrainCount, LabelsHeader, 1),
        ["t10k-images-idx3-ubyte"] = Head(Mnist.TestImages, TestCount, ImagesHeader, Size * Size),
        ["t10k-labels-idx1-ubyte"] = Head(Mnist.TestLabels, TestCount, LabelsHeader, 1),
    });

    private static byte[] Head(string path, int count, int header, int itemBytes)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var bytes = new byte[header + (count * itemBytes)];
        file.ReadExactly(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), count);
        return bytes;
    }

    private static HandwritingSet Drawn() => new(new Dictionary<string, byte[]>
    {
        ["train-images-idx3-ubyte"] = DrawnImages(TrainCount, seed: 1),
        ["train-labels-idx1-ubyte"] = IdxBytes.Labels(TrainCount),
        ["t10k-images-idx3-ubyte"] = DrawnImages(TestCount, seed: 2),
        ["t10k-labels-idx1-ubyte"] = IdxBytes.Labels(TestCount),
    });

    private static byte[] DrawnImages(int count, int seed)
    {
        var random = new Random(seed);
        return [
            .. IdxBytes.Header(IdxBytes.ImagesMagic, count, Size, Size),
            .. Enumerable.Range(0, count).SelectMany(index => DrawnDigit.Draw(index % 10, random)),
        ];
    }
}
