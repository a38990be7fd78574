using Digits.Datasets.Formats;
using Digits.Tests;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Several data sets in one upload are never mixed.</summary>
public sealed class SubsetTests
{
    private static readonly byte[] Emnist = ZipBytes.Of([
        .. new[] { "balanced", "digits", "letters" }.SelectMany(set => new[]
        {
            ($"emnist-{set}-test.csv", Table(set.Length)), ($"emnist-{set}-train.csv", Table(2 * set.Length)),
        }),
        ("emnist-balanced-mapping.txt", Text("0 48\n"))]);

    [Fact]
    public void Open_SeveralDatasets_IsRefusedAndNamesThem()
    {
        var refusal = OpenedUpload.RefusalOf(("emnist.zip", Emnist));

        Assert.Equal("SEVERAL_DATASETS", refusal.Reason);
        Assert.StartsWith("The upload holds several data sets: balanced, digits, letters. Set \"subset\" to ", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("digits", 18)]
    [InlineData("Letters", 21)]
    [InlineData("emnist-balanced", 24)]
    [InlineData("emnist-digits-train.csv", 18)]
    public void Read_Subset_IsReadAlone(string subset, int samples)
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(OpenedUpload.Plain with { Subset = subset }, new ImportOptions(), ("emnist.zip", Emnist));

        Assert.Equal(samples, items.Count(item => item.Fault is null));
        Assert.DoesNotContain(items, item => item.Fault is not null);
        Assert.Equal(5, findings.PassedOverCount);
    }

    [Theory]
    [InlineData("numbers", "SUBSET_UNKNOWN")]
    [InlineData("emnist", "SEVERAL_DATASETS")]
    public void Open_SubsetThatNamesNoneOrSeveral_IsRefused(string subset, string reason) =>
        Assert.Equal(reason, OpenedUpload.RefusalOf(OpenedUpload.Plain with { Subset = subset }, new ImportOptions(), ("emnist.zip", Emnist)).Reason);

    [Fact]
    public void Read_NameOfADataset_ChoosesItAndSaysSo()
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(new ImportSettings { Name = "my-letters" }, new ImportOptions(), ("emnist.zip", Emnist));

