namespace Digits.Tests;

/// <summary>The four original MNIST files, gzip-compressed IDX.</summary>
internal static class Mnist
{
    public static string Folder { get; } = Path.Combine(Repository.SharedData, "mnist");

    public static string TrainImages => Path.Combine(Folder, "train-images-idx3-ubyte.gz");

    public static string TrainLabels => Path.Combine(Folder, "train-labels-idx1-ubyte.gz");

    public static string TestImages => Path.Combine(Folder, "t10k-images-idx3-ubyte.gz");

    public static string TestLabels => Path.Combine(Folder, "t10k-labels-idx1-ubyte.gz");

    public static IReadOnlyList<string> Files => [TrainImages, TrainLabels, TestImages, TestLabels];
}
