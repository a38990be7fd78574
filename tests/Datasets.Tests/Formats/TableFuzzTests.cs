using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class TableFuzzTests
{
    private const int Cases = 45_000;

    private static readonly byte[][] Seeds =
    [
        Csv("label,1x1,1x2,2x1,2x2", "7,0,10,20,255", "3,1,2,3,4"),
        Tables.Bytes(Tables.Rows(2), ';'),
        Csv("1x1\t1x2\t2x1\t2x2\tlabel", "0.5\t1\t0\t0.25\tお", "0\t0\t1e-3\t1\t\"a \"\"b\"\"\""),
        Text("\uFEFF\"label\",\"1x1\",\"1x2\",\"2x1\",\"2x2\"\r\n\"x,y\",1,2,3,4\r\n"),
        [.. "sep=;\n"u8, .. Tables.Bytes(Tables.Rows(2, pixel => $"0,{pixel:D3}"), ';')],
        Tables.Bytes(Tables.Rows(2), ' ', encoding: System.Text.Encoding.Unicode),
        Csv("7 3:10 36:255", "1 1:4"),
        Text("% a\n@relation b\n@attribute c real\n@data\n1\n2\n"),
        IdxBytes.Gzip(Csv("label,1x1,1x2,2x1,2x2", "7,0,10,20,255")),
    ];

    [Fact]
    public void Read_SpoiledTables_AreReadOrRefusedAndNothingElse()
    {
        using var fuzz = new Fuzz();

        fuzz.Run(Cases, random => [("a.csv", Fuzz.Mutate(Seeds[random.Next(Seeds.Length)], random))]);
    }

    [Fact]
    public void Read_SpoiledMaps_AreReadOrRefusedAndNothingElse()
    {
        using var fuzz = new Fuzz();
        var map = Text("{\"7\": \"お\", \"3\": \"\\u0061\", \"x\": \"y\"}");

        fuzz.Run(Cases / 6, random => [("a.csv", Seeds[random.Next(2)]), ("map.json", Fuzz.Mutate(map, random))]);
    }
}
