using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Gzip files as gzip -d accepts them.</summary>
public sealed class GzipMemberTests
{
    private static readonly byte[] Table = Csv([RowHeader(), .. Enumerable.Range(0, 4000).Select(row => Row(Number(row % 10), row % 256, 2, 200))]);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(8192)]
    [InlineData(20_000)]
    public void Read_SeveralMembers_AreOneFile(int size)
    {
        byte[] packed = [.. Table.Chunk(size == 1 ? Table.Length : size).SelectMany(IdxBytes.Gzip)];

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("train.csv.gz", packed));

        Assert.Equal(4000, items.Count(item => item.Fault is null));
        Assert.Empty(findings.PassedOver);
    }

    [Fact]
    public void Read_MembersThatEndWhereBuffersDo_AreOneFile()
    {
        // Names in their headers bring the ends of the members to every place around the sizes of buffers.
        for (var place = 8190; place <= 8194; place++)
        {
            var first = WithName(IdxBytes.Gzip(Table[..3000]), place);

            Assert.Equal(place, first.Length);
            Assert.Equal(4000, OpenedUpload.Read(("a.gz", [.. first, .. IdxBytes.Gzip(Table[3000..])])).Items.Count(item => item.Fault is null));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void Read_ZerosBehindTheLastMember_AreNothing(int zeros)
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.csv.gz", [.. IdxBytes.Gzip(Table), .. new byte[zeros]]));

        Assert.Equal(4000, items.Count(item => item.Fault is null));
        Assert.DoesNotContain(findings.Assumptions, assumption => assumption.Reason.Contains("gzip", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OtherBytesBehindTheLastMember_AreLeftOutAndNamed()
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.csv.gz", [.. IdxBytes.Gzip(Table), .. "garbage"u8]));

        Assert.Equal(4000, items.Count(item => item.Fault is null));
        Assert.Contains("a.csv.gz goes on for 7 bytes that are no gzip after what it packs; they were left out.", findings.Assumptions.Select(one => one.Reason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(30)]
    public void Read_LastMemberCutShort_IsRefused(int missing)
    {
        var packed = IdxBytes.Gzip(Table);

        Assert.Equal("COMPRESSION_DAMAGED", OpenedUpload.RefusalOf(("a.gz", packed[..^missing])).Reason);
        Assert.Equal("COMPRESSION_DAMAGED", OpenedUpload.RefusalOf(("a.gz", [.. packed, .. packed[..^missing]])).Reason);
    }

    [Fact]
    public void Read_ArraysOfSeveralMembers_AreRead()
    {
        var images = IdxBytes.Images(30);

        var (_, _, items) = OpenedUpload.Read(
            ("i-idx3-ubyte.gz", [.. IdxBytes.Gzip(images[..1000]), .. IdxBytes.Gzip(images[1000..]), .. new byte[512]]),
            ("l-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(30))));

        Assert.Equal(30, items.Count(item => item.Fault is null));
    }

    // Puts a name into the header of a member, so that the member has a length.
    private static byte[] WithName(byte[] member, int length)
    {
        byte[] named = [.. member[..10], .. Enumerable.Repeat((byte)'n', length - member.Length - 1), 0, .. member[10..]];
        named[3] |= 8;
        return named;
    }
}
