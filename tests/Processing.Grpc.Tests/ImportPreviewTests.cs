using Digits.Imaging;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Datasets;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class ImportPreviewTests : IDisposable
{
    private const int Side = 24;

    private readonly ProcessingFixture _processing = new(("Import:MaxSamples", "1000"));

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task DryRun_FilesWithParts_AnswersWhatAnImportBringsAndLeavesNothing()
    {
        var files = Pairs(train: 120, test: 40);

        var answer = await _processing.PreviewAsync(new ImportSettings(), files);

        Assert.Null(answer.Dataset);
        Assert.Empty(_processing.FilesIn("datasets"));
        Assert.Empty(_processing.FilesIn("work"));
        Assert.Empty((await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
        var preview = answer.Preview;
        var imported = await _processing.ImportAsync("digits", files);
        Assert.Equal(("idx", 160, 10, 120, 0, 40), (preview.Format, preview.SampleCount, preview.LabelCount, preview.TrainCount, preview.ValidationCount, preview.TestCount));
        Assert.Equal(imported.ClassCounts, preview.ClassCounts);
        Assert.Equal((28, 28, 28, 28), (preview.MinWidth, preview.MinHeight, preview.MaxWidth, preview.MaxHeight));
        Assert.Equal(160, answer.Report.Imported);
    }

    [Fact]
    public async Task DryRun_Samples_AreSpreadOverLabelsAndPartsAndLookAsTheyAreStored()
    {
        var files = Pairs(train: 120, test: 40);

        var samples = (await _processing.PreviewAsync(new ImportSettings(), files)).Preview.Samples;

        await _processing.ImportAsync("digits", files);
        Assert.Equal(Enumerable.Range(0, 20).Select(place => $"{place / 2}"), samples.Select(sample => sample.Label));
        Assert.Equal(10, samples.Count(sample => sample.Part == Part.Train));
        var stored = await StoredAsync("digits");
        Assert.All(samples, sample => Assert.Contains((sample.Label, sample.Part, sample.Png), stored));
        Assert.Equal(20, samples.Select(sample => sample.Position).Distinct().Count());
    }

    [Fact]
    public async Task DryRun_MoreLabelsThanPictures_ShowsSomeOfThem()
    {
        var labels = IdxBytes.Labels([.. Enumerable.Range(0, 256).SelectMany(label => new[] { (byte)label, (byte)label })]);

        var preview = (await _processing.PreviewAsync(new ImportSettings(), ("images", IdxBytes.Images(512)), ("labels", labels))).Preview;

        Assert.Equal((256, 256), (preview.LabelCount, preview.ClassCounts.Count));
        Assert.Equal(20, preview.Samples.Select(sample => sample.Label).Distinct().Count());
        Assert.Contains(preview.Samples, sample => sample.Part == Part.Test);
    }

    [Fact]
    public async Task DryRun_SameFilesTwice_ShowsTheSame()
    {
        var files = Pairs(train: 120, test: 40);

        Assert.Equal(
            await _processing.PreviewAsync(new ImportSettings(), files), await _processing.PreviewAsync(new ImportSettings(), files));
    }

    [Fact]
    public async Task DryRun_WhatAnImportRefuses_IsRefusedForTheSameReason()
    {
        (string, byte[])[] tooMany = [("images", IdxBytes.Images(1001)), ("labels", IdxBytes.Labels(1001))];
        (string, byte[])[] mismatched = [("images", IdxBytes.Images(5)), ("labels", IdxBytes.Labels(4))];
        (string, byte[])[] broken = [("a.zip", ZipBytes.Of(("1/a.png", DarkOnLight(1)), ("1/b.png", [1, 2, 3]), ("1/c.png", DarkOnLight(2))))];

        foreach (var files in new[] { tooMany, mismatched, broken })
        {
            var wanted = await Refusal.OfAsync(() => _processing.ImportAsync(new ImportSettings { Name = "a" }, files));
            Assert.Equal(wanted, await Refusal.OfAsync(() => _processing.PreviewAsync(new ImportSettings(), files)));
        }

        Assert.Empty(_processing.FilesIn("work"));
        Assert.Equal("NAME_INVALID", (await Refusal.OfAsync(() => _processing.PreviewAsync(new ImportSettings { Name = "Bad Name" }, mismatched))).Reason);
        Assert.Equal("CHOICE_UNKNOWN", (await Refusal.OfAsync(() => _processing.PreviewAsync(new ImportSettings { Mode = (ImportMode)9 }, mismatched))).Reason);
        Assert.Equal("CHOICE_UNKNOWN", (await Refusal.OfAsync(() => _processing.PreviewAsync(new ImportSettings { Polarity = (Polarity)9 }, mismatched))).Reason);
    }

    [Fact]
    public async Task DryRun_BrokenPictureLeftOut_IsNamedInTheReport()
    {
        var zip = ZipBytes.Of(("1/a.png", DarkOnLight(1)), ("1/b.png", [1, 2, 3]), ("2/c.png", DarkOnLight(2)));

        var answer = await _processing.PreviewAsync(new ImportSettings { FaultPolicy = FaultPolicy.Skip }, ("a.zip", zip));

        Assert.Equal((2, 1), (answer.Preview.SampleCount, answer.Report.Skipped));
        Assert.Equal("a.zip: 1/b.png", Assert.Single(answer.Report.Faults).File);
        Assert.Equal((Side, Side), (answer.Preview.MinWidth, answer.Preview.MaxHeight));
    }

    [Fact]
    public async Task DryRun_NameThatIsTaken_IsNoFault()
    {
        await _processing.ImportAsync("digits", Pairs(20, 10));

        var answer = await _processing.PreviewAsync(new ImportSettings { Name = "digits" }, Pairs(train: 30, test: 10));

        Assert.Equal(40, answer.Preview.SampleCount);
    }

    [Fact]
    public async Task DryRun_ToBeAdded_PutsWhatIsThereWhereItsEqualIs()
    {
        await _processing.ImportAsync("digits", Pairs(20, 10));

        var preview = (await _processing.PreviewAsync(
            new ImportSettings { Name = "digits", Mode = ImportMode.Append }, ("images", IdxBytes.Images(10, seed: 2)), ("labels", IdxBytes.Labels(10)))).Preview;

        // The images of the test pair.
        Assert.Equal((0, 10), (preview.TrainCount, preview.TestCount));
    }

    [Fact]
    public async Task Import_NothingSaid_TellsPolarityAndPartsThatItFound()
    {
        var light = IdxBytes.Images(4);
        var dark = light.Select((value, index) => index < 16 ? value : (byte)(255 - value)).ToArray();
        var mixed = light[..(16 + (2 * 784))].Concat(dark[(16 + (2 * 784))..]).ToArray();

        var ofLight = await AssumptionsAsync(light);
        var ofDark = await AssumptionsAsync(dark);
        var ofMixed = await AssumptionsAsync(mixed);

        Assert.Equal("POLARITY_LIGHT_INK", ofLight["polarity"].Value);
        Assert.Equal("POLARITY_DARK_INK", ofDark["polarity"].Value);
        Assert.Equal(("POLARITY_UNSPECIFIED", "2 of 4 pictures have dark ink on a light ground and are inverted; the others have light ink."),
            (ofMixed["polarity"].Value, ofMixed["polarity"].Reason));
        Assert.Equal(["POLARITY_LIGHT_INK", "POLARITY_DARK_INK"], ofMixed["polarity"].Alternatives);
        Assert.Equal(("0.8", "The files do not tell train and test apart, so 20% of each label are drawn for the test part."),
            (ofLight["split_ratio"].Value, ofLight["split_ratio"].Reason));
    }

    [Theory]
    [InlineData(Polarity.DarkInk, 0, 255)]
    [InlineData(Polarity.LightInk, 255, 0)]
    public async Task Import_PolaritySaid_AppliesWhereTheBorderMisleads(Polarity polarity, byte frame, byte middle)
    {
        // Ink that touches all edges, as in a close crop: the border says that it is the paper.
        var arrays = IdxBytes.Header(IdxBytes.ImagesMagic, 4, Side, Side).Concat(Enumerable.Repeat(Framed(frame, middle), 4).SelectMany(row => row)).ToArray();
        var png = TestPng.Encode(Side, Side, 8, 0, Framed(frame, middle));
        var settings = new ImportSettings { Polarity = polarity, LabelMap = { ["0"] = "1", ["2"] = "1", ["3"] = "1" } };

        var ofArrays = await _processing.PreviewAsync(settings, ("images", arrays), ("labels", IdxBytes.Labels(4)));
        var ofPictures = await _processing.PreviewAsync(settings, ("a.zip", ZipBytes.Of(("1/a.png", png), ("1/b.png", png))));

        Assert.All(new[] { ofArrays, ofPictures }, answer =>
        {
            Assert.DoesNotContain(answer.Report.Assumptions, assumption => assumption.Setting == "polarity");
            var image = InkReader.Read(answer.Preview.Samples[0].Png.Span);
            Assert.Equal((0, 255), (image.Pixels[(14 * 28) + 14], image.Pixels[(14 * 28) + 7]));
        });
    }

    [Fact]
    public async Task Import_MostlyBlankPictures_IsRefusedAndSaysWhatToChange()
    {
        (string, byte[])[] files = [("images", [.. IdxBytes.Images(4), .. new byte[5 * 784]]), ("labels", IdxBytes.Labels(9))];
        files[0].Item2[7] = 9;

        var preview = await Refusal.OfAsync(() => _processing.PreviewAsync(new ImportSettings(), files));
        var import = await Refusal.OfAsync(() => _processing.ImportAsync(new ImportSettings { Name = "a" }, files));

        Assert.Equal((StatusCode.InvalidArgument, "PICTURES_BLANK"), (import.Code, import.Reason));
        Assert.StartsWith("5 of 9 pictures are blank", import.Message, StringComparison.Ordinal);
        Assert.Equal(import, preview);
    }

    private static byte[] Framed(byte frame, byte middle) =>
        [.. Enumerable.Range(0, Side * Side).Select(at => at % Side is >= 6 and < 18 && at / Side is >= 6 and < 18 ? middle : frame)];

    private static byte[] DarkOnLight(int number) =>
        TestPng.Encode(Side, Side, 8, 0, [.. Enumerable.Range(0, Side * Side).Select(at => (byte)(at % Side is > 8 and < 14 && at / Side > 3 + number && at / Side < 20 ? 20 : 240))]);

    private static (string, byte[])[] Pairs(int train, int test) =>
    [
        ("train-images", IdxBytes.Images(train, seed: 1)), ("train-labels", IdxBytes.Labels(train)),
        ("test-images", IdxBytes.Images(test, seed: 2)), ("test-labels", IdxBytes.Labels(test)),
    ];

    private async Task<Dictionary<string, Assumption>> AssumptionsAsync(byte[] images)
    {
        (string, byte[])[] files = [("images", images), ("labels", IdxBytes.Labels(4))];
        return (await _processing.PreviewAsync(new ImportSettings(), files)).Report.Assumptions.ToDictionary(assumption => assumption.Setting);
    }

    private async Task<HashSet<(string, Part, ByteString)>> StoredAsync(string name)
    {
        var stored = new HashSet<(string, Part, ByteString)>();
        foreach (var part in new[] { Part.Train, Part.Test })
        {
            var page = await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = name, Part = part, PageSize = 1000 });
            stored.UnionWith(page.Samples.Select(sample => (sample.Label, sample.Part, sample.Thumbnail)));
        }

        return stored;
    }
}
