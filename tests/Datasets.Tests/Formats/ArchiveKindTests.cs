using System.Formats.Tar;
using System.Text;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Tests;
using Digits.Tests.Datasets;
using SharpCompress.Common;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Archives other than ZIP hold what ZIP archives hold, within the same bounds.</summary>
public sealed class ArchiveKindTests
{
    private const int NameField = 0;
    private const int SizeField = 124;
    private const int TypeField = 156;

    private static readonly (string Name, byte[] Bytes)[] Pictures =
        [("mnist/train/7/a.png", Png(1)), ("mnist/train/8/b.png", Png(2)), ("mnist/test/7/c.png", Png(3)), ("mnist/README.md", Text("Digits."))];

    public static TheoryData<string> Kinds => new("pax", "gnu", "ustar", "v7", "gz", "gz gz", "bz2", "7z", "7z lzma", "7z plain");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_ArchiveOfPictures_IsReadAsZipIs(string kind)
    {
        var (format, _, items, findings) = OpenedUpload.ReadFindings(("a", Pack(kind, Pictures)));

        Assert.Equal("zip", format);
        Assert.All(items, item => Assert.Null(item.Fault));
        Assert.Equal(["7 Train", "8 Train", "7 Test"], items.Select(item => $"{item.Label} {item.Part}"));
        Assert.Equal(["a: mnist/README.md"], findings.PassedOver.Select(file => file.File));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_ArchiveOfArraysAndTables_IsReadAsZipIs(string kind)
    {
        var npz = ZipBytes.Of(("x.npy", NpyBytes.Pictures(3)), ("y.npy", NpyBytes.Labels(3)));

        var idx = OpenedUpload.Read(("a", Pack(kind, ("i-idx3.gz", IdxBytes.Gzip(IdxBytes.Images(4))), ("l-idx1", IdxBytes.Labels(4)))));
        var csv = OpenedUpload.Read(("a", Pack(kind, ("a/train.csv", Csv(RowHeader(), Row("5", 200, 2), Row("6", 4, 3))))));
        var nested = OpenedUpload.Read(("a", Pack(kind, ("mnist.npz", npz))));

        Assert.Equal(("idx", 4), (idx.Format, idx.Items.Count(item => item.Fault is null)));
        Assert.Equal(("csv", 2), (csv.Format, csv.Items.Count(item => item.Fault is null)));
        Assert.Equal(("npz", 3), (nested.Format, nested.Items.Count(item => item.Fault is null)));
    }

    [Fact]
    public void Read_TarPackedWithXz_IsRead()
    {
        foreach (var packed in new[] { XzBytes.Tar, XzBytes.TarInTwoStreams })
        {
            var (_, _, items) = OpenedUpload.Read(("digits.tar.xz", packed));

            Assert.Equal(["7", "8"], items.Select(item => item.Label));
            Assert.All(items, item => Assert.Null(item.Fault));
        }
    }

    [Fact]
    public void Read_PackedTable_IsRead()
    {
        var table = Csv(RowHeader(), Row("5", 200, 2), Row("6", 4, 3));

        Assert.Equal(2, OpenedUpload.Read(("train.csv.bz2", TarBytes.Bzip2(table))).Items.Count);
        Assert.Equal(2, OpenedUpload.Read(("train.csv.gz", IdxBytes.Gzip(IdxBytes.Gzip(table)))).Items.Count);
    }

    [Fact]
    public void Read_LongNames_AreWholeInEveryTarFormat()
    {
        var label = new string('x', 90);
        var folder = string.Join('/', Enumerable.Repeat(new string('f', 60), 4));
        foreach (var format in new[] { TarEntryFormat.Pax, TarEntryFormat.Gnu })
        {
            var (_, _, items) = OpenedUpload.Read(("a.tar", TarBytes.Of(format, ($"{folder}/{label}/a.png", Png(1)), ($"{folder}/8/a.png", Png(2)))));

            Assert.Equal([label, "8"], items.Select(item => item.Label));
        }
    }

    [Fact]
    public void Read_LinksAndDevices_ArePassedOverAndNamed()
    {
        var tar = TarBytes.WithLink("7/link.png", "/etc/passwd", ("7/a.png", Png(1)), ("8/b.png", Png(2)));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.tar", tar));

        Assert.Equal(["7", "8"], items.Select(item => item.Label));
        Assert.Equal(
            ["It is a link to another file, and links are not followed.", "It is a link to another file, and links are not followed.", "It is a device."],
            findings.PassedOver.Select(file => file.Cause));
    }

    [Theory]
    [InlineData("../7/a.png", "Its path leaves the archive by \"..\".")]
    [InlineData("/7/a.png", "It has an absolute path.")]
    public void Read_PathOutOfTheArchive_IsAFaultOfThatFile(string name, string cause)
    {
        foreach (var archive in new[] { TarBytes.Of((name, Png(2)), ("7/a.png", Png(1))), TarBytes.Of(TarEntryFormat.Gnu, (name, Png(2)), ("7/a.png", Png(1))) })
        {
            var (_, _, items) = OpenedUpload.Read(("a.tar", archive));

            Assert.Equal(cause, items[0].Fault!.Cause);
            Assert.Equal("7", items[1].Label);
        }
    }

    [Fact]
    public void Read_NameTwice_IsAFaultOfTheSecond()
    {
        var (_, _, items) = OpenedUpload.Read(("a.tar", TarBytes.Of(("7/a.png", Png(1)), ("7/a.png", Png(2)))));

        Assert.Equal("Its name occurs twice in the archive.", items[1].Fault!.Cause);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_BeyondTheLimits_IsRefusedAndLeavesNothing(string kind)
    {
        var packed = Pack(kind, ("7/a.png", new byte[300_000]), ("8/a.png", new byte[300_000]), ("9/a.png", Png(1)));
        var one = new ImportOptions { MaxArchiveEntries = 2 };
        var bytes = new ImportOptions { MaxUnpackedBytes = 100_000 };

        Assert.Equal("ARCHIVE_TOO_MANY_ENTRIES", OpenedUpload.RefusalOf(OpenedUpload.Plain, one, ("a", packed)).Reason);
        if (kind is not ("pax" or "gnu" or "ustar" or "v7"))
        {
            Assert.Equal("UNPACKED_TOO_LARGE", OpenedUpload.RefusalOf(OpenedUpload.Plain, bytes, ("a", packed)).Reason);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_ArchiveCutShort_IsRefused(string kind)
    {
        var packed = Pack(kind, Pictures);

        // The end of a tar archive is zeros, without which it is whole; behind them stands what packs it.
        var whole = kind is "pax" or "gnu" or "ustar" or "v7" ? packed.AsSpan().LastIndexOfAnyExcept((byte)0) : packed.Length;
        foreach (var share in new[] { 0.3, 0.6, 0.9 })
        {
            var refusal = OpenedUpload.RefusalOf(("a", packed[..((int)(whole * share) | 1)]));

            Assert.Contains(refusal.Reason, new[] { "ARCHIVE_DAMAGED", "COMPRESSION_DAMAGED" });
        }
    }

    [Fact]
    public void Read_TarWithoutItsEnd_IsReadWithADoubt()
    {
        var tar = TarBytes.Of(TarEntryFormat.Ustar, Pictures);
        var end = (tar.AsSpan().LastIndexOfAnyExcept((byte)0) / 512 * 512) + 512;

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.tar", tar[..end]));

        Assert.Equal(3, items.Count);
        Assert.Equal(
            "The archive a.tar has no mark at its end; where it was cut short, entries are missing.", Assert.Single(findings.Assumptions).Reason);
        Assert.Empty(OpenedUpload.ReadFindings(("a.tar", tar)).Findings.Assumptions);
    }

    [Fact]
    public void Read_ArchiveWithoutEntries_IsRefused()
    {
        var empty = new byte[32];
        new byte[] { 0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4 }.CopyTo(empty, 0);

        Assert.Equal("ARCHIVE_WITHOUT_SAMPLES", OpenedUpload.RefusalOf(("a.7z", empty)).Reason);
        Assert.Equal("ARCHIVE_WITHOUT_SAMPLES", OpenedUpload.RefusalOf(("a.tar", TarBytes.WithLink("7/a", "b"))).Reason);
    }

    [Fact]
    public void Read_SevenZipInsideOfGzip_IsRefused() =>
        Assert.Equal("ARCHIVE_NESTED", OpenedUpload.RefusalOf(("a.7z.gz", IdxBytes.Gzip(TarBytes.SevenZip(Pictures)))).Reason);

    [Fact]
    public void Read_ClaimsOfALyingTar_MakeNoRoomForThem()
    {
        // A long name, attributes and a content of 8 GB, of which there is next to nothing.
        var tar = TarBytes.Of(TarEntryFormat.Ustar, ("7/a.png", Png(1)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var type in "Lx0")
        {
            var lying = TarBytes.Patch(TarBytes.Patch(tar, SizeField, Encoding.ASCII.GetBytes("77777777777\0")), TypeField, [(byte)type]);

            Assert.Equal("ARCHIVE_DAMAGED", OpenedUpload.RefusalOf(("a.tar", lying)).Reason);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Read_TarHeaderWithAWrongChecksum_IsRefused()
    {
        var tar = TarBytes.Of(TarEntryFormat.Ustar, ("7/a.png", Png(1)), ("8/b.png", Png(2)));
        var second = tar.AsSpan().IndexOf("8/b.png"u8);
        tar[second + NameField] = (byte)'9';

        Assert.Equal("The archive a.tar is damaged: the checksum of a header is wrong.", OpenedUpload.RefusalOf(("a.tar", tar)).Message);
    }

    [Fact]
    public void Read_SevenZipThatAsksForTooMuchMemory_IsRefused()
    {
        var archive = TarBytes.SevenZip(CompressionType.LZMA, packHeader: false, ("7/a.png", Png(1)));

        // The coder's properties in the header: a byte, then the size of the dictionary.
        var header = archive.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x23, 0x03, 0x01, 0x01, 0x05]);
        new byte[] { 0, 0, 0, 0x40 }.CopyTo(archive, header + 6);

        var refusal = OpenedUpload.RefusalOf(("a.7z", TarBytes.WithRightChecksums(archive)));

        Assert.Equal("UNPACK_MEMORY_TOO_LARGE", refusal.Reason);
    }

    [Fact]
    public void Read_SevenZipOfBillionsOfEntries_IsRefused()
    {
        var archive = TarBytes.SevenZip(CompressionType.LZMA, packHeader: false, ("7/a.png", Png(1)));

        // The block of files: its number 5, and how many there are. A first byte of all ones announces eight more.
        var offset = 32 + (int)BitConverter.ToInt64(archive, 12);
        var files = offset + archive.AsSpan(offset).LastIndexOf((ReadOnlySpan<byte>)[0x05, 0x01]);
        byte[] patched = [.. archive[..(files + 1)], 0xF0, 0xFF, 0xFF, 0xFF, 0x7F, .. archive[(files + 2)..]];
        BitConverter.GetBytes(patched.Length - offset).CopyTo(patched, 20);

        var refusal = OpenedUpload.RefusalOf(("a.7z", TarBytes.WithRightChecksums(patched)));

        Assert.Equal("ARCHIVE_TOO_MANY_ENTRIES", refusal.Reason);
    }

    [Fact]
    public void Open_Cancelled_StopsUnpacking()
    {
        using var folder = new TempFolder();
        using var work = new WorkFolder(Path.Combine(folder.Path, "work"));
        var path = Path.Combine(folder.Path, "a");
        File.WriteAllBytes(path, TarBytes.Of(Pictures));

        Assert.Throws<OperationCanceledException>(() => UploadedSamples.Open(
            [new UploadedFile("a.tar", path)], work, OpenedUpload.Plain, new ImportOptions(), new CancellationToken(canceled: true)));
    }

    private static byte[] Pack(string kind, params (string Name, byte[] Bytes)[] entries) => kind switch
    {
        "pax" => TarBytes.Of(entries),
        "gnu" => TarBytes.Of(TarEntryFormat.Gnu, entries),
        "ustar" => TarBytes.Of(TarEntryFormat.Ustar, entries),
        "v7" => TarBytes.Of(TarEntryFormat.V7, entries),
        "gz" => IdxBytes.Gzip(TarBytes.Of(entries)),
        "gz gz" => IdxBytes.Gzip(IdxBytes.Gzip(TarBytes.Of(TarEntryFormat.Gnu, entries))),
        "bz2" => TarBytes.Bzip2(TarBytes.Of(entries)),
        "7z" => TarBytes.SevenZip(entries),
        "7z lzma" => TarBytes.SevenZip(CompressionType.LZMA, packHeader: true, entries),
        _ => TarBytes.SevenZip(CompressionType.LZMA2, packHeader: false, entries),
    };
}
