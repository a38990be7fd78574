using static Digits.Datasets.Tests.Formats.Tables;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

public sealed class CsvNotPicturesTests
{
    private const int Count = 40;

    [Theory]
    [InlineData("5.1,3.5,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n", "CSV_PICTURES_TOO_SMALL", "2x2")]
    [InlineData("sepal_length,sepal_width,petal_length,petal_width,class\n5.1,3.5,1.4,0.2,0\n7.0,3.2,4.7,1.4,1\n", "CSV_PICTURES_TOO_SMALL", "2x2")]
    [InlineData("47,100,27,81,57,37,26,0,0,23,56,53,100,90,40,98,8\n0,89,27,100,42,75,29,45,15,15,37,0,69,2,100,6,2\n", "CSV_PICTURES_TOO_SMALL", "4x4")]
    [InlineData("T,2,8,3,5,1,8,13,0,6,6,10,8,0,8,0,8\nI,5,12,3,7,2,10,5,5,4,13,3,9,2,8,4,10\n", "CSV_PICTURES_TOO_SMALL", "4x4")]
    [InlineData("path,symbol_id,latex,user_id\nhasy-data/v2-0.png,31,A,50\nhasy-data/v2-1.png,31,A,10\n", "CSV_LISTS_FILES", "\"path\"")]
    [InlineData("filename,width,height,class,writer\n0.png,28,28,0,w1\n1.png,28,28,0,w1\n", "CSV_LISTS_FILES", "\"filename\"")]
    [InlineData("image,id,choice,annotator,annotation_id\n/data/upload/1/0a-7,1,7,1,1\n/data/upload/1/0c-3,2,3,1,2\n", "CSV_LISTS_FILES", "\"image\"")]
    [InlineData("0001.jpg;7\n0002.jpg;3\n", "CSV_LISTS_FILES", "column 1")]
    [InlineData("name,city,age\nada,london,36\nalan,london,41\n", "CSV_OF_TEXT", "text")]
    [InlineData("text,label,lang,source\ngood,pos,en,web\nbad,neg,en,web\n", "CSV_OF_TEXT", "text")]
    [InlineData("ImageId,Label\n1,0\n2,0\n", "CSV_ONLY_LABELS", "holds labels")]
    [InlineData("label\n7\n3\n", "CSV_ONLY_LABELS", "holds labels")]
    [InlineData("7\n3\n4\n", "CSV_ONLY_LABELS", "holds labels")]
    public void Read_TableOfSomethingElse_IsRefusedByWhatItIs(string text, string reason, string named)
    {
        var refusal = OpenedUpload.RefusalOf(("a.csv", Text(text)));

        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("Index")]
    [InlineData("Unnamed: 0")]
    [InlineData("file_name")]
    public void Read_PixelsBesideAColumnThatNumbersThem_AreRefusedForTheirMissingLabel(string name)
    {
        var rows = Rows(Count).Select((row, at) => row.Skip(1).Prepend(Number(at)));

        var refusal = OpenedUpload.RefusalOf(("a.csv", Bytes([[name, .. Header().Skip(1)], .. rows])));

        Assert.Equal("CSV_LABEL_MISSING", refusal.Reason);
        Assert.Contains($"column \"{name}\"", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "CSV_LABELS_UNIQUE")]
    [InlineData(17, "CSV_LABELS_UNIQUE")]
    [InlineData(0.3, "CSV_LABELS_FRACTIONS")]
    public void Read_AsManyLabelsAsSamples_IsRefused(double step, string reason)
    {
        var rows = Rows(Count).Select((row, at) => row.Skip(1).Prepend(Number(at * step)));

        Assert.Equal(reason, OpenedUpload.RefusalOf(("a.csv", Bytes(rows))).Reason);
    }

    [Fact]
    public void Read_KeysAsLabels_AreRefused()
    {
        var rows = Rows(Count).Select((row, at) => row.Skip(1).Prepend($"img-{at:x8}"));

        Assert.Equal("CSV_LABELS_UNIQUE", OpenedUpload.RefusalOf(("a.csv", Bytes(rows))).Reason);
    }

    [Fact]
    public void Read_OneSampleOfEachCharacter_IsRead()
    {
        var rows = Rows(Count).Select((row, at) => row.Skip(1).Prepend(((char)('あ' + at)).ToString()));

        Assert.Equal(Count, OpenedUpload.Read(("a.csv", Bytes(rows))).Items.Select(item => item.Label).Distinct().Count());
    }

    [Fact]
    public void Read_MeasurementsAsLabels_AreRefused()
    {
        var rows = Rows(Count).Select((row, at) => row.Skip(1).Select(pixel => pixel + ".5").Prepend(Number((at % 30) + 0.5)).ToList()).ToList();
        rows.ForEach(row => row[^1] = row[0]);

        Assert.Equal("CSV_LABELS_FRACTIONS", OpenedUpload.RefusalOf(("a.csv", Bytes(rows))).Reason);
    }

    [Fact]
    public void Read_OneSampleOfEachDigit_IsNoTableOfRowNumbers() =>
        CsvLabelColumnTests.AssertRead(OpenedUpload.Read(("a.csv", Bytes(Rows(10)))).Items);

    [Fact]
    public void Read_TextAmongPixels_IsRefused()
    {
        var rows = Rows(Count);
        rows.ForEach(row => (row[0], row[9]) = ("a", "b"));

        Assert.Equal("CSV_OF_TEXT", OpenedUpload.RefusalOf(("a.csv", Bytes([Header(), .. rows]))).Reason);
    }

    [Fact]
    public void Read_TableOfFilesBesideAGoodOne_IsPassedOver()
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(
            OpenedUpload.Plain, new(), ("a.csv", Bytes(Rows(Count))), ("list.csv", Text("path,label\na.png,1\nb.png,2\n")));

        Assert.Equal(Count, items.Count);
        Assert.Equal("list.csv", Assert.Single(findings.PassedOver).File);
    }
}
