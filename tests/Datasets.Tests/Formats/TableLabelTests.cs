using Digits.Datasets.Formats;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Where tables have their labels, and how a reader is told that it was a guess.</summary>
public sealed class TableLabelTests
{
    private const int Rows = 130;

    [Theory]
    [InlineData(0)]
    [InlineData(34)]
    [InlineData(1)]
    public void Read_LabelFirstAndANoisyCorner_TakesTheFirst(int noise)
    {
        // All rows but one, or every fifth, have paper in their last pixel.
        var rows = Enumerable.Range(0, Rows).Select(row => Row(Number(row * 7 % 10), noise == 1 ? row % 5 / 4 : row == 77 ? noise : 0)).ToArray();

        Assert.Equal(10, LabelsOf(("a.csv", Csv(rows))).Count);
    }

    [Fact]
    public void Read_SortedByLabels_ReadsOnUntilTheyChange()
    {
        // More rows of one label than are judged at first, and a corner with more than one value.
        var rows = Enumerable.Range(0, 3000).Select(row => Row(row < 1500 ? "0" : "1", row % 40 == 3 ? 9 : 0)).ToArray();

        Assert.Equal(["0", "1"], LabelsOf(("a.csv", Csv(rows))));
    }

    [Fact]
    public void Read_LabelLast_IsFoundWhereTheFirstColumnIsPaper()
    {
        var rows = Enumerable.Range(0, Rows).Select(row => Row("0", row % 10)).ToArray();

        Assert.Equal(10, LabelsOf(("a.csv", Csv(rows))).Count);
    }

    [Theory]
    [InlineData("A", 3, 'A')]
    [InlineData("0.5", 3, '3')]
    public void Read_OneEndIsNoPixelOrNoLabel_TakesTheOther(string first, int last, char label) => Assert.Equal(
        [label.ToString()], LabelsOf(("a.csv", Csv([.. Enumerable.Repeat(Row(first, last), 5), Row(first, last)]))));

    [Theory]
    [InlineData("id")]
    [InlineData("index")]
    [InlineData("ImageId")]
    [InlineData("Unnamed: 0")]
    [InlineData("")]
    public void Read_ColumnThatNumbersTheRows_IsNoLabel(string name)
    {
        var header = string.Join(',', [name, .. Enumerable.Range(0, 36).Select(at => $"pixel{at}")]);
        var rows = Enumerable.Range(0, 30).Select(row => Row(Number(row), 0)).ToArray();

        Assert.Equal("CSV_LABEL_MISSING", OpenedUpload.RefusalOf(("a.csv", Csv([header, .. rows]))).Reason);
    }

    [Fact]
    public void Read_IndexColumnWithoutAName_IsLeftOut()
    {
        var rows = Enumerable.Range(0, 30).Select(row => $"{row}," + Row(Number(row % 3), 0)).ToArray();

        Assert.Equal(["0", "1", "2"], LabelsOf(("a.csv", Csv(rows))));
    }

    [Fact]
    public void Read_AsManyLabelsAsRows_IsRefusedUnlessTheCallerSaysSo()
    {
        var table = Csv([.. Enumerable.Range(500, 30).Select(row => Row(Number(row * 3), 0))]);

        Assert.Equal("CSV_LABELS_UNIQUE", OpenedUpload.RefusalOf(("a.csv", table)).Reason);
        var settings = new ImportSettings { Name = "a", LabelColumn = LabelColumn.First };
        Assert.Equal(30, OpenedUpload.Read(settings, new ImportOptions(), ("a.csv", table)).Items.Count);
    }

    [Theory]
    [InlineData("WHAT")]
    [InlineData("3")]
    public void Read_LabelFieldOfTheSettings_NamesOrNumbersTheColumn(string field)
    {
        var header = string.Join(',', ["p1", "p2", "what", .. Enumerable.Range(3, 34).Select(at => $"p{at}")]);
        var row = "9,8,x," + string.Join(',', Enumerable.Repeat("77", 34));
        var settings = new ImportSettings { Name = "a", LabelField = field };

        Assert.Equal("x", OpenedUpload.Read(settings, new ImportOptions(), ("a.csv", Csv(header, row))).Items.Single().Label);
    }

