using Digits.Tests;

namespace Digits.Datasets.Tests.Formats;

public sealed class ArrayFuzzTests
{
    private const int Cases = 45_000;

    private static readonly (byte[] Pictures, byte[] Labels)[] Seeds =
    [
        (IdxBytes.Images(3, 6, 6), IdxBytes.Labels(3)),
        (IdxBytes.Gzip(IdxBytes.Images(3, 6, 6)), IdxBytes.Gzip(IdxBytes.Labels(3))),
        (NpyBytes.Pictures(3), NpyBytes.Labels(3)),
        (NpyBytes.Of("<f4", "2, 2, 2", [.. new[] { 0f, 0.5f, 1f, 0f, 0f, 0f, 1f, 1f }.SelectMany(BitConverter.GetBytes)], version: 2), NpyBytes.Of("<U1", "2,", [65, 0, 0, 0, 66, 0, 0, 0])),
        (NpyBytes.Of(">u2", "2, 1, 2, 2", new byte[16]), NpyBytes.Of("|b1", "2, 3", [0, 1, 0, 1, 0, 0])),
    ];

    [Fact]
    public void Read_SpoiledArrays_AreReadOrRefusedAndNothingElse()
    {
        using var fuzz = new Fuzz();

        fuzz.Run(Cases, random =>
        {
            var (pictures, labels) = Seeds[random.Next(Seeds.Length)];
            return random.Next(3) switch
            {
                0 => [("x", Fuzz.Mutate(pictures, random)), ("y", labels)],
                1 => [("x", pictures), ("y", Fuzz.Mutate(labels, random))],
                _ => [("x", Fuzz.Mutate(pictures, random)), ("y", Fuzz.Mutate(labels, random))],
            };
        });
    }
}
