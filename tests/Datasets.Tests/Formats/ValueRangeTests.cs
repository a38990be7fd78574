using System.Globalization;
using Digits.Datasets.Formats;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>What pixel values range over, found out from all of them.</summary>
public sealed class ValueRangeTests
{
    private const int Side = 6;

    // Ink of the picture as a part of one: 0 is paper, 1 the darkest.
    private static readonly double[] Ink = [.. Enumerable.Range(0, Side * Side).Select(at => at is > 8 and < 20 ? 1 : at is 20 or 21 ? 0.5 : 0)];

    [Theory]
    [InlineData("0..1", 0, 1, false)]
    [InlineData("0..255", 0, 255, true)]
    [InlineData("0..16", 0, 16, true)]
    [InlineData("0..65535", 0, 65535, true)]
    [InlineData("-1..1", -1, 1, false)]
    [InlineData("levels", 0, 3, true)]
    [InlineData("levels", 0, 9, true)]
    [InlineData("levels", 0, 1023, true)]
    [InlineData("standardised", -0.4242, 2.8215, false)]
    public void Read_Range_IsRecognised(string name, double low, double high, bool isWhole)
    {
        double[] values = [.. Ink.Select(part => low + (part * (high - low))).Select(value => isWhole ? Math.Floor(value) : value)];
        foreach (var upload in Uploads(values))
        {
            var (pixels, range) = Read(Plain, upload);

            Assert.Equal(name, range);
            Assert.Equal((0, 255), (pixels.Min(), pixels.Max()));
            Assert.InRange(pixels[20], 80, 130);
        }
    }

    [Theory]
    [InlineData(1.0000001)]
    [InlineData(1.13)]
    [InlineData(-0.13)]
    public void Read_LittleBeyondOne_IsClipped(double value)
    {
        double[] values = [.. Ink];
        values[10] = value;
        foreach (var upload in Uploads(values))
        {
            var (pixels, range) = Read(Plain, upload);

            Assert.Equal("0..1", range);
            Assert.Equal(value > 1 ? 255 : 0, pixels[10]);
            Assert.Equal((0, 255), (pixels[0], pixels[11]));
        }
    }

    [Fact]
    public void Read_OneValueFarBeyond_IsAFaultOfItsPictureOnly()
    {
        double[] values = [.. Ink];
        values[10] = 40;

        var (_, _, items) = OpenedUpload.Read(("a.csv", Csv(Row("7", Ink), Row("3", values), Row("7", Ink), Row("3", Ink))));

        Assert.Equal([false, true, false, false], items.Select(item => item.Fault is not null));
    }

    [Theory]
    [InlineData("-128..127", -128, 127)]
    [InlineData("far", 0, 1e7)]
    public void Read_NoRangeThatIsKnown_AsksForIt(string what, double low, double high)
    {
        double[] values = [.. Ink.Select(part => Math.Floor(low + (part * (high - low))))];
        foreach (var upload in Uploads(values))
        {
            var refusal = RefusalOf(Plain, upload);

            Assert.True(refusal.Reason == "VALUE_RANGE_UNCLEAR", what);
            Assert.Contains("value_range", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_RangeOfTheSettings_IsBelieved()
    {
        double[] values = [.. Ink.Select(part => part * 100)];
        foreach (var upload in Uploads(values))
        {
            Assert.Equal(100, Read(Plain, upload).Pixels.Max());
            Assert.Equal(255, Read(Plain with { ValueRange = "levels" }, upload).Pixels.Max());
        }
    }

    [Fact]
    public void Read_RangeThatIsNone_IsRefusedNamingThoseThatAre()
    {
        foreach (var upload in Uploads([.. Ink]))
        {
            var refusal = RefusalOf(Plain with { ValueRange = "0..100" }, upload);

            Assert.Equal("SETTING_INVALID", refusal.Reason);
            Assert.Contains("0..255", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static ImportSettings Plain => OpenedUpload.Plain;

    private static IEnumerable<(string Name, byte[] Bytes)[]> Uploads(double[] values)
    {
        yield return [("a.csv", Csv(Row("7", values), Row("3", values)))];
        byte[] floats = [.. values.Concat(values).SelectMany(BitConverter.GetBytes)];
        yield return [("x.npy", NpyBytes.Of("<f8", $"2, {Side}, {Side}", floats)), ("y.npy", NpyBytes.Labels(2))];
        if (values.All(value => value is >= 0 and <= 255 && double.IsInteger(value)))
        {
            byte[] bytes = [.. values.Concat(values).Select(value => (byte)value)];
            yield return [("images", [.. IdxBytes.Header(IdxBytes.ImagesMagic, 2, Side, Side), .. bytes]), ("labels", IdxBytes.Labels(2))];
        }
    }

    private static (byte[] Pixels, string Range) Read(ImportSettings settings, (string Name, byte[] Bytes)[] upload)
    {
        var findings = OpenedUpload.FindingsOf(settings, upload);
        var item = OpenedUpload.Read(settings, new ImportOptions(), upload).Items[0];
        Assert.Null(item.Fault);
        return (item.Image!.Pixels.ToArray(), findings.Assumptions.SingleOrDefault(made => made.Setting == "value_range")?.Value ?? "");
    }

    private static Refusal RefusalOf(ImportSettings settings, (string Name, byte[] Bytes)[] upload) =>
        OpenedUpload.RefusalOf(settings, new ImportOptions(), upload);

    private static string Row(string label, double[] values) =>
        string.Join(',', [label, .. values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))]);
}
