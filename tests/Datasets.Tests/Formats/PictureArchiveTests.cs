using Digits.Tests.Datasets;
using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using Digits.Tests;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class PictureArchiveTests
{
    [Fact]
    public void Read_FoldersNamedByLabel_GivesInkAndLabels()
    {
        var (format, labels, items) = OpenedUpload.Read(
            ("a.zip", ZipBytes.Of(("7/a.png", Png(1)), ("お/b.png", Png(2, 40)), ("7/c.PNG", Png(3)))));

        Assert.Equal("zip", format);
        Assert.Null(labels);
        Assert.Equal(["7", "お", "7"], items.Select(item => item.Label));
        Assert.Equal(Ink(1), items[0].Image!.Pixels.ToArray());
        Assert.Equal(40, items[1].Image!.Width);
        Assert.All(items, item => Assert.Equal(Part.Unspecified, item.Part));
    }

    [Fact]
    public void Read_EveryFormat_IsKnownByItsContent()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Imaging.Tests", "Pictures");
        var names = new[] { "seven.pgm", "seven.gif", "lossless.webp", "lossy.webp", "gray.jpg", "progressive.jpg", "cmyk.jpg" };
        var (_, _, items) = OpenedUpload.Read(
            ("a.zip", ZipBytes.Of([.. names.Select((name, at) => ($"7/{at}.png", File.ReadAllBytes(Path.Combine(folder, name))))])));

        Assert.Equal(names.Length, items.Count);
        Assert.All(items, item => Assert.Equal((24, 16, "7"), (item.Image!.Width, item.Image.Height, item.Label)));
        Assert.All(items, item => Assert.InRange(item.Image!.Pixels.ToArray().Sum(ink => ink), 13_000, 13_600));
    }

    [Theory]
    [InlineData("train/7/a.png", "test/7/b.png", nameof(Part.Train), nameof(Part.Test))]
    [InlineData("top/mnist/Training/7/a.png", "top/mnist/Validation/7/b.png", nameof(Part.Train), nameof(Part.Validation))]
    [InlineData("./train/7/deep/a.png", "./test/7/deep/b.png", nameof(Part.Train), nameof(Part.Test))]
    [InlineData("7/train/a.png", "7/test/b.png", nameof(Part.Train), nameof(Part.Test))]
    [InlineData("train\\7\\a.png", "val\\7\\b.png", nameof(Part.Train), nameof(Part.Validation))]
    [InlineData("train/7/a.png", "train/7/b.png", nameof(Part.Unspecified), nameof(Part.Unspecified))]
    [InlineData("digits/7/a.png", "digits/7/b.png", nameof(Part.Unspecified), nameof(Part.Unspecified))]
    [InlineData("7/a.png", "7/b.png", nameof(Part.Unspecified), nameof(Part.Unspecified))]
    public void Read_Folders_GivePartAndLabel(string first, string second, string firstPart, string secondPart)
    {
        var (_, _, items) = OpenedUpload.Read(("a.zip", ZipBytes.Of((first, Png(1)), (second, Png(2)))));

        Assert.All(items, item => Assert.Equal("7", item.Label));
        Assert.Equal([firstPart, secondPart], items.Select(item => item.Part.ToString()));
    }

    [Fact]
    public void Read_WhatSystemsLeaveBehind_IsPassedOver()
    {
        var (_, _, items) = OpenedUpload.Read(("a.zip", ZipBytes.Of(
            ("set/", []), ("set/7/", []), ("set/7/a.png", Png(1)), ("set/8/a.png", Png(2)), ("set/.DS_Store", [1]), ("__MACOSX/set/7/._a.png", [1]),
            ("set/7/Thumbs.db", [1]), ("set/7/desktop.ini", [1]), ("set/labels.json", Text("{\"7\":\"seven\"}")))));

        Assert.Equal(["seven", "8"], items.Select(item => item.Label));
        Assert.All(items, item => Assert.Null(item.Fault));
    }

    [Fact]
    public void Read_OtherFiles_AreFaultsByName()
    {
        var crc = Png(1);
        crc[^20] ^= 1;
        var (_, _, items) = OpenedUpload.Read(new ImportSettings { Name = "a" }, new ImportOptions { MaxImageBytes = 5000, MaxImageSide = 100 }, ("a.zip", ZipBytes.Of(
            ("set/7/good.png", Png(1)), ("set/8/good.png", Png(2)),
            ("set/loose.png", Png(3)), ("set/7/a.jpg", [0xFF, 0xD8, 0xFF]), ("set/7/a.tif", [.. "II*\0"u8, 8, 0, 0, 0]), ("set/7/a.rar", [.. "Rar!"u8, 0]), ("set/7/empty.png", []),
            ("set/7/crc.png", crc), ("set/7/large.png", Png(4, 101)), ("set/7/long.png", new byte[6000]), ("set/7/inner.zip", ZipBytes.Of(("7/a.png", Png(1)))),
            ("set/\u0001/a.png", Png(5)), ($"set/{new string('x', 101)}/a.png", Png(6)), ("set/7/cut.png", Png(1)[..60]))));

        var faults = items.Where(item => item.Fault is not null).ToDictionary(item => item.Fault!.File, item => item.Fault!.Cause);
        Assert.Equal(2, items.Count(item => item.Fault is null));
        Assert.Equal("It lies in no folder that names its label.", faults["a.zip: set/loose.png"]);
        Assert.Equal("The JPEG is cut short: its end is missing.", faults["a.zip: set/7/a.jpg"]);
        Assert.Equal("TIFF is not read; save the picture as PNG or JPEG.", faults["a.zip: set/7/a.tif"]);
        Assert.Equal("It is a RAR archive; pictures are PNG, JPEG, WebP, GIF, BMP and PNM.", faults["a.zip: set/7/a.rar"]);
        Assert.Equal("The image is empty: it has no bytes.", faults["a.zip: set/7/empty.png"]);
        Assert.StartsWith("The PNG is damaged: the checksum", faults["a.zip: set/7/crc.png"], StringComparison.Ordinal);
        Assert.Equal("The PNG claims 101x101 pixels; at most 100x100 are read.", faults["a.zip: set/7/large.png"]);
        Assert.Equal("It has 6000 bytes; a picture of at most 5000 can be read.", faults["a.zip: set/7/long.png"]);
        Assert.Equal("It is an archive inside of the archive.", faults["a.zip: set/7/inner.zip"]);
        Assert.Equal("Its name holds a control character.", faults["a.zip: set//a.png"]);
        Assert.Equal("Its label has 101 characters; at most 100 are allowed.", faults[$"a.zip: set/{new string('x', 101)}/a.png"]);
        Assert.StartsWith("The PNG is cut short", faults["a.zip: set/7/cut.png"], StringComparison.Ordinal);
        Assert.Equal(12, faults.Count);
    }

    [Fact]
    public void Read_NoPictures_IsRefused()
    {
        Assert.Equal("ARCHIVE_WITHOUT_SAMPLES", OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of())).Reason);
        Assert.Equal("ARCHIVE_WITHOUT_SAMPLES", OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of(("7/", []), ("8/", [])))).Reason);
        Assert.Equal("ARCHIVE_WITHOUT_SAMPLES", OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of(("7/a.tif", [.. "II*\0"u8, 8, 0, 0, 0])))).Reason);
    }

    [Fact]
    public void Read_NamesOfAnOldProgram_AreCodePage437()
    {
        // "é" in code page 437, which is no UTF-8.
        var zip = ZipBytes.Of(("x/a.png", Png(1)));
        for (var at = 0; at < zip.Length - 6; at++)
        {
            if (zip.AsSpan(at).StartsWith("x/a.png"u8))
            {
                zip[at] = 0x82;
            }
        }

        Assert.Equal("é", OpenedUpload.Read(("a.zip", zip)).Items.Single().Label);
    }

    [Fact]
    public void Read_ExportPackedInAnyOrder_ComesInTheOrderOfPositions()
    {
        const int Count = 2000;
        var manifest = Text("{\"format\":\"digits-dataset\",\"layout_version\":1,\"name\":\"a\",\"version\":\"b\",\"content_hash\":\"c\","
            + "\"labels\":[{\"label\":\"z\",\"folder\":\"z\"},{\"label\":\"y\",\"folder\":\"y\"},{\"label\":\"x\",\"folder\":\"x\"}]}");
        var png = Png(1);
        var pictures = Enumerable.Range(0, Count).Select(position => ($"train/{"zyx"[position % 3]}/{position:D7}.png", png)).ToArray();
        new Random(1).Shuffle(pictures);

        var (format, labels, items) = OpenedUpload.Read(("a.zip", ZipBytes.Of([("train/w/added.png", png), .. pictures, ("digits.json", manifest)])));

        Assert.Equal("digits", format);
        Assert.Equal(["z", "y", "x", "w"], labels);
        Assert.Equal([.. Enumerable.Range(0, Count).Select(position => "zyx"[position % 3].ToString()), "w"], items.Select(item => item.Label));
    }

    [Fact]
    public void Read_FoldersBeyondAllMeasure_AreRefused()
    {
        var entries = Enumerable.Range(0, 18_000).Select(number => ($"{number:D950}/a.png", Array.Empty<byte>())).ToArray();

        Assert.Equal("ARCHIVE_TOO_MANY_FOLDERS", OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of(entries))).Reason);
    }
}
