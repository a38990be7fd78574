using Digits.Datasets.Formats;
using Digits.Imaging;

namespace Digits.Datasets.Tests.Formats;

public sealed class ValueRangeTests
{
    private const int Count = 20;
    private const int Side = 8;

    // A stroke of full ink with a soft edge on paper, a little different in every picture, as bytes.
    private static readonly byte[] Ink = [.. Enumerable.Range(0, Count * Side * Side).Select(at =>
    {
        var (picture, row, column) = (at / (Side * Side), at / Side % Side, at % Side);
        var stroke = 2 + (picture % 4);
        return row is 0 or 7 ? (byte)0 : column == stroke ? (byte)255 : column == stroke + 1 ? (byte)((at * 37 % 200) + 20) : (byte)0;
    })];

    [Theory]
    [InlineData("0..1", 0, 1)]
    [InlineData("0..1", 0, 1.0000001)]
    [InlineData("0..1", -0.00002, 1.0001)]
    [InlineData("0..255", 0, 255)]
    [InlineData("-1..1", -1, 1)]
    [InlineData("-1..1", -0.99, 1.01)]
    [InlineData("-0.5..0.5", -0.5, 0.5)]
    [InlineData("standardised", -0.4242, 2.8215)]
    [InlineData("standardised", -0.14, 0.86)]
    public void Read_FloatsOfARange_AreRecognisedAndVisible(string range, double paper, double ink)
    {
        var (items, findings) = OpenedUpload.Floats(Side, [.. Ink.Select(value => paper + (value / 255.0 * (ink - paper)))]);

        Assert.Equal(range, Assert.Single(findings.Assumptions, assumed => assumed.Setting == "value_range").Value);
        Assert.All(items, item => Assert.Null(item.Fault));
        AssertLike(Ink, items, tolerance: 30);
    }

    [Theory]
    [InlineData("0..1", 1)]
    [InlineData("0..255", 255)]
    public void Read_ResampledPictures_AreClippedWhereTheyOvershoot(string range, int full)
    {
        var values = Ink.Select((value, at) => (value, at) switch
        {
            (255, _) when at % 3 == 0 => 1.12,
            (0, _) when at % 7 == 0 => -0.13,
            _ => value / 255.0,
        });

        var (items, findings) = OpenedUpload.Floats(Side, [.. values.Select(value => value * full)]);

        Assert.Equal(range, findings.Assumptions.Single().Value);
        AssertLike(Ink, items, tolerance: 1);
    }

    [Theory]
    [InlineData("0..1", 1)]
    [InlineData("levels", 3)]
    [InlineData("levels", 9)]
    [InlineData("levels", 15)]
    [InlineData("0..16", 16)]
    [InlineData("0..255", 100)]
    [InlineData("0..255", 255)]
    [InlineData("0..1023", 1023)]
    [InlineData("0..4095", 4095)]
    [InlineData("0..65535", 65535)]
    public void Read_WholeNumbersOfARange_AreRecognisedAndVisible(string range, int full)
    {
        var (items, findings) = OpenedUpload.Floats(Side, [.. Ink.Select(value => Math.Round(value / 255.0 * full))]);

        Assert.Equal(range, Assert.Single(findings.Assumptions, assumed => assumed.Setting == "value_range").Value);
        Assert.Equal(full == 100 ? 100 : 255, items.Max(item => item.Image!.Pixels.ToArray().Max()));
        Assert.All(items, item => Assert.True(Normalizer.Normalize(item.Image!).Pixels.ContainsAnyExcept((byte)0)));
    }

    [Fact]
    public void Read_SignedBytes_AreMovedToPaper()
    {
        var (items, findings) = OpenedUpload.Floats(Side, [.. Ink.Select(value => value - 128.0)]);

        Assert.Equal("-128..127", findings.Assumptions.Single().Value);
        AssertLike(Ink, items, tolerance: 0);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(-3)]
    [InlineData(double.NaN)]
    public void Read_OneValueFarOutside_IsAFaultOfItsPictureAndNotOfTheOthers(double value)
    {
        var values = Ink.Select(value => value / 255.0).ToArray();
        values[(3 * Side * Side) + 5] = value;

        var (items, findings) = OpenedUpload.Floats(Side, values);

        Assert.Equal("0..1", findings.Assumptions.Single().Value);
        Assert.Contains("values from 0 to 1 were expected", Assert.Single(items, item => item.Fault is not null).Fault!.Cause, StringComparison.Ordinal);
        AssertLike(Ink[..(3 * Side * Side)], items[..3], tolerance: 1);
    }

    [Theory]
    [InlineData(0, 12.5)]
    [InlineData(-30, 40)]
    [InlineData(0, 1000.5)]
    [InlineData(0, 7e6)]
    public void Read_NumbersOfNoKnownRange_AreAskedFor(double paper, double ink)
    {
        var values = Ink.Select(value => paper + (value / 255.0 * (ink - paper))).ToArray();

        var refusal = Refusal.Of(() => OpenedUpload.Floats(Side, values));

        Assert.Equal("VALUE_RANGE_UNCLEAR", refusal.Reason);
        Assert.Contains("value_range", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0..12.5", 0, 12.5)]
    [InlineData("-30..40", -30, 40)]
    [InlineData("levels", 0, 12.5)]
    [InlineData("0..255", 0, 255)]
    [InlineData("0..65535", 0, 65535)]
    public void Read_ValueRangeOfTheSettings_Decides(string range, double paper, double ink)
    {
        var settings = new ImportSettings { Name = "a", ValueRange = range };

        var (items, findings) = OpenedUpload.Floats(Side, [.. Ink.Select(value => paper + (value / 255.0 * (ink - paper)))], settings);

        Assert.Empty(findings.Assumptions);
        AssertLike(Ink, items, tolerance: 1);
    }

    [Fact]
    public void Read_ValueRangeThatTheValuesLeave_IsAFaultOfThePictures()
    {
        var settings = new ImportSettings { Name = "a", ValueRange = "0..1" };

        var (items, _) = OpenedUpload.Floats(Side, [.. Ink.Select(value => (double)value)], settings);

        Assert.All(items, item => Assert.Contains("values from 0 to 1 were expected", item.Fault!.Cause, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0-255")]
    [InlineData("bytes")]
    [InlineData("1..0")]
    public void Read_ValueRangeOfNoName_IsRefused(string range) => Assert.Equal(
        "VALUE_RANGE_UNKNOWN",
        Refusal.Of(() => OpenedUpload.Floats(Side, new double[Side * Side], new ImportSettings { Name = "a", ValueRange = range })).Reason);

    private static void AssertLike(byte[] expected, IReadOnlyList<SourceItem> items, int tolerance) =>
        Assert.All(
            expected.Zip(items.SelectMany(item => item.Image!.Pixels.ToArray())),
            pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
}
