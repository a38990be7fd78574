using Digits.Datasets.Formats;
using static Digits.Datasets.Tests.Formats.Tables;

namespace Digits.Datasets.Tests.Formats;

public sealed class CsvLabelColumnTests
{
    private const int Count = 40;

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, false)]
    [InlineData(34, true)]
    public void Read_NoisyCornerWithoutNames_LeavesTheLabelFirst(int noise, bool once)
    {
        var rows = Rows(Count);
        foreach (var row in rows.Where((_, at) => once ? at == 7 : at % 5 == 0))
        {
            row[^1] = Number(noise);
        }

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes(rows)));

        Assert.Equal(Labels(Count), items.Select(item => item.Label));
        var assumed = Assert.Single(findings.Assumptions, assumed => assumed.Setting == "label_column");
        Assert.Equal("LABEL_COLUMN_FIRST", assumed.Value);
        Assert.Equal(["LABEL_COLUMN_LAST"], assumed.Alternatives);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("noise")]
    [InlineData("0.000")]
    [InlineData("random")]
    public void Read_LabelLastWithoutNames_IsFoundByStrongEvidence(string corner)
    {
        var rows = Rows(Count, pixel => corner == "0.000" ? $"{pixel}.000" : Number(pixel));
        for (var row = 0; row < Count; row++)
        {
            rows[row][1] = corner switch { "noise" when row % 5 == 0 => "3", "random" => Number(200 + (row * 7 % 55)), _ => rows[row][1] };
            rows[row] = [.. rows[row].Skip(1), rows[row][0]];
        }

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes(rows)));

        Assert.Equal(Labels(Count), items.Select(item => item.Label));
        Assert.Contains(findings.Assumptions, assumed => assumed.Value == "LABEL_COLUMN_LAST");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_RowsSortedByLabel_AreJudgedThroughoutTheTable(bool isFirst)
    {
        const int each = 2000;
        var rows = Enumerable.Range(0, 5 * each).Select(row => (Label: Number(row / each), Pixels: Picture(row).Select(pixel => Number(pixel))));

        var (_, _, items) = OpenedUpload.Read(("a.csv", Bytes(rows.Select(row => isFirst ? row.Pixels.Prepend(row.Label) : row.Pixels.Append(row.Label)))));

        Assert.Equal(["0", "1", "2", "3", "4"], items.Select(item => item.Label).Distinct());
    }

    [Theory]
    [InlineData("label", 0)]
    [InlineData("Class", 36)]
    [InlineData("TARGET", 12)]
    [InlineData("digit", 20)]
    [InlineData("y", 1)]
    [InlineData("class_name", 35)]
    public void Read_NamedLabel_IsFoundWhereverItIs(string name, int place)
    {
        var rows = Rows(Count);
        rows.Insert(0, Header());
        foreach (var row in rows)
        {
            var label = row[0] == "label" ? name : row[0];
            row.RemoveAt(0);
            row.Insert(place, label);
        }

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes(rows)));

        AssertRead(items);
        Assert.Equal(name, Assert.Single(findings.Assumptions, assumed => assumed.Setting == "label_field").Value);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("Unnamed: 0", false)]
    [InlineData("id", true)]
    [InlineData("index", false)]
    [InlineData("filename", false)]
    [InlineData("image_path", false)]
    public void Read_ColumnThatNumbersOrNamesSamples_IsDroppedAndNamed(string name, bool isFirst)
    {
        var rows = Rows(Count);
        for (var row = 0; row < Count; row++)
        {
            rows[row].Insert(isFirst ? 0 : 1, name.Contains('a', StringComparison.Ordinal) ? $"img/{row}.png" : Number(row + 60000));
        }

        var header = Header();
        header.Insert(isFirst ? 0 : 1, name);

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes([header, .. rows])));

        AssertRead(items);
        Assert.Equal($"a.csv: column {(isFirst ? 1 : 2)}", Assert.Single(findings.PassedOver).File);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(37, 1)]
    public void Read_RowNumbersWithoutNames_AreDropped(int place, int start)
    {
        var rows = Rows(Count);
        for (var row = 0; row < Count; row++)
        {
            rows[row].Insert(place, Number(row + start));
        }

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes(rows)));

        AssertRead(items);
        Assert.Contains("numbers the rows", Assert.Single(findings.PassedOver).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LabelFieldOfTheSettings_DecidesOverTheNames()
    {
        var rows = Rows(Count);
        rows.ForEach(row => row.Insert(0, "4"));
        byte[] table = Bytes([["label", "true digit", .. Header().Skip(1)], .. rows]);

        var (_, _, items) = OpenedUpload.Read(new ImportSettings { Name = "a", LabelField = "True Digit" }, new ImportOptions(), ("a.csv", table));
        var refusal = OpenedUpload.RefusalOf(new ImportSettings { Name = "a", LabelField = "kind" }, new ImportOptions(), ("a.csv", table));

        AssertRead(items);
        Assert.Equal("LABEL_FIELD_UNKNOWN", refusal.Reason);
        Assert.Contains("\"true digit\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LabelColumnOfTheSettings_DecidesOverTheValues()
    {
        var settings = new ImportSettings { Name = "a", LabelColumn = LabelColumn.Last };

        var (_, _, items, findings) = OpenedUpload.ReadFindings(settings, new ImportOptions(), ("a.csv", Bytes(Rows(Count))));

        Assert.All(items, item => Assert.Equal("0", item.Label));
        Assert.DoesNotContain(findings.Assumptions, assumed => assumed.Setting == "label_column");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Read_OneColumnForEachLabel_IsRead(bool isFirst, bool isNamed)
    {
        var header = Header().Skip(1).ToList();
        var classes = Enumerable.Range(0, 10).Select(label => $"label_{label}");
        var rows = Rows(Count).Select(row => OneHot(row.Skip(1), int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture))).ToList();
        rows.InsertRange(0, isNamed ? [isFirst ? [.. classes, .. header] : [.. header, .. classes]] : []);

        AssertRead(OpenedUpload.Read(("a.csv", Bytes(rows))).Items);

        List<string> OneHot(IEnumerable<string> pixels, int label)
        {
            var bits = Enumerable.Range(0, 10).Select(index => index == label ? "1" : "0");
            return isFirst ? [.. bits, .. pixels] : [.. pixels, .. bits];
        }
    }

    [Fact]
    public void Read_LabelAndOneColumnForEachLabel_TakesTheLabel()
    {
        var rows = Rows(Count).Select((row, at) => row.Concat(Enumerable.Range(0, 10).Select(index => index == at % 10 ? "1" : "0"))).ToList();

        AssertRead(OpenedUpload.Read(("a.csv", Bytes([Header().Concat(Enumerable.Range(0, 10).Select(index => $"is{index}")), .. rows]))).Items);
    }

    [Theory]
    [InlineData("7.0", "7")]
    [InlineData("7.000000e+00", "7")]
    [InlineData("+7", "7")]
    [InlineData("07", "07")]
    [InlineData("7.5", "7.5")]
    [InlineData("1e5", "1e5")]
    public void Read_LabelsOfNumbers_AreWrittenPlainly(string written, string label)
    {
        var row = Rows(1)[0];
        row[0] = written;

        Assert.Equal(label, OpenedUpload.Read(("a.csv", Bytes([Header(), row]))).Items.Single().Label);
    }

    [Fact]
    public void Read_LabelsThatDifferByAZero_AreKeptAndNamed()
    {
        var rows = Rows(Count);
        rows[7][0] = "07";

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes([Header(), .. rows])));

        Assert.Equal("07", items[7].Label);
        Assert.Contains("\"07\" and \"7\"", Assert.Single(findings.Assumptions, assumed => assumed.Setting == "label_map").Reason, StringComparison.Ordinal);
    }

    internal static void AssertRead(IReadOnlyList<SourceItem> items)
    {
        Assert.All(items, item => Assert.Null(item.Fault));
        Assert.Equal(Labels(items.Count), items.Select(item => item.Label));
        Assert.Equal(Enumerable.Range(0, items.Count).SelectMany(Picture), items.SelectMany(item => item.Image!.Pixels.ToArray()));
    }
}
