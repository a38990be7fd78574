using System.Text;
using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class CsvSourceTests
{
    // Two by two pixels are accepted only where the columns' names say that they are pixels.
    [Theory]
    [InlineData("label,1x1,1x2,2x1,2x2\n7,0,10,20,255\n3,1,2,3,4\n")]
    [InlineData("label;pixel0;pixel1;pixel2;pixel3\n7;0;10;20;255\n3;1;2;3;4")]
    [InlineData("label\tpx1\tpx2\tpx3\tpx4\r\n7\t0\t10\t20\t255\r\n\r\n3\t1\t2\t3\t4\r\n")]
    [InlineData("label|p1|p2|p3|p4\n7|0|10|20|255\n3|1|2|3|4\n")]
    [InlineData("label p1 p2 p3 p4\r7   0 10 20 255\r3 1 2 3 4\r")]
    [InlineData("sep=;\nlabel;p1;p2;p3;p4\n7;0;10;20;255\n3;1;2;3;4\n")]
    [InlineData("p1,p2,p3,p4,class\n0,10,20,255,7\n1,2,3,4,3\n")]
    [InlineData("p1,p2,label,p3,p4\n0,10,7,20,255\n1,2,3,3,4\n")]
    [InlineData("what,p1,p2,p3,p4\n7,0,10,20,255\n3,1,2,3,4\n")]
    [InlineData("id,label,p1,p2,p3,p4\n4711,7,0,10,20,255\n4711,3,1,2,3,4\n")]
    [InlineData("label,p1,p2,p3,p4,\n7,0,10,20,255,\n3,1,2,3,4,\n")]
    [InlineData("\"label\",\"p1\",\"p2\",\"p3\",\"p4\"\n\"7\",\"0\",\"10\",\"20\",\"255\"\n\"3\",\"1\",\"2\",\"3\",\"4\"\n")]
    [InlineData("\uFEFFlabel,p1,p2,p3,p4\n7.0,0.0,10.0,20,255\n3,1,2,3,4\n")]
    [InlineData("label,p1,p2,p3,p4\n7.0e+00, 0, 9.6 ,20,2.55e2\n3.000000e+00,1,2,3,4\n")]
    [InlineData("label;p1;p2;p3;p4\n7,0;0,0;9,6;20;255,0\n3;1;2;3;4\n")]
    public void Read_EveryLayout_GivesTheSameSamples(string text)
    {
        foreach (var bytes in new[] { Text(text), Encoding.Unicode.GetBytes(text), Encoding.BigEndianUnicode.GetBytes("\uFEFF" + text.TrimStart('\uFEFF')) })
        {
            var (format, _, items) = OpenedUpload.Read(("a", bytes));

            Assert.Equal("csv", format);
            Assert.Equal(["7", "3"], items.Select(item => item.Label));
            Assert.Equal([0, 10, 20, 255, 1, 2, 3, 4], items.SelectMany(item => item.Image!.Pixels.ToArray()));
        }
    }

    [Theory]
    [InlineData("0,1,2,3")]
    [InlineData("0,0.1,0.2,0.3")]
    public void Read_HeaderOfNumbers_IsNoSample(string start)
    {
        var names = start == "0,1,2,3" ? Enumerable.Range(0, 37).Select(Number) : ["0", .. Enumerable.Range(1, 36).Select(at => $"0.{at}")];

        var (_, _, items) = OpenedUpload.Read(("a.csv", Csv(string.Join(',', names), Row("7", 10), Row("3", 20))));

        Assert.Equal(["7", "3"], items.Select(item => item.Label));
    }

    [Fact]
    public void Read_LabelColumnOfTheSettings_IsBelieved()
    {
        var settings = new ImportSettings { Name = "a", LabelColumn = LabelColumn.Last };

        var (_, _, items) = OpenedUpload.Read(settings, new ImportOptions(), ("a.csv", Csv(Row("5", 1, 9), Row("6", 1, 9))));

        Assert.Equal(["9", "9"], items.Select(item => item.Label));
    }

    [Fact]
    public void Read_ValuesUpToOne_AreScaled() => Assert.Equal(
        [0, 128, 255, 64],
        OpenedUpload.Read(("a.csv", Csv("label,p1,p2,p3,p4", "x,0,0.5,1,0.25"))).Items.Single().Image!.Pixels.ToArray());

    [Fact]
    public void Read_OblongNamedByItsHeader_IsRead()
    {
        var image = OpenedUpload.Read(("a.csv", Csv("label,1x1,1x2,1x3,2x1,2x2,2x3", "x,1,2,3,4,5,60"))).Items.Single().Image!;

        Assert.Equal((3, 2), (image.Width, image.Height));
    }

    [Fact]
    public void Read_QuotedLabel_KeepsSeparatorAndQuote() => Assert.Equal(
        "a,\"b\"", OpenedUpload.Read(("a.csv", Csv("label,p1,p2,p3,p4", "\"a,\"\"b\"\"\",2,3,4,50"))).Items.Single().Label);

    [Theory]
    [InlineData("1,2,3,4", "It has 4 values where 5 are wanted.")]
    [InlineData("1,2,3,4,5,6", "It has 6 values where 5 are wanted.")]
    [InlineData("1,NaN,3,4,5", "Its column 2 holds \"NaN\", which is no number.")]
    [InlineData("1,2,inf,4,5", "Its column 3 holds \"inf\", which is no number.")]
    [InlineData("1,2,,4,5", "Its column 3 holds \"\", which is no number.")]
    [InlineData("1,2,3,4,256", "Its column 5 holds 256; the file's values are read as 0..255.")]
    [InlineData("1,-1,3,4,5", "Its column 2 holds -1; the file's values are read as 0..255.")]
    [InlineData(",2,3,4,5", "Its label is empty.")]
    [InlineData("\"1,2,3,4,5", "Its column 2 holds")]
    public void Read_BadRow_IsAFaultOfThatRow(string row, string cause)
    {
        var (_, _, items) = OpenedUpload.Read(("a.csv", Csv("label,p1,p2,p3,p4", "1,2,3,4,99", row, "2,2,3,4,5", "3,50,60,70,80")));

        Assert.Equal(["1", "", "2", "3"], items.Select(item => item.Label));
        Assert.Equal("a.csv: row 3", items[1].Fault!.File);
        Assert.StartsWith(row[0] == '"' ? "Its label" : cause, items[1].Fault!.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "CSV_SEPARATOR")]
    [InlineData("\n\n", "CSV_EMPTY")]
    [InlineData("sep=;\n", "CSV_EMPTY")]
    [InlineData("label,p1,p2,p3,p4\n", "CSV_EMPTY")]
    [InlineData("p1,p2,p3,p4\n5,6,7,8\n", "CSV_LABEL_MISSING")]
    [InlineData("id,p1,p2,p3,p4\n1,5,6,7,8\n", "CSV_LABEL_MISSING")]
    [InlineData("1,2,3\n4,5,6\n", "CSV_COLUMNS")]
    [InlineData("id,label\n1,2\n", "CSV_PICTURES_MISSING")]
    [InlineData("label\n1\n2\n", "CSV_PICTURES_MISSING")]
    [InlineData("1,0,0\n0,1,0\n", "CSV_PICTURES_MISSING")]
    [InlineData("5.1,3.5,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n", "CSV_NOT_PICTURES")]
    [InlineData("T,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,8\nI,5,12,3,7,2,10,5,5,4,13,3,9,2,8,4,10\n", "CSV_NOT_PICTURES")]
    [InlineData("a,b,c,d,e\nx,y,z,7,u\nx,y,z,8,v\n", "CSV_NOT_PICTURES")]
    [InlineData("image_path,label\nimages/0.png,0\nimages/1.png,1\n", "CSV_LISTS_FILES")]
    [InlineData("filename,width,height,class,writer\n0.JPG,28,28,0,w1\n", "CSV_LISTS_FILES")]
    public void Read_NoTableOfPictures_IsRefusedWithItsReason(string text, string reason) =>
        Assert.Equal(reason, OpenedUpload.RefusalOf(("a.csv", Text(text))).Reason);

    [Fact]
    public void Read_WhatKaggleHandsOut_NamesTheTablesWithoutLabels()
    {
        var zip = ZipBytes.Of(
            ("train.csv", Csv("label,pixel0,pixel1,pixel2,pixel3", "1,2,3,4,50")),
            ("test.csv", Csv("pixel0,pixel1,pixel2,pixel3", "2,3,4,50")),
            ("sample_submission.csv", Csv("ImageId,Label", "1,0")));

        var (format, _, items, findings) = OpenedUpload.ReadFindings(("digit-recognizer.zip", zip));

        Assert.Equal("csv", format);
        Assert.Equal("1", Assert.Single(items).Label);
        Assert.Equal(
            ["digit-recognizer.zip: test.csv", "digit-recognizer.zip: sample_submission.csv"],
            findings.PassedOver.Select(file => file.File));
    }

    [Fact]
    public void Read_TrainAndTestTables_AreParts()
    {
        var (_, _, items) = OpenedUpload.Read(("mnist_test.csv", Csv(Row("1", 20))), ("all.csv", Csv(Row("1", 30))));

        Assert.Equal([Part.Test, Part.Train], items.Select(item => item.Part));
    }

    [Fact]
    public void Read_Transposed_TurnsThePictures()
    {
        var settings = new ImportSettings { Name = "a", Transposed = true };

        var image = OpenedUpload.Read(settings, new ImportOptions(), ("a.csv", Csv("label,1x1,1x2,1x3,2x1,2x2,2x3", "x,10,20,30,40,50,60"))).Items.Single().Image!;

        Assert.Equal((2, 3), (image.Width, image.Height));
        Assert.Equal([10, 40, 20, 50, 30, 60], image.Pixels.ToArray());
    }

    // A label and 36 pixels: a few values, ink, and the last value at the end.
    private static string Row(string label, int value, int last = 0) =>
        string.Join(',', [label, Number(value), .. Enumerable.Repeat("200", 10), .. Enumerable.Repeat("0", 24), Number(last)]);
}
