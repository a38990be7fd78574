using Digits.Tests.Datasets;
using System.Buffers.Binary;
using Digits.Datasets.Formats;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Archives that are made to harm, and such as broke on the way.</summary>
public sealed class ArchiveTrapTests
{
    private const int FlagsField = 8;
    private const int MethodField = 10;
    private const int CrcField = 16;
    private const int SizeField = 24;

    private static readonly byte[] TwoPictures = ZipBytes.Of(("7/a.png", Png(1)), ("8/b.png", Png(2)));

    [Theory]
    [InlineData("../7/a.png", "Its path leaves the archive by \"..\".")]
    [InlineData("7/../../a.png", "Its path leaves the archive by \"..\".")]
    [InlineData("..\\7\\a.png", "Its path leaves the archive by \"..\".")]
    [InlineData("/7/a.png", "It has an absolute path.")]
    [InlineData("\\7\\a.png", "It has an absolute path.")]
    [InlineData("C:/7/a.png", "It has an absolute path.")]
    public void Read_PathOutOfTheArchive_IsAFaultOfThatFile(string name, string cause)
    {
        var (_, _, items) = OpenedUpload.Read(("a.zip", ZipBytes.Of(("7/a.png", Png(1)), (name, Png(2)))));

        Assert.Equal("7", items[0].Label);
        Assert.Equal(cause, items[1].Fault!.Cause);
    }

    [Fact]
    public void Read_NameTwice_IsAFaultOfTheSecond()
    {
        var (_, _, items) = OpenedUpload.Read(("a.zip", ZipBytes.Of(("7/a.png", Png(1)), ("8/b.png", Png(2)), ("7/a.png", Png(3)))));

        Assert.Equal(["7", "8", ""], items.Select(item => item.Label));
        Assert.Equal("Its name occurs twice in the archive.", items[2].Fault!.Cause);
    }

