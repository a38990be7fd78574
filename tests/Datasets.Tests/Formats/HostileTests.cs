using Digits.Tests.Datasets;
using System.Text;
using Digits.Datasets.Formats;
using Digits.Datasets.Import;
using Digits.Imaging;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Files that would take memory or time out of all proportion to their size.</summary>
public sealed class HostileTests
{
    [Fact]
    public void Read_RowOfNothingButSeparators_IsRefused()
    {
        var refusal = OpenedUpload.RefusalOf(("a.csv", Encoding.ASCII.GetBytes(new string(',', 3_000_000))));

        Assert.Equal("CSV_ROW_TOO_LONG", refusal.Reason);
    }

    [Fact]
    public void Read_LabelMapOfVeryManyLabels_IsRefused()
    {
        var map = Encoding.ASCII.GetBytes($"{{{string.Join(',', Enumerable.Range(0, 100_001).Select(label => $"\"{label}\":\"7\""))}}}");

        Assert.Equal("LABEL_MAP_INVALID", OpenedUpload.RefusalOf(("map.json", map)).Reason);
    }

    [Fact]
    public void Read_PicturesThatArePackedInThemselves_CountTheirPixels()
    {
        var blank = PngEncoder.Encode(new GrayImage(1000, 1000, new byte[1_000_000]));
        var archive = ZipBytes.Of([.. Enumerable.Range(0, 30).Select(number => ($"7/{number}.png", blank))]);
        var limits = new ImportOptions { MaxUnpackedBytes = 5_000_000 };

        Assert.Equal("UNPACKED_TOO_LARGE", OpenedUpload.RefusalOf(OpenedUpload.Plain, limits, ("a.zip", archive)).Reason);
    }

    [Fact]
    public void Add_FaultsWithVeryLongNames_AreKeptShort()
    {
        var faults = new FaultList(FaultPolicy.Skip);

        faults.Add(new FileFault(new string('x', 65_000), new string('y', 65_000)));

        Assert.InRange(faults.First[0].File.Length + faults.First[0].Cause.Length, 1, 1000);
    }
}
