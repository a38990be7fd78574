using System.Globalization;
using System.Text;
using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using static Digits.Datasets.Tests.Formats.Tables;

namespace Digits.Datasets.Tests.Formats;

public sealed class CsvDialectTests
{
    private const int Count = 20;

    public static TheoryData<string> Dialects => [.. Written.Keys];

    private static Dictionary<string, byte[]> Written { get; } = new()
    {
        ["trailing comma"] = Bytes(Rows(Count), end: ",\n"),
        ["trailing semicolons and a header without"] = [.. Bytes([Header()], ';'), .. Bytes(Rows(Count), ';', ";\n")],
        ["trailing comma and an empty name"] = Bytes([Header(), .. Rows(Count)], end: ",\r\n"),
        ["sep line"] = [.. "sep=;\r\n"u8, .. Bytes([Header(), .. Rows(Count)], ';', "\r\n")],
        ["quoted sep line"] = [0xEF, 0xBB, 0xBF, .. "\"SEP=,\"\n"u8, .. Bytes(Rows(Count))],
        ["sep line without header"] = [.. "sep=|\n"u8, .. Bytes(Rows(Count), '|')],
        ["bars"] = Bytes([Header(), .. Rows(Count)], '|'),
        ["spaces"] = Bytes(Rows(Count), ' '),
        ["spaces with a header"] = Bytes([Header(), .. Rows(Count)], ' ', " \r\n"),
        ["aligned with spaces"] = Bytes(Rows(Count).Select(row => row.Select(field => field.PadLeft(5))), ' '),
        ["savetxt"] = Bytes(Rows(Count, pixel => pixel.ToString("e18", CultureInfo.InvariantCulture)).Select(Exponents), ' '),
        ["savetxt with commas"] = Bytes(Rows(Count, pixel => pixel.ToString("e6", CultureInfo.InvariantCulture)).Select(Exponents)),
        ["decimal comma"] = Bytes([Header(), .. Rows(Count, German)], ';'),
        ["decimal comma without header"] = Bytes(Rows(Count, German), ';'),
        ["decimal comma and tabs"] = Bytes([Header(), .. Rows(Count, German).Select(row => row.Select((field, at) => at == 0 ? $"{field},0" : field))], '\t'),
        ["thousands in quotes"] = Bytes([Header(), .. Rows(Count, pixel => $"\"{pixel * 257:N0}\"")]),
        ["thousands with commas"] = Bytes(Rows(Count, pixel => (pixel * 257).ToString("N0", CultureInfo.InvariantCulture)), ';'),
        ["thousands with points"] = Bytes(Rows(Count, pixel => (pixel * 257).ToString("N0", CultureInfo.InvariantCulture).Replace(',', '.')), ';'),
        ["UTF-16"] = [0xFF, 0xFE, .. Bytes([Header(), .. Rows(Count)], '\t', "\r\n", Encoding.Unicode)],
        ["UTF-16 without mark"] = Bytes([Header(), .. Rows(Count)], encoding: Encoding.Unicode),
        ["UTF-16 of the other order"] = [0xFE, 0xFF, .. Bytes(Rows(Count), ';', encoding: Encoding.BigEndianUnicode)],
        ["UTF-16 of the other order without mark"] = Bytes(Rows(Count), encoding: Encoding.BigEndianUnicode),
        ["returns only"] = Bytes([Header(), .. Rows(Count)], end: "\r"),
        ["quotes and blank rows"] = Bytes([Quoted(Header()), .. Rows(Count).Select(Quoted)], end: "\r\n\r\n"),
        ["row numbers of R"] = Bytes([Quoted(Header()), .. Rows(Count).Select((row, at) => row.Prepend($"\"{at + 1}\""))]),
        ["numbered columns"] = Bytes([Enumerable.Range(0, Pixels + 1).Select(at => Number(at)), .. Rows(Count)]),
        ["pandas with index and numbered columns"] = Bytes(
            [Enumerable.Range(0, Pixels + 1).Select(at => Number(at)).Prepend(""), .. Rows(Count).Select((row, at) => row.Prepend(Number(at)))]),
        ["ARFF"] = [.. Encoding.UTF8.GetBytes(Arff("'class' {0,1,2,3,4,5,6,7,8,9}")), .. Bytes(Rows(Count).Select(row => row.Skip(1).Append(row[0])))],
    };

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Read_EveryDialect_GivesTheSameSamples(string dialect)
    {
        var (format, _, items) = OpenedUpload.Read(("a.csv", Written[dialect]));

        Assert.Equal(("csv", Count), (format, items.Count));
        CsvLabelColumnTests.AssertRead(items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Read_NamesMadeFromASample_AreAHeader(int label)
    {
        var seen = new Dictionary<string, int>();
        var first = Rows(1)[0].Select((field, at) => at == 0 ? Number(label) : field).Select(field =>
        {
            seen[field] = seen.GetValueOrDefault(field) + 1;
            return seen[field] == 1 ? field : $"{field}.{seen[field] - 1}";
        }).ToList();

        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain, new ImportOptions(), ("a.csv", Bytes([first, .. Rows(Count)])));

        CsvLabelColumnTests.AssertRead(items);
        Assert.Equal("a.csv: row 1", Assert.Single(findings.PassedOver).File);
    }

    [Fact]
    public void Read_DecimalCommasWithFractions_AreNoThousands()
    {
        var (_, _, items) = OpenedUpload.Read(("a.csv", Bytes(Rows(Count, pixel => (pixel / 255.0).ToString("F3", CultureInfo.InvariantCulture).Replace('.', ',')), ';')));

        Assert.All(items, item => Assert.Null(item.Fault));
        Assert.Equal(Labels(Count), items.Select(item => item.Label));
        Assert.Equal(255, items[0].Image!.Pixels.ToArray().Max());
    }

    [Fact]
    public void Read_TransposedTable_IsTurned()
    {
        var turned = Rows(Count).Select(row => Enumerable.Range(0, Pixels).Select(at => row[1 + (at % Side * Side) + (at / Side)]).Prepend(row[0]));

        var (_, _, items) = OpenedUpload.Read(new ImportSettings { Name = "a", Transposed = true }, new ImportOptions(), ("a.csv", Bytes(turned)));

        CsvLabelColumnTests.AssertRead(items);
    }

    [Theory]
    [InlineData("column")]
    [InlineData("with a name")]
    [InlineData("with row numbers")]
    [InlineData("one column for each label")]
    public void Read_LabelsInATableOfTheirOwn_BelongToThePictures(string kind)
    {
        var labels = Rows(Count).Select(row => (List<string>)[row[0]]).ToList();
        labels = kind switch
        {
            "with a name" => [["digit"], .. labels],
            "with row numbers" => [["", "label"], .. labels.Select((row, at) => (List<string>)[Number(at), row[0]])],
            "one column for each label" => [.. labels.Select(row => Enumerable.Range(0, 10).Select(at => Number(at) == row[0] ? "1.0e+00" : "0.0e+00").ToList())],
            _ => labels,
        };

        var (_, _, items) = OpenedUpload.Read(
            ("labels.csv", Bytes(labels, kind.StartsWith("one", StringComparison.Ordinal) ? ' ' : ',')), ("images.csv", Bytes(Rows(Count).Select(row => row.Skip(1)))));

        CsvLabelColumnTests.AssertRead(items);
    }

    [Fact]
    public void Read_LabelsOfTextUnderAName_DoNotCountTheName()
    {
        var labels = Rows(Count).Select(row => row.Take(1).Select(label => $"digit-{label}")).Prepend(["name"]);

        var (_, _, items) = OpenedUpload.Read(("labels.csv", Bytes(labels)), ("images.csv", Bytes(Rows(Count).Select(row => row.Skip(1)))));

        Assert.Equal(Labels(Count).Select(label => $"digit-{label}"), items.Select(item => item.Label));
    }

    [Fact]
    public void Read_LabelTablesOfTwoParts_AreJoinedByTheirNames()
    {
        var (_, _, items) = OpenedUpload.Read(
            ("X_train.csv", Bytes(Rows(30).Select(row => row.Skip(1)))), ("y_train.csv", Bytes(Rows(30).Select(row => row.Take(1)))),
            ("X_test.csv", Bytes(Rows(10).Select(row => row.Skip(1)))), ("y_test.csv", Bytes(Rows(10).Select(row => row.Take(1)))));

        Assert.Equal((30, 10), (items.Count(item => item.Part == Part.Train), items.Count(item => item.Part == Part.Test)));
        CsvLabelColumnTests.AssertRead([.. items.Where(item => item.Part == Part.Train)]);
    }

    [Fact]
    public void Read_MoreLabelsThanPictures_AreRefused()
    {
        var refusal = OpenedUpload.RefusalOf(
            ("images.csv", Bytes(Rows(Count).Select(row => row.Skip(1)))), ("labels.csv", Bytes(Rows(Count + 2).Select(row => row.Take(1)))));

        Assert.Equal("COUNT_MISMATCH", refusal.Reason);
        Assert.Contains("20 pictures", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("22 labels", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_LibSvm_IsRead(bool withZeros)
    {
        var rows = Rows(Count).Select(row => row.Skip(1).Select((pixel, at) => (pixel, at)).Where(field => withZeros || field.pixel != "0")
            .Select(field => $"{field.at + 1}:{field.pixel}").Prepend($"+{row[0]}"));

        var (format, _, items) = OpenedUpload.Read(("digits.txt", Bytes(rows, ' ', " \n")));

        Assert.Equal("libsvm", format);
        CsvLabelColumnTests.AssertRead(items);
    }

    [Fact]
    public void Read_SparseArff_IsNamed() => Assert.Equal(
        "ARFF_SPARSE", OpenedUpload.RefusalOf(("a.arff", Encoding.UTF8.GetBytes(Arff("class {0,1}") + "{3 255, 36 1}\n{4 17}\n"))).Reason);

    private static string Arff(string label) =>
        $"% a comment, with commas\n\n@RELATION digits\n{string.Concat(Enumerable.Range(0, Pixels).Select(at => $"@attribute p{at} REAL\n"))}@Attribute {label}\n\n@DATA\n";

    private static string German(byte value) => value.ToString("F2", CultureInfo.InvariantCulture).Replace('.', ',');

    private static IEnumerable<string> Exponents(List<string> row) => row.Select((field, at) => at == 0 ? $"{field}.000000e+00" : field);

    private static IEnumerable<string> Quoted(List<string> row) => row.Select(field => $"\"{field}\"");
}
