using Digits.Imaging;
using Digits.Processing.V1;
using Digits.Tests.Datasets;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Tests.Corrections;

public sealed class CorrectionTests : IDisposable
{
    private static readonly List<byte[]> Images = Characters.Draw(30);

    private readonly ProcessingFixture _processing = new(("Corrections:MaxPending", "5"));

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task SubmitCorrection_Picture_IsKeptNormalisedUntilReviewed()
    {
        var submitted = await SubmitAsync(request =>
        {
            request.PredictedLabel = "7";
            request.Model = "digits";
            request.ModelVersion = 3;
            request.Author = "Ada";
            request.Label = " é ";
        });

        _processing.Restart();
        var listed = await ListAsync();

        Assert.Equal([submitted], listed.Corrections);
        Assert.Equal(
            (CorrectionState.Pending, "a", "é", "7", "digits", 3, "Ada", "", 1),
            (submitted.State, submitted.Dataset, submitted.Label, submitted.PredictedLabel, submitted.Model, submitted.ModelVersion,
                submitted.Author, submitted.Reviewer, listed.TotalSize));
        Assert.Null(submitted.ReviewTime);
        Assert.Equal(Png(0), submitted.Thumbnail);
        Assert.Empty((await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets);
    }

    [Fact]
    public async Task SubmitCorrection_Twice_IsKeptOnce()
    {
        var first = await SubmitAsync();
        var second = await SubmitAsync();
        var otherLabel = await SubmitAsync(request => request.Label = "8");

        Assert.Equal(first, second);
        Assert.NotEqual(first.Correction_, otherLabel.Correction_);
        Assert.Equal(2, (await ListAsync()).TotalSize);
    }

    [Fact]
    public async Task SubmitCorrection_TooManyWaiting_IsRefusedUntilSomeAreReviewed()
    {
        var ids = await SubmitManyAsync(5);

        var refusal = await Refusal.OfAsync(() => SubmitAsync(request => request.Png = Png(6)));
        Assert.Equal((StatusCode.ResourceExhausted, "TOO_MANY_CORRECTIONS"), (refusal.Code, refusal.Reason));

        await RejectAsync(ids[0]);
        await SubmitAsync(request => request.Png = Png(6));
        Assert.Equal(5, (await ListAsync()).TotalSize);
    }

    [Theory]
    [InlineData("", "7", "", 0, "", "NAME_REQUIRED")]
    [InlineData("../a", "7", "", 0, "", "NAME_INVALID")]
    [InlineData("a", " ", "", 0, "", "LABEL_INVALID")]
    [InlineData("a", "7\u0007", "", 0, "", "LABEL_INVALID")]
    [InlineData("a", "7", "\u0007", 0, "", "LABEL_INVALID")]
    [InlineData("a", "7", "", -1, "", "MODEL_VERSION_INVALID")]
    [InlineData("a", "7", "", 0, "two\nlines", "TEXT_INVALID")]
    public async Task SubmitCorrection_BadField_IsRefused(
        string dataset, string label, string predicted, int modelVersion, string author, string reason)
    {
        var refusal = await Refusal.OfAsync(() => SubmitAsync(request =>
        {
            (request.Dataset, request.Label, request.PredictedLabel) = (dataset, label, predicted);
            (request.ModelVersion, request.Author) = (modelVersion, author);
        }));

        Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task SubmitCorrection_NoPictureOrNoInk_IsRefused()
    {
        foreach (var (png, reason) in new[]
        {
            (ByteString.Empty, "IMAGE_REQUIRED"),
            (ByteString.CopyFromUtf8("not a picture"), "IMAGE_INVALID"),
            (ByteString.CopyFrom(PngEncoder.Encode(new GrayImage(28, 28, new byte[784]))), "IMAGE_BLANK"),
        })
        {
            Assert.Equal(reason, (await Refusal.OfAsync(() => SubmitAsync(request => request.Png = png))).Reason);
            if (!png.IsEmpty)
            {
                Assert.Equal(reason, (await Refusal.OfAsync(() => SubmitAsync(request => request.Data = png))).Reason);
            }
        }
    }

    [Fact]
    public async Task AcceptCorrections_Several_BecomeSamplesOfOneVersion()
    {
        var before = await SeedAsync();
        var ids = await SubmitManyAsync(3);

        var accepted = (await _processing.Corrections.AcceptCorrectionsAsync(new AcceptCorrectionsRequest
        {
            Corrections = { ids },
            Labels = { [ids[1]] = "seven" },
            Part = Part.Train,
            Author = "Grace",
        })).Dataset;

        Assert.Equal(before.TrainCount + 3, accepted.TrainCount);
        Assert.Equal((accepted.Version, ChangeKind.Correct, 3, "Grace"), Newest(accepted));
        Assert.Equal(before.Version, accepted.Versions[0].Parent);
        var train = await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", PageSize = 1000 });
        Assert.Equal(
            [("7", Png(0)), ("seven", Png(1)), ("7", Png(2))],
            train.Samples.OrderBy(sample => sample.Number).TakeLast(3).Select(sample => (sample.Label, sample.Thumbnail)));
        var reviewed = (await ListAsync(CorrectionState.Accepted)).Corrections;
        Assert.Equal(ids, reviewed.Select(correction => correction.Correction_));
        Assert.Equal(["7", "seven", "7"], reviewed.Select(correction => correction.Label));
        Assert.All(reviewed, correction => Assert.Equal(("Grace", true), (correction.Reviewer, correction.ReviewTime is not null)));
        Assert.Equal(0, (await ListAsync()).TotalSize);
    }

    [Fact]
    public async Task AcceptCorrections_DatasetNotThereYet_BeginsWithThem()
    {
        var ids = await SubmitManyAsync(2);

        var dataset = await AcceptAsync(ids);

        Assert.Equal(("a", 2), (dataset.Name, dataset.TrainCount + dataset.TestCount));
    }

    [Fact]
    public async Task AcceptCorrections_BadRequest_ChangesNothing()
    {
        var before = await SeedAsync();
        var ids = await SubmitManyAsync(3);
        var other = (await SubmitAsync(request => request.Dataset = "b")).Correction_;
        await RejectAsync(ids[2]);
        foreach (var (corrections, labels, part, reason) in new (string[], (string, string)[], Part, string)[]
        {
            ([], [], Part.Train, "CORRECTIONS_REQUIRED"),
            ([.. Enumerable.Range(1, 1001).Select(number => $"{number}")], [], Part.Train, "TOO_MANY_CORRECTIONS_NAMED"),
            ([ids[0], ids[0]], [], Part.Train, "CORRECTION_TWICE"),
            ([ids[0], "99"], [], Part.Train, "CORRECTION_NOT_FOUND"),
            ([ids[0], "nonsense"], [], Part.Train, "CORRECTION_NOT_FOUND"),
            ([ids[0], other], [], Part.Train, "CORRECTIONS_MIXED"),
            ([ids[0], ids[2]], [], Part.Train, "CORRECTION_NOT_PENDING"),
            ([ids[0]], [(ids[1], "8")], Part.Train, "LABEL_OF_OTHER"),
            ([ids[0]], [(ids[0], "")], Part.Train, "LABEL_INVALID"),
            ([ids[0]], [], (Part)9, "PART_UNKNOWN"),
        })
        {
            var request = new AcceptCorrectionsRequest { Corrections = { corrections }, Part = part };
            request.Labels.Add(labels.ToDictionary(entry => entry.Item1, entry => entry.Item2));
            var refusal = await Refusal.OfAsync(async () => await _processing.Corrections.AcceptCorrectionsAsync(request));
            Assert.Equal(reason, refusal.Reason);
        }

        Assert.Equal([ids[0], ids[1], other], (await ListAsync()).Corrections.Select(correction => correction.Correction_));
        Assert.Equal(before, (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset);
    }

    [Fact]
    public async Task AcceptCorrections_ByTwoAtOnce_TakesEachOnce()
    {
        var before = await SeedAsync();
        var ids = await SubmitManyAsync(4);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await AcceptAsync(ids);
                return "accepted";
            }
            catch (RpcException refused)
            {
                return ServiceDefaults.Errors.RpcErrors.Reason(refused);
            }
        }));

