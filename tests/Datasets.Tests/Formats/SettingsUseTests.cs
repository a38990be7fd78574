using Digits.Datasets.Formats;
using Digits.Tests.Datasets;
using static Digits.Datasets.Tests.Formats.Tables;

namespace Digits.Datasets.Tests.Formats;

public sealed class SettingsUseTests
{
    private static readonly (string, byte[])[] Pictures = [("a.zip", ZipBytes.Of(("7/a.png", TestPixels.Png(1)), ("3/b.png", TestPixels.Png(2))))];
    private static readonly (string, byte[])[] Arrays = [("x.npy", NpyBytes.Pictures(3, 6)), ("y.npy", NpyBytes.Labels(3))];
    private static readonly (string, byte[])[] Table = [("a.csv", Bytes([Header(), .. Rows(12)]))];

    private static readonly Dictionary<string, ImportSettings> Settings = new()
    {
        ["transposed"] = new ImportSettings { Name = "a", Transposed = true },
        ["label_column"] = new ImportSettings { Name = "a", LabelColumn = LabelColumn.First },
        ["label_field"] = new ImportSettings { Name = "a", LabelField = "label" },
        ["value_range"] = new ImportSettings { Name = "a", ValueRange = "0..255" },
        ["axes"] = new ImportSettings { Name = "a", Axes = "NHWC" },
        ["label_folder"] = new ImportSettings { Name = "a", LabelFolder = 1 },
        ["name_encoding"] = new ImportSettings { Name = "a", NameEncoding = "gbk" },
        ["subset"] = new ImportSettings { Name = "a", Subset = "letters" },
    };

    [Theory]
    [InlineData("transposed")]
    [InlineData("label_column")]
    [InlineData("label_field")]
    [InlineData("value_range")]
    [InlineData("axes")]
    [InlineData("subset")]
    public void Open_PicturesWithASettingForOtherFiles_IsRefused(string setting) => AssertRefused(setting, Pictures);

    [Theory]
    [InlineData("label_column")]
    [InlineData("label_folder")]
    [InlineData("name_encoding")]
    public void Open_ArraysWithASettingForOtherFiles_IsRefused(string setting) => AssertRefused(setting, Arrays);

    [Theory]
    [InlineData("axes")]
    [InlineData("label_folder")]
    [InlineData("name_encoding")]
    public void Open_TableWithASettingForOtherFiles_IsRefused(string setting) => AssertRefused(setting, Table);

    [Theory]
    [InlineData("transposed")]
    [InlineData("label_column")]
    [InlineData("label_field")]
    [InlineData("value_range")]
    public void Open_TableWithASettingForTables_IsRead(string setting) =>
        Assert.Equal(12, OpenedUpload.Read(Settings[setting], new ImportOptions(), Table).Items.Count);

    [Fact]
    public void Open_LabelColumnBesideLabelField_IsRefused()
    {
        var both = Settings["label_field"] with { LabelColumn = LabelColumn.Last };

        Assert.Equal("SETTING_NOT_APPLICABLE", OpenedUpload.RefusalOf(both, new ImportOptions(), Table).Reason);
    }

    private static void AssertRefused(string setting, (string, byte[])[] files)
    {
        var refusal = OpenedUpload.RefusalOf(Settings[setting], new ImportOptions(), files);

        Assert.Equal("SETTING_NOT_APPLICABLE", refusal.Reason);
        Assert.StartsWith($"{setting} says ", refusal.Message, StringComparison.Ordinal);
    }
}
