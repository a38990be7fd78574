using Digits.Datasets.Formats;
using Digits.Tests;
using Digits.Tests.Datasets;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Arrays whose axes lie in another order than picture, row, column; with colours; of other numbers than bytes.</summary>
public sealed class ArrayOrderTests
{
    private const int Count = 5, Height = 7, Width = 6;

    [Theory]
    [InlineData("NHW", false)]
    [InlineData("NHW", true)]
    [InlineData("HWN", false)]
    [InlineData("HWN", true)]
    [InlineData("NHWC", false)]
    [InlineData("NHWC", true)]
    [InlineData("NCHW", false)]
    [InlineData("NCHW", true)]
    [InlineData("HWCN", false)]
    [InlineData("HWCN", true)]
    [InlineData("CHWN", false)]
    public void Read_AnyOrderOfAxes_GivesTheSamePictures(string axes, bool fortran)
    {
        foreach (var (type, bytes) in new (string, Func<byte, byte[]>)[] { ("|u1", value => [value]), ("<f4", value => BitConverter.GetBytes(value / 255f)), (">i2", value => [0, value]) })
        {
            var (_, _, items, findings) = OpenedUpload.ReadFindings(("x.npy", Array(axes, fortran, type, bytes)), ("y.npy", NpyBytes.Labels(Count)));

            Assert.Equal(["0", "1", "2", "3", "4"], items.Select(item => item.Label));
            foreach (var (picture, item) in items.Index())
            {
                Assert.Equal((Height, Width), (item.Image!.Height, item.Image.Width));
                Assert.Equal(Enumerable.Range(0, Height * Width).Select(at => Gray(picture, at / Width, at % Width, axes)), item.Image.Pixels.ToArray());
            }

            var assumed = findings.Assumptions.Where(made => made.Setting == "axes").ToList();
            Assert.Equal(axes == "NHW" ? [] : [axes], assumed.Select(made => made.Value));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RowsOfPixels_AreRowByRowInAnyOrder(bool fortran)
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 36).Select(at => (byte)(at * 3))];
        byte[] stored = fortran ? [.. Enumerable.Range(0, 36).SelectMany(pixel => new[] { pixels[pixel], pixels[36 + pixel] })] : pixels;

        var items = OpenedUpload.Read(("x.npy", NpyBytes.Of("|u1", "2, 36", stored, fortran)), ("y.npy", NpyBytes.Labels(2))).Items;

