using Digits.Tests.Datasets;
using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class ArraySourceTests
{
    private static readonly byte[] FourOfTwo = [0, 10, 20, 255, 1, 2, 3, 4];

    [Theory]
    [InlineData("|u1", "2, 2, 2", 1)]
    [InlineData("<u2", "2, 2, 2, 1", 2)]
    [InlineData(">i4", "2, 1, 2, 2", 3)]
    [InlineData("<i8", "2, 4", 1)]
    [InlineData(">u8", "2, 2, 2", 1)]
    [InlineData("<f2", "2, 2, 2", 1)]
    [InlineData(">f4", "2, 2, 2", 2)]
    [InlineData("<f8", "2L, 2L, 2L", 3)]
    public void Read_Npy_EveryTypeAndShapeGivesTheSamePixels(string type, string shape, int version)
    {
        var data = FourOfTwo.SelectMany(value => Element(type, value)).ToArray();

        var (format, _, items) = OpenedUpload.Read(
            ("x.npy", NpyBytes.Of(type, shape, data, version: version)), ("y.npy", NpyBytes.Labels(2)));

        Assert.Equal("npy", format);
        Assert.Equal(FourOfTwo, items.SelectMany(item => item.Image!.Pixels.ToArray()));
        Assert.Equal(["0", "1"], items.Select(item => item.Label));
        Assert.All(items, item => Assert.Equal(Part.Unspecified, item.Part));
    }

    [Fact]
    public void Read_FloatsUpToOne_AreScaled()
    {
        var data = new[] { 0f, 0.5f, 1f, 0.25f }.SelectMany(BitConverter.GetBytes).ToArray();

        var (_, _, items) = OpenedUpload.Read(("x.npy", NpyBytes.Of("<f4", "1, 2, 2", data)), ("y.npy", NpyBytes.Labels(1)));

        Assert.Equal([0, 128, 255, 64], items.Single().Image!.Pixels.ToArray());
    }

    [Fact]
    public void Read_Npz_NamesGiveTheParts()
    {
        var npz = ZipBytes.Of(
            ("x_train.npy", NpyBytes.Pictures(3)), ("y_train.npy", NpyBytes.Labels(3)),
            ("x_test.npy", NpyBytes.Pictures(2)), ("y_test.npy", NpyBytes.Labels(2)),
            ("x_val.npy", NpyBytes.Pictures(1)), ("y_val.npy", NpyBytes.Labels(1)));

        var (format, _, items) = OpenedUpload.Read(("mnist.npz", npz));

        Assert.Equal("npz", format);
        Assert.Equal([Part.Train, Part.Train, Part.Train, Part.Test, Part.Test, Part.Validation], items.Select(item => item.Part));
    }

    [Fact]
    public void Read_SeparateNpzFiles_ArePairedByRankAndName()
    {
        var files = new[] { "train", "test" }.SelectMany(part => new[]
        {
            ($"kmnist-{part}-imgs.npz", ZipBytes.Of(("arr_0.npy", NpyBytes.Pictures(part.Length)))),
            ($"kmnist-{part}-labels.npz", ZipBytes.Of(("arr_0.npy", NpyBytes.Labels(part.Length)))),
        }).ToArray();

        Assert.Equal(9, OpenedUpload.Read(files).Items.Count);
        var (format, _, items) = OpenedUpload.Read(("archive.zip", ZipBytes.Of(files)));

        Assert.Equal("npz", format);
        Assert.Equal((5, 4), (items.Count(item => item.Part == Part.Train), items.Count(item => item.Part == Part.Test)));
    }

    [Theory]
    [InlineData("train_images", "train_labels")]
    [InlineData("X", "y")]
    [InlineData("arr_0", "arr_1")]
    public void Read_NpzOfRows_NamesOrShapesTellPicturesFromOneHotLabels(string pictures, string labels)
    {
        byte[] oneHot = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
        var npz = ZipBytes.Of(
            ($"{pictures}.npy", NpyBytes.Of("|u1", "2, 16", Of(2, 16))), ($"{labels}.npy", NpyBytes.Of("|b1", "2, 9", oneHot)));

        var (_, _, items) = OpenedUpload.Read(("a.npz", npz));

        Assert.Equal(["3", "4"], items.Select(item => item.Label));
        Assert.Equal((4, 4), (items[0].Image!.Width, items[0].Image!.Height));
    }

    [Fact]
    public void Read_TextLabels_AreKept()
    {
        byte[] text = [.. System.Text.Encoding.UTF32.GetBytes("お"), 0, 0, 0, 0, .. System.Text.Encoding.UTF32.GetBytes("ab")];

        var (_, _, items) = OpenedUpload.Read(("x.npy", NpyBytes.Pictures(2)), ("y.npy", NpyBytes.Of("<U2", "2,", text)));

        Assert.Equal(["お", "ab"], items.Select(item => item.Label));
    }

    [Fact]
    public void Read_TransposedIdx_IsTurned()
    {
        byte[] images = [.. IdxBytes.Header(IdxBytes.ImagesMagic, 1, 2, 3), 10, 20, 30, 40, 50, 60];

        var (format, _, items) = OpenedUpload.Read(
            new ImportSettings { Name = "a", Transposed = true }, new ImportOptions(), ("i", images), ("l", IdxBytes.Labels(1)));

        Assert.Equal("idx", format);
        Assert.Equal([10, 40, 20, 50, 30, 60], items.Single().Image!.Pixels.ToArray());
    }

    [Fact]
    public void Read_QmnistLabels_TakesTheFirstColumn()
    {
        byte[] labels = [.. IdxBytes.Header(0x00000C02, 1, 8), 0, 0, 0, 7, .. new byte[28]];

        Assert.Equal("7", OpenedUpload.Read(("i", IdxBytes.Images(1)), ("l", labels)).Items.Single().Label);
    }

    [Fact]
    public void Read_ArchiveOfSeveralDatasets_TakesTheOneNamed()
    {
        var entries = new[] { "balanced", "letters" }.SelectMany(set => new[] { "train", "test" }.SelectMany(part => new[]
        {
            ($"gzip/emnist-{set}-{part}-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(set.Length))),
            ($"gzip/emnist-{set}-{part}-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(set.Length))),
        })).Append(("gzip/emnist-letters-mapping.txt", Text("1 65 97\n"))).ToArray();
        var zip = ZipBytes.Of(entries);

        var letters = OpenedUpload.Read(new ImportSettings { Name = "my-letters" }, new ImportOptions(), ("gzip.zip", zip));

        Assert.Equal(14, letters.Items.Count);
        Assert.All(letters.Items, item => Assert.Null(item.Fault));
        Assert.Equal("SEVERAL_DATASETS", OpenedUpload.RefusalOf(("gzip.zip", zip)).Reason);
    }

    [Fact]
    public void Read_LabelMap_OfTheSettingsWinsOverTheFile()
    {
        var settings = new ImportSettings { Name = "a", LabelMap = { ["1"] = "one" } };

        var (_, _, items) = OpenedUpload.Read(
            settings, new ImportOptions(), ("i", IdxBytes.Images(3)), ("l", IdxBytes.Labels(3)), ("map.json", Text("{\"0\":\"お\",\"1\":\"x\"}")));

        Assert.Equal(["お", "one", "2"], items.Select(item => item.Label));
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(-1f, "-1")]
    [InlineData(256f, "256")]
    public void Read_ValueOutOfRange_IsAFaultOfThatPicture(float value, string shown)
    {
        float[] values = [.. Enumerable.Repeat(99f, 16), 0f, value, .. Enumerable.Repeat(99f, 14)];
        var data = values.SelectMany(BitConverter.GetBytes).ToArray();

        var (_, _, items) = OpenedUpload.Read(("x.npy", NpyBytes.Of("<f4", "2, 4, 4", data)), ("y.npy", NpyBytes.Labels(2)));

        Assert.Null(items[0].Fault);
        Assert.Equal("x.npy: picture 2", items[1].Fault!.File);
        Assert.StartsWith($"It has the value {shown} in row 1, column 2", items[1].Fault!.Cause, StringComparison.Ordinal);
    }

    private static byte[] Element(string type, byte value)
    {
        byte[] bytes = type[1..] switch
        {
            "u1" => [value],
            "u2" => BitConverter.GetBytes((ushort)value),
            "i4" => BitConverter.GetBytes((int)value),
            "i8" or "u8" => BitConverter.GetBytes((long)value),
            "f2" => BitConverter.GetBytes((Half)(float)value),
            "f4" => BitConverter.GetBytes((float)value),
            _ => BitConverter.GetBytes((double)value),
        };
        return type[0] == '>' ? [.. bytes.Reverse()] : bytes;
    }
}