    [Fact]
    public void Read_LabelFieldThatIsNotThere_IsRefused()
    {
        var settings = new ImportSettings { Name = "a", LabelField = "nothing" };

        Assert.Equal("SETTING_INVALID", OpenedUpload.RefusalOf(settings, new ImportOptions(), ("a.csv", Csv(Row("1", 2), Row("2", 2)))).Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_OneHotColumns_AreTheLabel(bool atTheEnd)
    {
        var rows = Enumerable.Range(0, 6).Select(row =>
        {
            var hot = string.Join(',', Enumerable.Range(0, 5).Select(column => column == row % 5 ? "1.0" : "0.0"));
            var pixels = string.Join(',', Enumerable.Range(0, 36).Select(pixel => Number(pixel * 7)));
            return atTheEnd ? $"{pixels},{hot}" : $"{hot},{pixels}";
        });

        Assert.Equal(["0", "1", "2", "3", "4"], LabelsOf(("a.csv", Csv([.. rows]))));
    }

    [Fact]
    public void Read_NamedOneHotColumns_GiveTheirNames()
    {
        var header = string.Join(',', [.. Enumerable.Range(0, 36).Select(at => $"p{at}"), "is_ka", "is_ki"]);
        var pixels = string.Join(',', Enumerable.Repeat("99", 36));

        Assert.Equal(["ka", "ki"], LabelsOf(("a.csv", Csv(header, $"{pixels},1,0", $"{pixels},0,1"))));
    }

    [Theory]
    [InlineData("label\n4\n5\n")]
    [InlineData("4\n5\n")]
    [InlineData("0 0 0 0 1.0e+00 0\n0 0 0 0 0 1.0e+00\n")]
    public void Read_LabelsInASecondTable_BelongToTheRows(string labels)
    {
        var pixels = string.Join(' ', Enumerable.Range(0, 36).Select(pixel => $"{pixel}.0e+00"));

        Assert.Equal(["4", "5"], LabelsOf(("x.csv", Csv(pixels, pixels)), ("y.csv", Text(labels))));
    }

    [Fact]
    public void Read_SecondTableIsShorter_IsRefused()
    {
        var pixels = string.Join(',', Enumerable.Range(0, 36).Select(pixel => Number(pixel * 7)));

        Assert.Equal("COUNT_MISMATCH", OpenedUpload.RefusalOf(("x.csv", Csv(pixels, pixels, pixels)), ("y.csv", Text("4\n5\n"))).Reason);
    }

    [Fact]
    public void Read_TrainAndTestTablesWithLabelsApart_ArePaired()
    {
        var pixels = string.Join(',', Enumerable.Range(0, 36).Select(pixel => Number(pixel * 7)));

        var (_, _, items) = OpenedUpload.Read(
            ("x_train.csv", Csv(pixels, pixels)), ("y_test.csv", Csv("8", "9")), ("x_test.csv", Csv(pixels, pixels)), ("y_train.csv", Csv("6", "7")));

        Assert.Equal(["6", "7", "8", "9"], items.Select(item => item.Label).Order());
    }

    [Fact]
    public void Read_Guess_IsRecordedWithItsAlternative()
    {
        var findings = OpenedUpload.FindingsOf(("a.csv", Csv(Row("1", 2), Row("2", 2))));

        var label = Assert.Single(findings.Assumptions, made => made.Setting == "label_column");
        Assert.Equal(("LABEL_COLUMN_FIRST", "LABEL_COLUMN_LAST"), (label.Value, Assert.Single(label.Alternatives)));
    }

    [Fact]
    public void Read_PaddedTwinOfALabel_IsNoted()
    {
        var findings = OpenedUpload.FindingsOf(("a.csv", Csv(Row("07", 2), Row("7", 2), Row("0", 2), Row("00", 2))));

        Assert.Contains("\"07\" and \"7\"", Assert.Single(findings.Assumptions, made => made.Setting == "label_map").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transposed")]
    [InlineData("label_column")]
    [InlineData("label_field")]
    [InlineData("value_range")]
    public void Read_SettingThatConcernsNothing_IsRefused(string setting)
    {
        var settings = new ImportSettings
        {
            Name = "a",
            Transposed = setting == "transposed",
            LabelColumn = setting == "label_column" ? LabelColumn.Last : LabelColumn.Unspecified,
            LabelField = setting == "label_field" ? "x" : "",
            ValueRange = setting == "value_range" ? "0..1" : "",
        };

        var refusal = OpenedUpload.RefusalOf(settings, new ImportOptions(), ("a.zip", ZipBytes.Of(("7/a.png", Png(1)), ("3/b.png", Png(2)))));

        Assert.Equal("SETTING_UNUSED", refusal.Reason);
        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    private static List<string> LabelsOf(params (string Name, byte[] Bytes)[] files) =>
        [.. OpenedUpload.Read(files).Items.Select(item => item.Fault is null ? item.Label : item.Fault.Cause).Distinct().Order(StringComparer.Ordinal)];

    // A label, 35 pixels with ink among them, and the last pixel.
    private static string Row(string label, int last) =>
        string.Join(',', [label, .. Enumerable.Repeat("0", 12), .. Enumerable.Repeat("200", 11), .. Enumerable.Repeat("0", 12), Number(last)]);
}