    [Theory]
    [InlineData(FlagsField, new byte[] { 1, 8 }, true, "It is encrypted.")]
    [InlineData(MethodField, new byte[] { 12, 0 }, true, "It is packed with the unsupported method BZIP2; deflate and stored can be read.")]
    [InlineData(MethodField, new byte[] { 99, 0 }, true, "It is packed with the unsupported method AES encryption; deflate and stored can be read.")]
    [InlineData(CrcField, new byte[] { 1, 2, 3, 4 }, false, "Its content is damaged: the checksum is wrong.")]
    [InlineData(SizeField, new byte[] { 5, 0, 0, 0 }, false, "It unpacks to more than the 5 bytes that the archive's directory names.")]
    public void Read_EntryThatCannotBeRead_IsAFault(int field, byte[] value, bool both, string cause)
    {
        var (_, _, items) = OpenedUpload.Read(("a.zip", ZipBytes.Patch(TwoPictures, field, value, both)));

        Assert.All(items, item => Assert.Equal(cause, item.Fault!.Cause));
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public void Read_EntryCalledOtherwiseInItsOwnHeader_IsAFault()
    {
        var zip = (byte[])TwoPictures.Clone();
        zip[zip.AsSpan().IndexOf("7/a.png"u8)] = (byte)'9';

        var (_, _, items) = OpenedUpload.Read(("a.zip", zip));

        Assert.Equal("The archive's directory calls it otherwise than its own header does.", items[0].Fault!.Cause);
        Assert.Equal("8", items[1].Label);
    }

    [Fact]
    public void Read_EntriesThatOverlap_AreRefused()
    {
        // Both entries of the directory point to the first place.
        var zip = ZipBytes.Patch(ZipBytes.Of(("7/a.png", Png(1)), ("7/b.png", Png(1))), 42, [0, 0, 0, 0], both: false);

        var refusal = OpenedUpload.RefusalOf(("a.zip", zip));

        Assert.Equal(("ARCHIVE_DAMAGED", "The archive a.zip is damaged: its entries overlap one another."), (refusal.Reason, refusal.Message));
    }

    [Fact]
    public void Read_CutAtAnyPlace_IsRefused()
    {
        for (var length = 4; length < TwoPictures.Length; length += 7)
        {
            Assert.Equal("ARCHIVE_DAMAGED", OpenedUpload.RefusalOf(("a.zip", TwoPictures[..length])).Reason);
        }
    }

    [Fact]
    public void Read_TooManyEntries_IsRefused() => Assert.Equal(
        "ARCHIVE_TOO_MANY_ENTRIES",
        OpenedUpload.RefusalOf(OpenedUpload.Plain, new ImportOptions { MaxArchiveEntries = 1 }, ("a.zip", TwoPictures)).Reason);

    [Fact]
    public void Read_UnpackedBeyondTheLimit_IsRefused()
    {
        var limits = new ImportOptions { MaxUnpackedBytes = 1000 };
        var images = IdxBytes.Gzip(IdxBytes.Images(10));

        Assert.Equal("UNPACKED_TOO_LARGE", OpenedUpload.RefusalOf(OpenedUpload.Plain, limits, ("a.zip", ZipBytes.Of(("7/a.png", new byte[2000])))).Reason);
        Assert.Equal("UNPACKED_TOO_LARGE", OpenedUpload.RefusalOf(OpenedUpload.Plain, limits, ("i.gz", images), ("l", IdxBytes.Labels(10))).Reason);
    }

    [Fact]
    public void Read_RatioOfABomb_IsRefusedBeforeItIsUnpacked()
    {
        // 768 MB out of a few hundred bytes.
        var bomb = ZipBytes.Patch(ZipBytes.Of(("x.npy", NpyBytes.Pictures(1)), ("y.npy", NpyBytes.Labels(1))), SizeField, [0, 0, 0, 24], both: false);

        Assert.Equal("UNPACK_RATIO_TOO_HIGH", OpenedUpload.RefusalOf(("bomb.npz", bomb)).Reason);
    }

    [Fact]
    public void Read_SizeThatNoPackedBytesCanFill_MakesNoRoomForIt()
    {
        var zip = ZipBytes.Patch(ZipBytes.Of(("7/a.png", Png(1))), SizeField, [0, 0, 0, 3], both: false);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (_, _, items) = OpenedUpload.Read(("a.zip", zip));

        Assert.StartsWith("It ends after ", items.Single().Fault!.Cause, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Read_ArchiveInsideOfGzip_IsRefused() =>
        Assert.Equal("ARCHIVE_NESTED", OpenedUpload.RefusalOf(("a.zip.gz", IdxBytes.Gzip(TwoPictures))).Reason);

    [Fact]
    public void Read_GzipInsideOfGzipInsideOfGzip_IsRefused() =>
        Assert.Equal("FILE_UNKNOWN", OpenedUpload.RefusalOf(("a.gz", IdxBytes.Gzip(IdxBytes.Gzip(IdxBytes.Gzip(IdxBytes.Images(1)))))).Reason);

    [Fact]
    public void Read_GzipCutBeforeItsChecksum_IsRefused()
    {
        var labels = IdxBytes.Gzip(IdxBytes.Labels(9000));

        Assert.Equal("COMPRESSION_DAMAGED", OpenedUpload.RefusalOf(("i", IdxBytes.Images(9000, 4, 4)), ("l", labels[..^8])).Reason);
    }

    [Fact]
    public void Read_ArchiveOfArchives_NamesThem()
    {
        var (_, _, items) = OpenedUpload.Read(("a.zip", ZipBytes.Of(("x.npy", NpyBytes.Pictures(1)), ("y.npy", NpyBytes.Labels(1)), ("more.zip", TwoPictures))));

        Assert.Equal("It is an archive inside of the archive, and no NPZ file.", Assert.Single(items, item => item.Fault is not null).Fault!.Cause);
    }

    [Fact]
    public void Read_DirectoryOfMillionsThatIsNotThere_IsRefused()
    {
        var zip = (byte[])TwoPictures.Clone();
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), ushort.MaxValue);

        Assert.Equal("ARCHIVE_DAMAGED", OpenedUpload.RefusalOf(("a.zip", zip)).Reason);
    }
}
