using Digits.Tests.Datasets;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class ArchiveFuzzTests
{
    private const int Cases = 45_000;
    private const int OtherCases = 12_000;

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

    private static readonly byte[][] OtherSeeds =
    [
        TarBytes.Of(("train/7/a.png", Png(1)), ("test/8/b.png", Png(2, 12)), ("README.md", Text("hello"))),
        TarBytes.Of(System.Formats.Tar.TarEntryFormat.Gnu, ($"{new string('f', 120)}/7/a.png", Png(1, 9)), ($"{new string('f', 120)}/8/b.pgm", Text("P2 3 2 9 1 2 3 4 5 6"))),
        TarBytes.Of(System.Formats.Tar.TarEntryFormat.V7, ("i-idx3.gz", IdxBytes.Gzip(IdxBytes.Images(2, 6, 6))), ("l-idx1", IdxBytes.Labels(2))),
        TarBytes.WithLink("7/c.png", "7/a.png", ("7/a.png", Png(3, 9)), ("train.csv", Csv("label,a,b,c,d", "1,2,3,4,5"))),
        IdxBytes.Gzip(TarBytes.Of(System.Formats.Tar.TarEntryFormat.Ustar, ("7/a.png", Png(1, 9)), ("8/b.png", Png(2, 9)))),
        [.. IdxBytes.Gzip(Csv("label,a,b,c,d", "1,2,3,4,5")), .. IdxBytes.Gzip(Csv("2,3,4,5,6")), .. new byte[20]],
        TarBytes.Bzip2(TarBytes.Of(System.Formats.Tar.TarEntryFormat.Ustar, ("7/a.png", Png(1, 9)))),
        TarBytes.Bzip2(Csv("label,a,b,c,d", "1,2,3,4,5")),
        XzBytes.Tar,
        XzBytes.TarInTwoStreams,
        TarBytes.SevenZip(("7/a.png", Png(1)), ("8/b.png", Png(2))),
        TarBytes.SevenZip(SharpCompress.Common.CompressionType.LZMA, packHeader: false, ("x.npy", NpyBytes.Pictures(2)), ("y.npy", NpyBytes.Labels(2))),
    ];

    [Fact]
    public void Read_SpoiledArchivesOtherThanZip_AreReadOrRefusedAndNothingElse()
    {
        // Each time that a bzip2 file is opened takes 5 MB, and a table is opened four times.
        using var fuzz = new Fuzz(maxAllocated: 32 << 20);

        fuzz.Run(OtherCases, random =>
        {
            var at = random.Next(OtherSeeds.Length);
            var spoiled = Fuzz.Mutate(OtherSeeds[at], random);

            // Two of three archives get their checksums right again, so that what stands behind them is tried.
            return [("a", random.Next(3) == 0 ? spoiled : TarBytes.WithRightChecksums(spoiled))];
        });
    }

    [Fact]
    public void Read_SpoiledArchives_AreReadOrRefusedAndNothingElse()
    {
        using var fuzz = new Fuzz();

        fuzz.Run(Cases, random => [("a.zip", Fuzz.Mutate(Seeds[random.Next(Seeds.Length)], random))]);
    }
}
