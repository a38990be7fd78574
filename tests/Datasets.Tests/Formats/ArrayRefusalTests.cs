using Digits.Datasets.Formats;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class ArrayRefusalTests
{
    [Theory]
    [InlineData("|O", "2, 4, 4", false, "NPY_OBJECT_TYPE")]
    [InlineData("<c8", "2, 4, 4", false, "NPY_ELEMENT_TYPE")]
    [InlineData("<M8[ns]", "2, 4, 4", false, "NPY_ELEMENT_TYPE")]
    [InlineData("|u1", "2, 2, 4, 2", false, "NPY_BAD_DIMENSIONS")]
    [InlineData("|u1", "2, 5000, 4", false, "NPY_BAD_DIMENSIONS")]
    [InlineData("|u1", "99999999999, 99999999999, 4", false, "NPY_BAD_DIMENSIONS")]
    [InlineData("|u1", "2, -4, 4", false, "NPY_BAD_DIMENSIONS")]
    [InlineData("|u1", "", false, "NPY_TRAILING_BYTES")]
    [InlineData("|u1", "0, 4, 4", false, "NPY_EMPTY")]
    [InlineData("|u1", "3, 4, 4", false, "NPY_TRUNCATED")]
    [InlineData("|u1", "1, 4, 4", false, "NPY_TRAILING_BYTES")]
    public void Read_BadNpy_IsRefusedWithItsReason(string type, string shape, bool fortran, string reason)
    {
        var pictures = NpyBytes.Of(type, shape, new byte[32], fortran);

        var refusal = OpenedUpload.RefusalOf(("x.npy", pictures), ("y.npy", NpyBytes.Labels(2)));

        Assert.Equal(reason, refusal.Reason);
        Assert.StartsWith("x.npy ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,), }", "NPY_ELEMENT_TYPE")]
    [InlineData("{'fortran_order': False, 'shape': (2,), }", "NPY_BAD_HEADER")]
    [InlineData("{'descr': '|u1', 'shape': (2,), }", "NPY_BAD_HEADER")]
    [InlineData("nothing", "NPY_BAD_HEADER")]
    public void Read_BadNpyHeader_IsRefusedWithItsReason(string header, string reason) =>
        Assert.Equal(reason, OpenedUpload.RefusalOf(("x.npy", NpyBytes.Header(header))).Reason);

    [Theory]
    [InlineData("NHWX")]
    [InlineData("NHHW")]
    [InlineData("HNW")]
    [InlineData("NHWC")]
    [InlineData("nchw")]
    public void Read_AxesThatDoNotFit_AreRefused(string axes)
    {
        var refusal = OpenedUpload.RefusalOf(
            OpenedUpload.Plain with { Axes = axes }, new ImportOptions(), ("x.npy", NpyBytes.Pictures(2, 8)), ("y.npy", NpyBytes.Labels(2)));

        Assert.Equal("SETTING_INVALID", refusal.Reason);
    }

    [Fact]
    public void Read_ShapeThatCouldBeTwo_AsksForTheAxes()
    {
        (string Name, byte[] Bytes)[] files = [("x.npy", NpyBytes.Pictures(8, 8)), ("y.npy", NpyBytes.Labels(8))];

        Assert.Equal("AXES_UNCLEAR", OpenedUpload.RefusalOf(files).Reason);
        Assert.Equal(8, OpenedUpload.Read(OpenedUpload.Plain with { Axes = "HWN" }, new ImportOptions(), files).Items.Count);
    }

    [Theory]
    [InlineData("cat.jpg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }, "PICTURE_WITHOUT_LABEL", "cat.jpg is a picture without a label")]
    [InlineData("cat.ico", new byte[] { 0, 0, 1, 0, 1, 0 }, "FILE_UNKNOWN", "cat.ico is a file in the format ICO")]
    [InlineData("set.7z", new byte[] { 0x37, 0x7A, 0xBC, 0xAF }, "FILE_UNKNOWN", "set.7z is a 7z archive")]
    [InlineData("x.pkl", new byte[] { 0x80, 4, 0x95 }, "FILE_UNKNOWN", "x.pkl is a Python pickle, which could run programs")]
    [InlineData("noise", new byte[] { 1, 2, 3, 0 }, "FILE_UNKNOWN", "noise is of no kind that can be read")]
    [InlineData("none", new byte[0], "FILE_EMPTY", "none is empty")]
    [InlineData("p.pgm", new byte[] { (byte)'P', (byte)'5', (byte)' ' }, "PICTURE_WITHOUT_LABEL", "p.pgm is a picture without a label")]
    public void Read_OtherFile_IsRefusedByName(string name, byte[] bytes, string reason, string message)
    {
        var refusal = OpenedUpload.RefusalOf((name, bytes));

        Assert.Equal(reason, refusal.Reason);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnfitSets_AreRefusedWithTheirReason()
    {
        var (pictures, labels) = (NpyBytes.Pictures(2), NpyBytes.Labels(2));

        Assert.Equal("FILES_UNPAIRED", OpenedUpload.RefusalOf(("x.npy", pictures)).Reason);
        Assert.Equal("COUNT_MISMATCH", OpenedUpload.RefusalOf(("x.npy", pictures), ("y.npy", NpyBytes.Labels(3))).Reason);
        Assert.Equal("FORMATS_MIXED", OpenedUpload.RefusalOf(("x.npy", pictures), ("l", IdxBytes.Labels(2))).Reason);
        Assert.Equal("PARTS_DIFFER", OpenedUpload.RefusalOf(("x_train.npy", pictures), ("y_test.npy", labels)).Reason);
        Assert.Equal(
            "PARTS_UNCLEAR",
            OpenedUpload.RefusalOf(("x1.npy", pictures), ("x2.npy", pictures), ("y1.npy", labels), ("y2.npy", labels)).Reason);
        Assert.Equal("NO_SAMPLES", OpenedUpload.RefusalOf(("map.json", Text("{\"0\":\"a\"}"))).Reason);
        Assert.Equal("LABEL_MAP_INVALID", OpenedUpload.RefusalOf(("map.json", Text("{\"0\":1}"))).Reason);
        Assert.Equal("LABEL_MAP_INVALID", OpenedUpload.RefusalOf(("map.json", Text("{\"0\":\"\"}"))).Reason);
        Assert.Equal("LABEL_MAP_INVALID", OpenedUpload.RefusalOf(("map.json", Text("{\"0\":"))).Reason);
    }

    [Fact]
    public void Read_OneHotWithoutAOne_IsAFaultOfThatLabel()
    {
        byte[] rows = [0, 1, 0, 0, 0, 0, 1, 1, 0];

        var (_, _, items) = OpenedUpload.Read(("x.npy", NpyBytes.Pictures(3)), ("y.npy", NpyBytes.Of("|u1", "3, 3", rows)));

        Assert.Equal("1", items[0].Label);
        Assert.Equal("Its row of the label matrix is 0 everywhere.", items[1].Fault!.Cause);
        Assert.Equal(("y.npy: label 3", "Its row of the label matrix is not 1 in one place and 0 elsewhere."), (items[2].Fault!.File, items[2].Fault!.Cause));
    }
}
