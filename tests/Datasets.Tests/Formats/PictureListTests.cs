using Digits.Datasets.Formats;
using Digits.Datasets.Versions;
using Digits.Tests.Datasets;
using static Digits.Tests.Datasets.TestPixels;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Labels that lie in a list beside the pictures and not in the names of folders.</summary>
public sealed class PictureListTests
{
    [Theory]
    [InlineData("labels.csv", "filename,label\n0.png,7\n1.png,8\n")]
    [InlineData("labels.csv", "0.png,7\n1.png,8\n")]
    [InlineData("labels.tsv", "7\timages/0.png\n8\timages/1.png\n")]
    [InlineData("labels.txt", "0.png 7\n1.png 8\n")]
    [InlineData("train.csv", "path;width;class;writer\n./images/0.png;28;7;w1\n.\\images\\1.png;28;8;w2\n")]
    [InlineData("images/metadata.csv", "file_name,text\n0.png,7\n1.png,8\n")]
    [InlineData("images/metadata.jsonl", "{\"file_name\": \"0.png\", \"label\": 7}\n{\"file_name\": \"1.png\", \"label\": 8}\n")]
    [InlineData("labels.json", "{\"0.png\": \"7\", \"1.png\": \"8\"}")]
    [InlineData("labels.json", "{\"images/0.png\": 7, \"images/1.png\": 8}")]
    [InlineData("result.json", "[{\"image\": \"/data/upload/1/0a1b2c3d-0.png\", \"choice\": \"7\"}, {\"image\": \"/data/upload/1/9f8e7d6c-1.png\", \"choice\": \"8\"}]")]
    [InlineData("export.csv", "image,id,choice,annotator\n/data/upload/1/0a1b2c3d-0.png,1,7,1\n/data/upload/1/9f8e7d6c-1.png,2,8,1\n")]
    [InlineData("coco.json", """{"images": [{"id": 4, "file_name": "0.png"}, {"id": 5, "file_name": "1.png"}], "annotations": [{"image_id": 4, "category_id": 1}, {"image_id": 5, "category_id": 2}], "categories": [{"id": 1, "name": "7"}, {"id": 2, "name": "8"}]}""")]
    [InlineData("tasks.json", """[{"id": 1, "data": {"image": "/data/upload/0a1b2c3d-0.png"}, "annotations": [{"result": [{"type": "choices", "value": {"choices": ["7"]}}]}]}, {"id": 2, "data": {"image": "/data/upload/9f8e7d6c-1.png"}, "annotations": [{"was_cancelled": true, "result": [{"value": {"choices": ["1"]}}]}, {"result": [{"value": {"choices": ["8"]}}]}]}]""")]
    public void Read_ListBesidePictures_GivesTheirLabels(string name, string text)
    {
        (string Name, byte[] Bytes)[] pictures = [("images/0.png", Png(1)), ("images/1.png", Png(2))];

        // In the archive, and as a second file of the upload.
        Assert.Equal(["7", "8"], LabelsOf(("a.zip", ZipBytes.Of([.. pictures, (name, Text(text))]))));
        Assert.Equal(["7", "8"], LabelsOf(("a.zip", ZipBytes.Of(pictures)), (Path.GetFileName(name), Text(text))));
    }

    [Fact]
    public void Read_ListWithParts_GivesThem()
    {
        var zip = ZipBytes.Of(("0.png", Png(1)), ("1.png", Png(2)), ("labels.csv", Text("name,digit,split\n0.png,7,train\n1.png,8,test\n")));

        Assert.Equal([Part.Train, Part.Test], OpenedUpload.Read(("a.zip", zip)).Items.Select(item => item.Part));
    }

    [Fact]
    public void Read_LabelFieldOfTheSettings_ChoosesTheColumn()
    {
        var zip = ZipBytes.Of(("0.png", Png(1)), ("1.png", Png(2)), ("list.csv", Text("file,writer,sign\n0.png,a,7\n1.png,b,8\n")));

        Assert.Equal("LABEL_LIST_UNCLEAR", OpenedUpload.RefusalOf(("a.zip", zip)).Reason);
        Assert.Equal(["7", "8"], OpenedUpload.Read(OpenedUpload.Plain with { LabelField = "Sign" }, new ImportOptions(), ("a.zip", zip)).Items.Select(item => item.Label));
    }

    [Fact]
    public void Read_FoldersAndAList_TakeTheFoldersAndSaySo()
    {
        var zip = ZipBytes.Of(("3/0.png", Png(1)), ("4/1.png", Png(2)), ("index.csv", Text("path,label\n3/0.png,7\n4/1.png,8\n")));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", zip));

        Assert.Equal(["3", "4"], items.Select(item => item.Label));
        Assert.Contains(findings.Assumptions, made => made.Setting == "label_field" && made.Reason.Contains("index.csv", StringComparison.Ordinal));
        Assert.Equal(["7", "8"], OpenedUpload.Read(OpenedUpload.Plain with { LabelField = "label" }, new ImportOptions(), ("a.zip", zip)).Items.Select(item => item.Label));
    }

    [Fact]
    public void Read_MissingAndUnlistedPictures_AreNamed()
    {
        var zip = ZipBytes.Of(("0.png", Png(1)), ("1.png", Png(2)), ("labels.csv", Text("name,label\n0.png,7\ngone.png,8\n")));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.zip", zip));

        Assert.Equal("7", items[0].Label);
        Assert.Equal("It names 1 pictures that are not there.", items[1].Fault!.Cause);
        Assert.Equal("a.zip: 1.png", Assert.Single(findings.PassedOver).File);
    }

    [Theory]
    [InlineData("labels.csv", "name,label\n0.png,7\n0.png,8\n1.png,7\n")]
    [InlineData("coco.json", """{"images": [{"id": 1, "file_name": "0.png"}, {"id": 2, "file_name": "1.png"}], "annotations": [{"image_id": 1, "category_id": 1}, {"image_id": 1, "category_id": 2}, {"image_id": 2, "category_id": 2}]}""")]
    public void Read_TwoLabelsOfOnePicture_AreAFaultOfIt(string name, string text)
    {
        var items = OpenedUpload.Read(("a.zip", ZipBytes.Of(("0.png", Png(1)), ("1.png", Png(2)), (name, Text(text))))).Items;

        Assert.Equal($"a.zip: {name} gives it different labels.", items[0].Fault!.Cause);
        Assert.Null(items[1].Fault);
    }

    [Theory]
    [InlineData("""[{"data": {"image": "0.png"}, "annotations": [{"result": [{"value": {"x": 1, "rectanglelabels": ["7"]}}]}]}, {"data": {"image": "1.png"}, "annotations": []}]""")]
    [InlineData("""[{"image": "0.png"}, {"image": "1.png"}]""")]
    [InlineData("""{"0.png": {"x": 1}, "1.png": []}""")]
    [InlineData("""[{"image": "0.png", "label": "7"}, {"image": "1.png" """)]
    public void Read_ListWithoutLabels_IsRefused(string text) => Assert.Equal(
        "LABEL_LIST_UNREADABLE", OpenedUpload.RefusalOf(("a.zip", ZipBytes.Of(("0.png", Png(1)), ("1.png", Png(2)), ("a.json", Text(text))))).Reason);

    private static IEnumerable<string> LabelsOf(params (string Name, byte[] Bytes)[] files) =>
        OpenedUpload.Read(files).Items.Select(item => item.Fault?.Cause ?? item.Label);
}