        Assert.Equal(["CORRECTION_NOT_PENDING", "CORRECTION_NOT_PENDING", "CORRECTION_NOT_PENDING", "accepted"], answers.Order(StringComparer.Ordinal));
        var after = (await _processing.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "a" })).Dataset;
        Assert.Equal(before.TrainCount + before.TestCount + 4, after.TrainCount + after.TestCount);
        Assert.Equal(4, (await ListAsync(CorrectionState.Accepted)).TotalSize);
    }

    [Fact]
    public async Task AcceptCorrections_AfterARefusedTry_TakesTheRightImages()
    {
        // The refusal comes when the images are on the disk already; what it left there must not be taken for the next one's.
        await SeedAsync();
        var ids = await SubmitManyAsync(3);
        await Task.WhenAll(Record.ExceptionAsync(() => AcceptAsync([ids[0]])), Record.ExceptionAsync(() => AcceptAsync([ids[0], ids[1]])));
        var left = (await ListAsync()).Corrections.Select(correction => correction.Correction_).ToList();

        _processing.Restart();
        await AcceptAsync(left);

        var train = await _processing.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "a", PageSize = 1000 });
        Assert.Equal(
            [Png(0), Png(1), Png(2)],
            train.Samples.OrderBy(sample => sample.Number).TakeLast(3).Select(sample => sample.Thumbnail));
    }

    [Fact]
    public async Task RejectCorrections_Pending_AreKeptAsRejected()
    {
        var ids = await SubmitManyAsync(2);

        await RejectAsync(ids[0]);

        var rejected = Assert.Single((await ListAsync(CorrectionState.Rejected)).Corrections);
        Assert.Equal((ids[0], "Grace"), (rejected.Correction_, rejected.Reviewer));
        var again = await Refusal.OfAsync(() => RejectAsync(ids[0]));
        Assert.Equal((StatusCode.FailedPrecondition, "CORRECTION_NOT_PENDING"), (again.Code, again.Reason));
        Assert.Contains("rejected already", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListCorrections_Pages_GoFromOldestToNewest()
    {
        var ids = await SubmitManyAsync(4);
        await SubmitAsync(request => request.Dataset = "b");

        var listed = new List<string>();
        var request = new ListCorrectionsRequest { Dataset = "a", PageSize = 3 };
        do
        {
            var page = await _processing.Corrections.ListCorrectionsAsync(request);
            Assert.Equal(4, page.TotalSize);
            listed.AddRange(page.Corrections.Select(correction => correction.Correction_));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task ListCorrections_BadPage_IsRefused()
    {
        foreach (var (request, reason) in new[]
        {
            (new ListCorrectionsRequest { PageSize = 1001 }, "PAGE_SIZE_OUT_OF_RANGE"),
            (new ListCorrectionsRequest { PageToken = "nonsense" }, "PAGE_TOKEN_INVALID"),
            (new ListCorrectionsRequest { State = (CorrectionState)9 }, "CHOICE_UNKNOWN"),
        })
        {
            var refusal = await Refusal.OfAsync(async () => await _processing.Corrections.ListCorrectionsAsync(request));
            Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
        }
    }

    private static ByteString Png(int index) => ByteString.CopyFrom(PngEncoder.Encode(new GrayImage(28, 28, Images[index])));

    private static (string Version, ChangeKind Kind, int Added, string Author) Newest(Dataset dataset) =>
        (dataset.Versions[0].Version, dataset.Versions[0].Kind, dataset.Versions[0].Added, dataset.Versions[0].Author);

    private async Task<Dataset> SeedAsync() => (await _processing.Client.AddSamplesAsync(new AddSamplesRequest
    {
        Dataset = "a",
        Samples = { Enumerable.Range(10, 4).Select(index => new NewSample { Label = $"{index % 10}", Png = Png(index), Part = Part.Train }) },
    })).Dataset;

    private async Task<Correction> SubmitAsync(Action<SubmitCorrectionRequest>? change = null)
    {
        var request = new SubmitCorrectionRequest { Dataset = "a", Png = Png(0), Label = "7" };
        change?.Invoke(request);
        return (await _processing.Corrections.SubmitCorrectionAsync(request)).Correction;
    }

    private async Task<List<string>> SubmitManyAsync(int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await SubmitAsync(request => request.Png = Png(i))).Correction_);
        }

        return ids;
    }

    private async Task<ListCorrectionsResponse> ListAsync(CorrectionState state = CorrectionState.Unspecified) =>
        await _processing.Corrections.ListCorrectionsAsync(new ListCorrectionsRequest { State = state });

    private async Task<Dataset> AcceptAsync(IEnumerable<string> ids) =>
        (await _processing.Corrections.AcceptCorrectionsAsync(new AcceptCorrectionsRequest { Corrections = { ids }, Part = Part.Train })).Dataset;

    private async Task RejectAsync(params string[] ids) =>
        await _processing.Corrections.RejectCorrectionsAsync(new RejectCorrectionsRequest { Corrections = { ids }, Author = "Grace" });
}
