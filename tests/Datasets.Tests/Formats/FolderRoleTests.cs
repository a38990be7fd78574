using System.Globalization;
using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Which folders around pictures are labels, which parts, and which neither.</summary>
public sealed class FolderRoleTests
{
    [Theory]
    [InlineData("mnist_train/", "mnist_test/")]
    [InlineData("data/TrainSet/", "data/TestSet/")]
    [InlineData("trainingSet/trainingSet/", "testSet/testSet/")]
    [InlineData("training_data/", "evaluation_data/")]
    [InlineData("x/Train Images/", "x/t10k/")]
    [InlineData("set/train/png/", "set/holdout/png/")]
    public void Read_WordsForPartsInNames_AreParts(string train, string test)
    {
        var items = Read($"{train}7/a.png", $"{train}3/b.png", $"{test}7/c.png", $"{test}3/d.png");

        Assert.Equal(["7", "3", "7", "3"], items.Select(item => item.Label));
        Assert.Equal([Part.Train, Part.Train, Part.Test, Part.Test], items.Select(item => item.Part));
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("valid")]
    [InlineData("val_images")]
    [InlineData("ValidationSet")]
    public void Read_WordsForValidation_AreTheValidationPart(string folder) =>
        Assert.Equal([Part.Train, Part.Validation], Read("train/7/a.png", $"{folder}/7/b.png").Select(item => item.Part));

    [Theory]
    [InlineData("latest")]
    [InlineData("strain")]
    [InlineData("device")]
    public void Read_WordsWithinWords_AreLabels(string folder) =>
        Assert.Equal([folder, "other"], Read($"{folder}/a.png", "other/b.png").Select(item => item.Label));

    [Theory]
    [InlineData("writer{0}/{1}/x{2}.png")]
    [InlineData("{1}/writer{0}/x{2}.png")]
    [InlineData("set/000{0}_CH4M/{1}/number-{2}.png")]
    [InlineData("hsf_{0}/{1}/{2}.png")]
    [InlineData("digits/{1}/user_{0}/{2}.png")]
    [InlineData("age 2{0}-30/{1}/{2}.png")]
    [InlineData("10{0}/{1}/{2}.png")]
    [InlineData("{1}/10{0}/{2}.png")]
    public void Read_FoldersOfPeopleOrGroups_AreNoLabels(string pattern)
    {
        // Twelve people, three digits each.
        var names = Enumerable.Range(0, 12).SelectMany(person => Enumerable.Range(4, 3).Select(digit => string.Format(CultureInfo.InvariantCulture, pattern, person, digit, person)));

        var (labels, findings) = LabelsOf([.. names]);

        Assert.Equal(["4", "5", "6"], labels);
        Assert.Single(findings.Assumptions, made => made.Setting == "label_folder");
    }

    [Fact]
    public void Read_NumbersOfCharactersInSeveralAlphabets_AreJoinedWithTheirAlphabet()
    {
        var names = new[] { "Greek", "Latin", "Ge'ez" }.SelectMany(alphabet =>
            Enumerable.Range(1, 4).Select(number => $"images_background/{alphabet}/character{number:D2}/{number}_0.png"));

        var (labels, _) = LabelsOf([.. names]);

        Assert.Equal(12, labels.Count);
        Assert.Contains("Latin/character03", labels);
    }

    [Fact]
    public void Read_NamesThatTellNothing_TakeTheInnermost()
    {
        var (labels, findings) = LabelsOf("fruit/apple/a.png", "fruit/pear/b.png", "vegetable/leek/c.png", "vegetable/bean/d.png");

        Assert.Equal(["apple", "bean", "leek", "pear"], labels);
        Assert.Equal(["2"], Assert.Single(findings.Assumptions, made => made.Setting == "label_folder").Alternatives);
    }

    [Theory]
    [InlineData(1, "a")]
    [InlineData(2, "7")]
    public void Read_LabelFolderOfTheSettings_IsBelieved(int level, string label)
    {
        var settings = OpenedUpload.Plain with { LabelFolder = level };

        var items = OpenedUpload.Read(settings, new ImportOptions(), ("a.zip", ZipBytes.Of(("train/7/a/x.png", Png(1)), ("test/7/a/y.png", Png(2))))).Items;

        Assert.Equal([label, label], items.Select(item => item.Label));
        Assert.Equal([Part.Train, Part.Test], items.Select(item => item.Part));
    }

    [Fact]
    public void Read_LabelFolderThatIsNotThere_IsAFaultOfEachPicture() => Assert.All(
        OpenedUpload.Read(OpenedUpload.Plain with { LabelFolder = 5 }, new ImportOptions(), ("a.zip", ZipBytes.Of(("7/x.png", Png(1))))).Items,
        item => Assert.Equal("It lies in no folder that names its label.", item.Fault!.Cause));

    [Fact]
    public void Read_PicturesToBeLabelled_ArePassedOverTogether()
    {
        var zip = ZipBytes.Of(("trainingSet/7/a.png", Png(1)), ("trainingSet/3/b.png", Png(2)), ("testSet/img_1.png", Png(3)), ("testSet/img_2.png", Png(4)));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", zip));

        Assert.Equal(["7", "3"], items.Select(item => item.Label));
        Assert.Equal(("a.zip: testSet/img_1.png and 1 more", 2), (Assert.Single(findings.PassedOver).File, findings.PassedOverCount));
    }

    [Theory]
    [InlineData("7/a")]
    [InlineData("7/a.jpg")]
    [InlineData("7/a.txt")]
    public void Read_AnyEnding_IsAPictureByItsFirstBytes(string name) => Assert.Equal("7", Assert.Single(Read(name)).Label);

    private static List<SourceItem> Read(params string[] names) => OpenedUpload.Read(("a.zip", Zip(names))).Items;

    private static (List<string> Labels, ImportFindings Findings) LabelsOf(params string[] names)
    {
        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", Zip(names)));
        Assert.All(items, item => Assert.Null(item.Fault));
        return ([.. items.Select(item => item.Label).Distinct().Order(StringComparer.Ordinal)], findings);
    }

    private static byte[] Zip(string[] names) => ZipBytes.Of([.. names.Select((name, at) => (name, Png(at)))]);
}
