using Digits.Tests.Datasets;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class ArchiveFuzzTests
{
    private const int Cases = 45_000;

    private static readonly byte[][] Seeds =
    [
        ZipBytes.Of(("train/7/a.png", Png(1)), ("test/8/b.png", Png(2, 12)), ("test/8/c.pgm", Text("P2 3 2 9 1 2 3 4 5 6")), ("labels.json", Text("{\"7\":\"x\"}"))),
        ZipBytes.Of(System.IO.Compression.CompressionLevel.NoCompression, ("7/a.png", Png(3, 9)), ("8/b.png", Png(4, 9))),
        ZipBytes.Of(("x_train.npy", NpyBytes.Pictures(3)), ("y_train.npy", NpyBytes.Labels(3))),
        ZipBytes.Of(("i-idx3.gz", IdxBytes.Gzip(IdxBytes.Images(2, 6, 6))), ("l-idx1.gz", IdxBytes.Gzip(IdxBytes.Labels(2)))),
        ZipBytes.Of(("train.csv", Csv("label,a,b,c,d", "1,2,3,4,5")), ("nested.npz", ZipBytes.Of(("arr_0.npy", NpyBytes.Pictures(1))))),
        ZipBytes.Of(
            ("digits.json", Text("""{"name":"a","version":"b","content_hash":"c","labels":[{"label":"x","folder":"~1"}],"format":"digits-dataset","layout_version":1}""")),
            ("train/~1/0000001.png", Png(5, 8)), ("train/~1/0000000.png", Png(6, 8))),
    ];

    [Fact]
    public void Read_SpoiledArchives_AreReadOrRefusedAndNothingElse()
    {
        using var fuzz = new Fuzz();

        fuzz.Run(Cases, random => [("a.zip", Fuzz.Mutate(Seeds[random.Next(Seeds.Length)], random))]);
    }
}