        Assert.Equal(21, items.Count);
        var assumption = Assert.Single(findings.Assumptions, made => made.Setting == "subset");
        Assert.Equal(("subset", "letters"), (assumption.Setting, assumption.Value));
        Assert.Equal(["balanced", "digits", "letters"], assumption.Alternatives);
    }

    [Fact]
    public void Open_FoldersOfDatasets_AreToldApart()
    {
        var zip = ZipBytes.Of([.. new[] { "kmnist", "k49" }.SelectMany(set => new[] { "train", "test" }.SelectMany(part => new[]
        {
            ($"{set}/{part}-images-idx3-ubyte", IdxBytes.Images(set.Length)), ($"{set}/{part}-labels-idx1-ubyte", IdxBytes.Labels(set.Length)),
        }))]);

        Assert.Equal("SEVERAL_DATASETS", OpenedUpload.RefusalOf(("a.zip", zip)).Reason);
        Assert.Equal(6, OpenedUpload.Read(OpenedUpload.Plain with { Subset = "k49" }, new ImportOptions(), ("a.zip", zip)).Items.Count);
    }

    [Fact]
    public void Open_TrainAndTestBesideATableOfAnotherName_AsksWhich()
    {
        var zip = ZipBytes.Of(("train.csv", Table(4)), ("test.csv", Table(2)), ("Dig-MNIST.csv", Table(3)));

        Assert.Contains("dig-mnist", OpenedUpload.RefusalOf(("a.zip", zip)).Message, StringComparison.Ordinal);
        Assert.Equal(3, OpenedUpload.Read(OpenedUpload.Plain with { Subset = "dig-mnist" }, new ImportOptions(), ("a.zip", zip)).Items.Count);
    }

    [Fact]
    public void Read_PiecesOfOneTable_AreOneDataset()
    {
        var zip = ZipBytes.Of(("train-1.csv", Table(4)), ("train-2.csv", Table(5)), ("train_part3.csv", Table(6)), ("test.csv", Table(2)));

        Assert.Equal(17, OpenedUpload.Read(("a.zip", zip)).Items.Count);
        Assert.Equal(9, OpenedUpload.Read(("anna.csv", Table(4)), ("bob.csv", Table(5))).Items.Count);
    }

    [Fact]
    public void Read_SecondCopies_ArePassedOver()
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("train-images-idx3-ubyte/train-images-idx3-ubyte", IdxBytes.Images(5)), ("train-images.idx3-ubyte", IdxBytes.Images(5)),
            ("train-labels-idx1-ubyte/train-labels-idx1-ubyte", IdxBytes.Labels(5)), ("train-labels.idx1-ubyte", IdxBytes.Labels(5)),
            ("t10k-images.idx3-ubyte", IdxBytes.Images(5, seed: 2)), ("t10k-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(5, seed: 2))),
            ("t10k-labels.idx1-ubyte", IdxBytes.Labels(5)), ("t10k-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(5))),
        ];

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("mnist.zip", ZipBytes.Of(files)));

        Assert.Equal(10, items.Count(item => item.Fault is null));
        Assert.Equal(4, findings.PassedOverCount);
        Assert.Equal("It is a second copy of mnist.zip: train-images-idx3-ubyte/train-images-idx3-ubyte.", findings.PassedOver[0].Cause);
    }

    [Fact]
    public void Read_TablesOfTheSamplesOfArrays_ArePassedOver()
    {
        var zip = ZipBytes.Of(
            ("fashion-mnist_train.csv", Table(6)), ("fashion-mnist_test.csv", Table(3)),
            ("train-images-idx3-ubyte", IdxBytes.Images(6)), ("train-labels-idx1-ubyte", IdxBytes.Labels(6)),
            ("t10k-images-idx3-ubyte", IdxBytes.Images(3)), ("t10k-labels-idx1-ubyte", IdxBytes.Labels(3)));

        var (format, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", zip));

        Assert.Equal(("idx", 9, 2), (format, items.Count, findings.PassedOverCount));
        Assert.Equal(["idx", "csv"], Assert.Single(findings.Assumptions, made => made.Setting == "subset").Alternatives);
        Assert.Equal("csv", OpenedUpload.Read(OpenedUpload.Plain with { Subset = "csv" }, new ImportOptions(), ("a.zip", zip)).Format);
    }

    [Fact]
    public void Open_TablesOfOtherSamplesThanArrays_AskWhich()
    {
        var zip = ZipBytes.Of(("a.csv", Table(6)), ("i-idx3", IdxBytes.Images(5)), ("l-idx1", IdxBytes.Labels(5)));

        Assert.Equal("SEVERAL_DATASETS", OpenedUpload.RefusalOf(("a.zip", zip)).Reason);
        Assert.Equal("idx", OpenedUpload.Read(OpenedUpload.Plain with { Subset = "idx" }, new ImportOptions(), ("a.zip", zip)).Format);
        Assert.Equal(
            "FORMATS_MIXED",
            OpenedUpload.RefusalOf(("a.csv", Table(6)), ("i", IdxBytes.Images(5)), ("l", IdxBytes.Labels(5))).Reason);
    }

    [Fact]
    public void Open_PicturesBesideArrays_AskWhich()
    {
        var zip = ZipBytes.Of(("7/a.png", Png(1)), ("8/b.png", Png(2)), ("X.npy", NpyBytes.Pictures(3)), ("y.npy", NpyBytes.Labels(3)));

        Assert.StartsWith("The upload holds several data sets: pictures, npy.", OpenedUpload.RefusalOf(("a.zip", zip)).Message, StringComparison.Ordinal);
        Assert.Equal(2, OpenedUpload.Read(OpenedUpload.Plain with { Subset = "pictures" }, new ImportOptions(), ("a.zip", zip)).Items.Count(item => item.Fault is null));
        Assert.Equal(3, OpenedUpload.Read(OpenedUpload.Plain with { Subset = "npy" }, new ImportOptions(), ("a.zip", zip)).Items.Count(item => item.Fault is null));
    }

    // A table of pictures of 8x8 pixels.
    private static byte[] Table(int rows) => Csv(
        [.. Enumerable.Range(0, rows).Select(row => $"{row % 3},{string.Join(',', Enumerable.Range(0, 64).Select(pixel => (pixel * 7 * (row + 1)) % 251))}")]);
}
