using Digits.Tests;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>What lies beside samples and does no harm is passed over and named; what should be a sample and is none stays a fault.</summary>
public sealed class ExtrasTests
{
    private static readonly (string Name, byte[] Bytes)[] Digits = [("digits/7/a.png", Png(1)), ("digits/8/b.png", Png(2))];

    [Theory]
    [InlineData("digits/README")]
    [InlineData("digits/ReadMe.de.txt")]
    [InlineData("digits/LICENSE")]
    [InlineData("digits/docs/paper.tex")]
    [InlineData("digits/7/notes.txt")]
    [InlineData("digits/classes.txt")]
    [InlineData("digits/data.yaml")]
    [InlineData("digits/train.py")]
    public void Read_TextBesidePictures_IsPassedOver(string name) => AssertPassedOver(name, Text("0\n1\n2\n"));

    [Theory]
    [InlineData("digits/class_to_idx.json", "{\"0\":0}")]
    [InlineData("digits/meta.json", "[1, 2]")]
    [InlineData("digits/index.html", "<!DOCTYPE html><html></html>")]
    [InlineData("digits/annotations.xml", "<?xml version=\"1.0\"?><annotation></annotation>")]
    [InlineData("digits/notebook.ipynb", "{\"cells\": [], \"nbformat\": 4}")]
    [InlineData("digits/requirements.sh", "#!/bin/sh\n")]
    public void Read_DocumentBesidePictures_IsPassedOver(string name, string text) => AssertPassedOver(name, Text(text));

    [Theory]
    [InlineData("digits/.DS_Store")]
    [InlineData("__MACOSX/digits/7/._a.png")]
    [InlineData("digits/7/._a.png")]
    [InlineData("digits/7/Icon\r")]
    [InlineData("digits/.localized")]
    [InlineData("digits/7/.ipynb_checkpoints/a-checkpoint.png")]
    [InlineData("digits/7/@eaDir/a.png/SYNOPHOTO_THUMB_M.jpg")]
    [InlineData(".Trashes/501/a.png")]
    [InlineData(".Spotlight-V100/store.db")]
    [InlineData(".git/objects/ab/cd")]
    [InlineData("digits/__pycache__/a.pyc")]
    [InlineData("digits/7/thumbs.DB")]
    [InlineData("digits/7/Desktop.ini")]
    [InlineData("digits/7 - Shortcut.lnk")]
    [InlineData("$RECYCLE.BIN/a.png")]
    [InlineData("digits/.gitkeep")]
    [InlineData("digits/.cache/7/a.png")]
    public void Read_LeftBehindByASystem_IsPassedOver(string name)
    {
        AssertPassedOver(name, Png(9));
        AssertPassedOver(name, []);
    }

    [Theory]
    [InlineData("digits/model.h5", new byte[] { 0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10 })]
    [InlineData("digits/weights.pkl", new byte[] { 0x80, 4, 0x95, 0 })]
    [InlineData("digits/tool.exe", new byte[] { (byte)'M', (byte)'Z', 0x90, 0 })]
    [InlineData("digits/paper.pdf", new byte[] { (byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', 0 })]
    [InlineData("digits/empty.log", new byte[0])]
    [InlineData("digits/some.bin", new byte[] { 1, 2, 3, 0 })]
    public void Read_OtherFileBesidePictures_IsPassedOver(string name, byte[] bytes) => AssertPassedOver(name, bytes);

    [Theory]
    [InlineData("digits/7/c.png", "", "The image is empty")]
    [InlineData("digits/7/c.png", "<!DOCTYPE html><html></html>", "It is an HTML page")]
    [InlineData("digits/7/c.jpg", "version https://git-lfs.github.com/spec/v1\n", "It is a Git LFS pointer")]
    [InlineData("digits/7/c", "version https://git-lfs.github.com/spec/v1\n", "It is a Git LFS pointer")]
    [InlineData("digits/7/c.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG is not read")]
    [InlineData("digits/7/c.PNG", "hello", "The file is not a picture")]
    public void Read_NoPictureWhereOneShouldBe_IsAFault(string name, string text, string cause)
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", ZipBytes.Of([.. Digits, (name, Text(text))])));

        Assert.StartsWith(cause, Assert.Single(items, item => item.Fault is not null).Fault!.Cause, StringComparison.Ordinal);
        Assert.Empty(findings.PassedOver);
    }

    [Fact]
    public void Read_ManyExtras_AreCountedInOneEntry()
    {
        var extras = Enumerable.Range(0, 300).Select(index => ($"__MACOSX/7/._{index}.png", new byte[] { 0, 5 }));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", ZipBytes.Of([.. Digits, .. extras])));

        Assert.Equal(2, items.Count);
        Assert.Equal("a.zip: __MACOSX/7/._0.png and 299 more", Assert.Single(findings.PassedOver).File);
        Assert.Equal(300, findings.PassedOverCount);
    }

    [Fact]
    public void Read_ListOfFilesBesideFoldersOfLabels_IsPassedOver() =>
        AssertPassedOver("digits/index.csv", Text("path,label\n7/a.png,7\n8/b.png,8\n"));

    [Fact]
    public void Read_KaggleTables_TakeTheLabelledOne()
    {
        var square = string.Join(',', Enumerable.Range(0, 36).Select(column => $"pixel{column}"));
        (string, byte[])[] files =
        [
            ("sample_submission.csv", Text("ImageId,Label\n1,0\n2,0\n")),
            ("test.csv", Csv(square, Row("7", 200, 2)[2..])),
            ("train.csv", Csv($"label,{square}", Row("7", 200, 2), Row("8", 2, 200))),
        ];

        foreach (var upload in new[] { files, [("kaggle.zip", ZipBytes.Of(files))] })
        {
            var (_, _, items, findings) = OpenedUpload.ReadFindings(upload);

            Assert.Equal(["7", "8"], items.Select(item => item.Label));
            Assert.Equal(2, findings.PassedOver.Count);
        }
    }

    [Fact]
    public void Read_DamagedTableOfPicturesBesideAGoodOne_StaysAFault()
    {
        var row = string.Join(',', Enumerable.Range(1, 64));
        var zip = ZipBytes.Of(("a.csv", Csv($"7,{row}", $"8,{row}")), ("b.csv", Csv($"7,{row},1,2", $"8,{row},1,2")));

        var (_, _, items) = OpenedUpload.Read(("a.zip", zip));

        Assert.StartsWith("The table a.zip: b.csv has 67 columns", Assert.Single(items, item => item.Fault is not null).Fault!.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExtrasBesideArrays_ArePassedOver()
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", ZipBytes.Of(
            ("i-idx3", IdxBytes.Images(3)), ("l-idx1", IdxBytes.Labels(3)), ("README.md", Text("a,b\nc,d\n")), ("LICENSE", Text("MIT")),
            ("mapping.txt", Text("0 48\n1 49\n")), ("preview.png", Png(1)), ("paper.pdf", Text("%PDF-1.4")), ("classes.json", Text("{\"a\":1}")))));

        Assert.Equal(3, items.Count(item => item.Fault is null));
        Assert.DoesNotContain(items, item => item.Fault is not null);
        Assert.Equal(6, findings.PassedOverCount);
    }

    private static void AssertPassedOver(string name, byte[] bytes)
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", ZipBytes.Of([.. Digits, (name, bytes)])));

        Assert.Equal(["7", "8"], items.Select(item => item.Label));
        Assert.All(items, item => Assert.Null(item.Fault));
        Assert.Equal($"a.zip: {name.TrimEnd('\r')}", Assert.Single(findings.PassedOver).File);
    }
}
