using System.Numerics;
using Digits.Tests;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Files that hold no data set are named for what they are, whatever they are called.</summary>
public sealed class WrongFileTests
{
    public static TheoryData<string, string, string> Texts => new()
    {
        { "train.gz", "<!DOCTYPE html>\n<html><body>Sign in</body></html>", "an HTML page" },
        { "train.csv", "\n  <HTML><head>", "an HTML page" },
        { "x.npz", "<!-- saved --><html>", "an HTML page" },
        { "x.csv", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "an XML document" },
        { "x", "<Error><Code>NoSuchKey</Code></Error>", "an XML document" },
        { "x.png", "<?xml version=\"1.0\"?>\n<!-- a --><svg></svg>", "a file in the format SVG" },
        { "x.zip", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "a Git LFS pointer" },
        { "x.npz", "{\"message\":\"Not Found\",\"documentation_url\":\"https://x\"}", "a JSON error message" },
        { "x.csv", "{\"status\": 404, \"error\": \"gone\"}", "a JSON error message" },
        { "x.json", "{\"detail\":\"Authentication credentials were not provided.\"}", "a JSON error message" },
        { "x.json", "{\"images\": [], \"annotations\": [], \"categories\": []}", "a JSON file of annotations in the format of COCO" },
        { "x.json", "[{\"id\": 1, \"image\": \"a.png\", \"choice\": \"7\"}]", "a JSON export of Label Studio" },
        { "x.ndjson", "{\"word\":\"one\",\"drawing\":[[[1],[2]]]}\n{\"word\":\"two\",\"drawing\":[]}\n", "a JSON file of drawn strokes" },
        { "x.ipynb", "{\"cells\": [], \"nbformat\": 4}", "a Jupyter notebook" },
        { "x.csv", "[1, 2, 3]", "a JSON file that is no label map" },
        { "x.csv", "(dp0\nS'data'\n", "a Python pickle" },
        { "x.sh", "#!/bin/sh\ncurl\n", "a script" },
        { "x.doc", "{\\rtf1\\ansi}", "an RTF document" },
        { "x.pdf", "%PDF-1.7\n", "a file in the format PDF" },
        { "x.url", "[InternetShortcut]\nURL=https://x\n", "an internet shortcut" },
        { "x.mhtml", "MIME-Version: 1.0\n", "a saved web page" },
    };

