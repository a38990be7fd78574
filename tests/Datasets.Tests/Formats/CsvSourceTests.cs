using Digits.Tests.Datasets;
using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class CsvSourceTests
{
    [Theory]
    [InlineData("label,1x1,1x2,2x1,2x2\n7,0,10,20,255\n3,1,2,3,4\n")]
    [InlineData("1x1,1x2,2x1,2x2,class\n0,10,20,255,7\n1,2,3,4,3\n")]
    [InlineData("\"label\",\"1x1\",\"1x2\",\"2x1\",\"2x2\"\n\"7\",\"0\",\"10\",\"20\",\"255\"\n\"3\",\"1\",\"2\",\"3\",\"4\"\n")]
    [InlineData("\uFEFFlabel,1x1,1x2,2x1,2x2\n7.0,0.0,10.0,20,255\n3,1,2,3,4\n")]
    [InlineData("label,1x1,1x2,2x1,2x2\n7, 0, 9.6 ,20,2.55e2\n3,1,2,3,4\n")]
    public void Read_EveryLayout_GivesTheSameSamples(string text)
    {
        var (format, _, items) = OpenedUpload.Read(("a", Text(text)));

        Assert.Equal("csv", format);
        Assert.Equal(["7", "3"], items.Select(item => item.Label));
        Assert.Equal([0, 10, 20, 255, 1, 2, 3, 4], items.SelectMany(item => item.Image!.Pixels.ToArray()));
    }

    [Fact]
    public void Read_ValuesUpToOne_AreScaled() => Assert.Equal(
        [0, 128, 255, 64],
        OpenedUpload.Read(("a.csv", Csv("label,1x1,1x2,2x1,2x2", "x,0,0.5,1,0.25"))).Items.Single().Image!.Pixels.ToArray());

    [Fact]
    public void Read_OblongNamedByItsHeader_IsRead()
    {
        var image = OpenedUpload.Read(("a.csv", Csv("label,1x1,1x2,1x3,2x1,2x2,2x3", "x,1,2,3,4,5,6"))).Items.Single().Image!;

        Assert.Equal((3, 2), (image.Width, image.Height));
    }

    [Fact]
    public void Read_QuotedLabel_KeepsSeparatorAndQuote() => Assert.Equal(
        "a,\"b\"", OpenedUpload.Read(("a.csv", Csv("label,1x1,1x2,2x1,2x2", "\"a,\"\"b\"\"\",2,3,4,5"))).Items.Single().Label);

    [Theory]
    [InlineData("1,2,3,4", "It has 4 values where 5 are wanted.")]
    [InlineData("1,2,3,4,5,6", "It has 6 values where 5 are wanted.")]
    [InlineData("1,NaN,3,4,5", "Its column 2 holds \"NaN\", which is no number.")]
    [InlineData("1,2,inf,4,5", "Its column 3 holds \"inf\", which is no number.")]
    [InlineData("1,2,,4,5", "Its column 3 holds \"\", which is no number.")]
    [InlineData("1,2,3,4,256", "Its column 5 holds 256; values from 0 to 255 were expected")]
    [InlineData("1,-1,3,4,5", "Its column 2 holds -1; values from 0 to 255 were expected")]
    [InlineData(",2,3,4,5", "Its label is empty.")]
    [InlineData("\"1,2,3,4,5", "Its column 2 holds")]
    public void Read_BadRow_IsAFaultOfThatRow(string row, string cause)
    {
        var (_, _, items) = OpenedUpload.Read(("a.csv", Csv("label,1x1,1x2,2x1,2x2", "1,2,3,4,5", row, "2,2,3,4,5")));

        Assert.Equal(["1", "", "2"], items.Select(item => item.Label));
        Assert.Equal("a.csv: row 3", items[1].Fault!.File);
        Assert.StartsWith(row[0] == '"' ? "Its label" : cause, items[1].Fault!.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one line of words\nand one more\n", "CSV_SEPARATOR")]
    [InlineData("label 1 2\nseven 3 4\nthree of 5\n", "CSV_SEPARATOR")]
    [InlineData("hello", "CSV_SEPARATOR")]
    [InlineData("\n\n", "CSV_EMPTY")]
    [InlineData("label,a,b,c,d\n", "CSV_EMPTY")]
    [InlineData("1,2,3,4\n5,6,7,8\n", "CSV_LABEL_MISSING")]
    [InlineData("1,2,3\n4,5,6\n", "CSV_COLUMNS")]
    [InlineData("id,label\n1,2\n", "CSV_COLUMNS")]
    public void Read_NoTableOfPictures_IsRefusedWithItsReason(string text, string reason) =>
        Assert.Equal(reason, OpenedUpload.RefusalOf(("a.csv", Text(text))).Reason);

    [Fact]
    public void Read_WhatKaggleHandsOut_PassesOverTheTablesWithoutLabels()
    {
        var zip = ZipBytes.Of(
            ("train.csv", Tables.Bytes([Tables.Header(), .. Tables.Rows(3)])),
            ("test.csv", Tables.Bytes([Tables.Header().Skip(1), .. Tables.Rows(2).Select(row => row.Skip(1))])),
            ("sample_submission.csv", Csv("ImageId,Label", "1,0", "2,0")));

        var (format, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("digit-recognizer.zip", zip));

        Assert.Equal("csv", format);
        Assert.Equal(["0", "1", "2"], items.Select(item => item.Label));
        Assert.Equal(
            ["digit-recognizer.zip: test.csv", "digit-recognizer.zip: sample_submission.csv"],
            findings.PassedOver.Select(passedOver => passedOver.File));
        Assert.Equal("label", Assert.Single(findings.Assumptions, assumed => assumed.Setting == "label_field").Value);
    }

    [Fact]
    public void Read_TrainAndTestTables_AreParts()
    {
        var (_, _, items) = OpenedUpload.Read(("mnist_test.csv", Tables.Bytes(Tables.Rows(1))), ("all.csv", Tables.Bytes(Tables.Rows(1))));

        Assert.Equal([Part.Test, Part.Train], items.Select(item => item.Part));
    }
}