        Assert.Equal(pixels, items.SelectMany(item => item.Image!.Pixels.ToArray()));
    }

    [Fact]
    public void Read_ManyPicturesLast_AreGatheredInSeveralPasses()
    {
        // More than one pass of 64 MB: 17,000 pictures of 64x64 bytes.
        const int many = 17_000, side = 64;
        var data = new byte[side * side * many];
        for (var picture = 0; picture < many; picture++)
        {
            data[((long)((picture % (side * side)) * many) + picture)] = 200;
        }

        var (_, _, items) = OpenedUpload.Read(
            ("X.npy", NpyBytes.Of("|u1", $"{side}, {side}, {many}", data)), ("y.npy", NpyBytes.Of("|u1", $"{many},", [.. Enumerable.Range(0, many).Select(label => (byte)(label % 10))])));

        Assert.Equal(many, items.Count);
        Assert.All(items.Index(), item => Assert.Equal(item.Index % (side * side), item.Item.Image!.Pixels.IndexOf((byte)200)));
    }

    [Theory]
    [InlineData(0x00000D03)]
    [InlineData(0x00000C03)]
    [InlineData(0x00000B03)]
    [InlineData(0x00000E03)]
    public void Read_IdxPicturesOfOtherNumbers_AreRead(int magic)
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 36).Select(at => (byte)(at * 3))];
        byte[] images = [.. IdxBytes.Header(magic, 2, 6, 6), .. pixels.SelectMany(value => Number(magic, value))];

        Assert.Equal(pixels, OpenedUpload.Read(("i", images), ("l", IdxBytes.Labels(2))).Items.SelectMany(item => item.Image!.Pixels.ToArray()));
    }

    [Theory]
    [InlineData(0.7, 0.2, 0.1, "0")]
    [InlineData(0.2, 0.301, 0.5, "2")]
    public void Read_Probabilities_GiveTheLikeliestClass(double first, double second, double third, string label)
    {
        var soft = NpyBytes.Of("<f8", "1, 3", [.. new[] { first, second, third }.SelectMany(BitConverter.GetBytes)]);

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("x.npy", NpyBytes.Pictures(1, 6)), ("y.npy", soft));

        Assert.Equal(label, Assert.Single(items).Label);
        Assert.Contains(findings.Assumptions, made => made.Reason.Contains("likeliest", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WhatLibrariesPutBeside_IsPassedOver()
    {
        var npz = ZipBytes.Of(
            ("data.npy", NpyBytes.Of("<f8", "3, 64", new byte[3 * 64 * 8])), ("target.npy", NpyBytes.Labels(3)),
            ("images.npy", NpyBytes.Pictures(3, 8)), ("target_names.npy", NpyBytes.Labels(10)), ("DESCR.npy", NpyBytes.Of("<U2", "", new byte[8])));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("digits.npz", npz));

        Assert.Equal(["0", "1", "2"], items.Select(item => item.Label));
        Assert.Equal(3, findings.PassedOverCount);
    }

    [Theory]
    [InlineData("writers", "7")]
    [InlineData("y", "0")]
    public void Read_LabelFieldOfTheSettings_ChoosesTheArray(string field, string label)
    {
        var npz = ZipBytes.Of(
            ("x.npy", NpyBytes.Pictures(1, 8)), ("y.npy", NpyBytes.Labels(1)), ("writers.npy", NpyBytes.Of("<i8", "1,", BitConverter.GetBytes(7L))));

        Assert.Equal(label, OpenedUpload.Read(OpenedUpload.Plain with { LabelField = field }, new ImportOptions(), ("a.npz", npz)).Items.Single().Label);
    }

    private static byte[] Number(int magic, byte value) => magic switch
    {
        0x00000D03 => [.. BitConverter.GetBytes((float)value).Reverse()],
        0x00000E03 => [.. BitConverter.GetBytes((double)value).Reverse()],
        0x00000C03 => [0, 0, 0, value],
        _ => [0, value],
    };

    // Red, green and blue differ, so that a wrong order of colours shows.
    private static byte Value(int picture, int row, int column, int color) => (byte)(((picture * 31) + (row * 13) + (column * 5) + (color * 60)) % 251);

    private static byte Gray(int picture, int row, int column, string axes) => !axes.Contains('C')
        ? Value(picture, row, column, 0)
        : (byte)(((299 * Value(picture, row, column, 0)) + (587 * Value(picture, row, column, 1)) + (114 * Value(picture, row, column, 2)) + 500) / 1000);

    private static byte[] Array(string axes, bool fortran, string type, Func<byte, byte[]> bytes)
    {
        int Size(char axis) => axis switch { 'N' => Count, 'H' => Height, 'W' => Width, _ => 3 };
        var (stored, data) = (fortran ? new string([.. axes.Reverse()]) : axes, new List<byte>());
        var total = axes.Aggregate(1, (product, axis) => product * Size(axis));
        for (var element = 0; element < total; element++)
        {
            var (rest, at) = (element, new Dictionary<char, int> { ['C'] = 0 });
            foreach (var axis in stored.Reverse())
            {
                (rest, at[axis]) = Math.DivRem(rest, Size(axis));
            }

            data.AddRange(bytes(Value(at['N'], at['H'], at['W'], at['C'])));
        }

        return NpyBytes.Of(type, string.Join(", ", axes.Select(Size)), [.. data], fortran);
    }
}
