using System.Security.Cryptography;
using Digits.Datasets.PublicSets;

namespace Digits.Tests.Datasets;

/// <summary>A small public set as MNIST is one: 40 train and 20 test images in four gzip IDX files.</summary>
internal sealed class FakeSet
{
    public const string TrainImages = "train-images-idx3-ubyte.gz";
    public const string TrainLabels = "train-labels-idx1-ubyte.gz";

    public FakeSet(string name = "fake", int seed = 1)
    {
        (string Name, byte[] Bytes)[] files =
        [
            (TrainImages, IdxBytes.Images(40, seed: seed)),
            (TrainLabels, IdxBytes.Labels(40)),
            ("t10k-images-idx3-ubyte.gz", IdxBytes.Images(20, seed: seed + 1)),
            ("t10k-labels-idx1-ubyte.gz", IdxBytes.Labels(20)),
        ];
        Bytes = files.ToDictionary(file => file.Name, file => IdxBytes.Gzip(file.Bytes));
        Unpacked = files.ToDictionary(file => file.Name, file => file.Bytes);
        Set = new PublicSet
        {
            Name = name,
            Title = "Fake set",
            Description = "Made up.",
            License = "None",
            Credit = "Nobody",
            Homepage = "http://example.test/",
            TrainCount = 40,
            TestCount = 20,
            Labels = Labels,
            Files = [.. Bytes.Select(file => Describe(file.Key, file.Value))],
        };
    }

    /// <summary>The labels, none of them a digit.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. "おきすつなはまやれを".Select(character => character.ToString())];

    public PublicSet Set { get; }

    /// <summary>The files as they are published.</summary>
    public IReadOnlyDictionary<string, byte[]> Bytes { get; }

    /// <summary>What they unpack to, by their published names.</summary>
    public IReadOnlyDictionary<string, byte[]> Unpacked { get; }

    /// <summary>The set with the hashes of what its files unpack to known.</summary>
    public PublicSet WithContent() => Set with
    {
        Files = [.. Set.Files.Select(file => file with { Content = Checksum.Sha256(Hash(Unpacked[file.Name])) })],
    };

    /// <summary>The set with other facts about its files.</summary>
    public PublicSet With(Func<PublicFile, PublicFile> change) => Set with { Files = [.. Set.Files.Select(change)] };

    public static PublicFile Describe(string name, byte[] bytes) =>
        new(name, bytes.Length, Checksum.Sha256(Hash(bytes)), $"http://example.test/{name}");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