    public static TheoryData<byte[], string> Binaries => new()
    {
        { [.. "SQLite format 3\0"u8], "an SQLite database" },
        { [.. new byte[16], 0xDE, 0xC0, 0xEF, 0xBE, 1, 0, 0, 0], "an LMDB database" },
        { [.. "PAR1"u8, 0, 1], "a Parquet file" },
        { [0x89, .. "HDF\r\n"u8, 0x1A], "an HDF5 file" },
        { [.. "MATLAB 7.3 MAT-file"u8, 0], "a MATLAB file" },
        { [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20], "a PyTorch file" },
        { [0x80, 3, (byte)'c'], "a Python pickle" },
        { [0x28, 0xB5, 0x2F, 0xFD, 0], "packed with Zstandard" },
        { [.. "Rar!"u8, 0x1A, 7], "a RAR archive" },
        { [.. "MZ"u8, 0x90, 0], "a Windows program" },
        { [0x7F, .. "ELF"u8, 2], "a Linux program" },
        { [.. "8BPS"u8, 0, 1, 0], "a file in the format PSD" },
        { [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0], "a file in the format HEIC" },
        { [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "an old Excel or Word file" },
        { Records(10), "a TFRecord file" },
        { [.. "ARROW1"u8, 0, 0], "an Arrow file" },
        { [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8], "a sound file" },
    };

    public static TheoryData<string[], string> Documents => new()
    {
        { ["[Content_Types].xml", "xl/workbook.xml", "xl/media/image1.png"], "an Excel workbook" },
        { ["[Content_Types].xml", "word/document.xml"], "a Word document" },
        { ["mimetype", "content.xml", "Thumbnails/thumbnail.png"], "an OpenDocument file" },
        { ["archive/data.pkl", "archive/version", "archive/data/0"], "a PyTorch file" },
        { ["model/data.pkl", "model/byteorder"], "a PyTorch file" },
        { ["config.json", "metadata.json", "model.weights.h5"], "a Keras model" },
        { ["Index/Document.iwa", "preview.jpg"], "a document of Apple Numbers" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Open_TextThatIsNoTable_IsNamed(string name, string text, string what)
    {
        AssertNamed(name, Text(text), what);
        AssertNamed(name, IdxBytes.Gzip(Text(text)), what);
        AssertNamed(name, [0xEF, 0xBB, 0xBF, .. Text(text)], what);
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Open_BinaryOfAnotherKind_IsNamed(byte[] file, string what) => AssertNamed("train-images-idx3-ubyte", file, what);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Open_DocumentThatIsAZip_IsNamed(string[] names, string what) =>
        AssertNamed("mnist.zip", ZipBytes.Of([.. names.Select(name => (name, name.EndsWith(".png", StringComparison.Ordinal) ? Png(1) : Text("x")))]), what);

    [Theory]
    [InlineData("label,<b>,c,d,e\n1,2,3,4,5\n")]
    [InlineData("#label,a,b,c,d\n7,200,2,3,4\n8,4,3,2,100\n")]
    [InlineData("7,200,2,3,4\n8,4,3,2,100\n")]
    public void Read_Table_IsStillATable(string text)
    {
        // Pictures of 6x6 pixels.
        var rows = text.TrimEnd('\n').Split('\n').Select(row => row + string.Concat(Enumerable.Range(0, 32).Select(column => row.Contains('c') ? $",n{column}" : $",{column * 7}")));

        Assert.Equal("csv", OpenedUpload.Read(("x.csv", Csv([.. rows]))).Format);
    }

    [Fact]
    public void Open_OneFileOfAPairIsWrong_NamesThatFile()
    {
        var labels = ("l-idx1", IdxBytes.Labels(4));

        foreach (var wrong in new[] { "<html></html>", "version https://git-lfs.github.com/spec/v1\n", "{\"message\":\"Not Found\"}" })
        {
            Assert.StartsWith("i-idx3.gz is ", OpenedUpload.RefusalOf(labels, ("i-idx3.gz", Text(wrong))).Message, StringComparison.Ordinal);
            Assert.StartsWith("i-idx3.gz is ", OpenedUpload.RefusalOf(("i-idx3.gz", Text(wrong)), labels).Message, StringComparison.Ordinal);
        }

        Assert.StartsWith("i.csv is no table", OpenedUpload.RefusalOf(labels, ("i.csv", Text("no such file\n"))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a.zip: i-idx3: It is an HTML page",
            OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of(("i-idx3", Text("<html></html>")), labels))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ArchiveOfPointers_SaysSo()
    {
        var pointer = Text("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n");

        var refusal = OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of(("7/a.png", pointer), ("8/b.png", pointer))));

        Assert.Contains("a.zip: 7/a.png: It is a Git LFS pointer", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManyCommentsAndPercentSigns_TakeNoTime()
    {
        // Patterns that try every way to divide such texts would take years.
        var text = string.Concat(Enumerable.Repeat("<!---->", 500)) + "<";
        var percent = string.Concat(Enumerable.Repeat("% ", 2000));

        Assert.Equal("FILE_UNKNOWN", OpenedUpload.RefusalOf(("x", Text(text))).Reason);
        Assert.Equal("CSV_EMPTY", OpenedUpload.RefusalOf(("x", Text(percent))).Reason);
    }

    private static void AssertNamed(string name, byte[] file, string what)
    {
        var refusal = OpenedUpload.RefusalOf((name, file));

        Assert.Equal("FILE_UNKNOWN", refusal.Reason);
        Assert.StartsWith($"{name} is {what}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(". ", refusal.Message, StringComparison.Ordinal);
    }

    // A record's length with the checksum that TensorFlow puts behind it.
    private static byte[] Records(ulong length)
    {
        var sum = BitOperations.RotateRight(~BitOperations.Crc32C(uint.MaxValue, length), 15) + 0xA282EAD8;
        return [.. BitConverter.GetBytes(length), .. BitConverter.GetBytes(sum), .. new byte[length]];
    }
}
