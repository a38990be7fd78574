using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using Digits.Imaging;
using Digits.Inference.V1;
using Digits.ServiceDefaults.Errors;
using Digits.Tests;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace Digits.Inference.Tests;

public sealed class InferenceGrpcServiceTests : IAsyncLifetime
{
    private static readonly TestModel Model = new();
    private static readonly TestModel Kana = new("かな", version: 4, labels: ["め", "ぬ", "あ"], height: 20, width: 16);

    private TrainingServer _training = null!;
    private InferenceServer _server = null!;

    public static TheoryData<string, string, string, Image?> BadImages => new()
    {
        { "IMAGE_MISSING", "image", "no image", null },
        { "IMAGE_MISSING", "image", "no image", new Image() },
        { "IMAGE_INVALID", "image.png", "is empty", Png([]) },
        { "IMAGE_TRUNCATED", "image.png", "JPEG", Png([0xFF, 0xD8, 0xFF, 0xE0]) },
        { "IMAGE_INVALID", "image.data", "is empty", Data([]) },
        { "IMAGE_UNSUPPORTED", "image.data", "TIFF is not read; save the picture as PNG or JPEG.", Data([.. "II*\0"u8, 8, 0, 0, 0]) },
        { "IMAGE_BLANK", "image.data", "no ink", Data("P1 2 2 0000"u8.ToArray()) },
        { "IMAGE_TRUNCATED", "image.png", "cut short", Png(PngEncoder.Encode(TestImages.Stroke())[..^20]) },
        { "IMAGE_TOO_LARGE", "image.png", "100000x100000", Png(TestPng.File(TestPng.Header(100_000, 100_000, 8, 6))) },
        { "IMAGE_BLANK", "image.png", "no ink", Png(PngEncoder.Encode(new GrayImage(9, 9, new byte[81]))) },
        { "IMAGE_BLANK", "image.pixels", "no ink", Pixels(new byte[784]) },
        { "IMAGE_SIZE_WRONG", "image.pixels", "783 pixels were given; model \"digits\" reads 784, for 28x28", Pixels(new byte[783]) },
        { "IMAGE_SIZE_WRONG", "image.pixels", "0 pixels were given", Pixels([]) },
    };

    public async Task InitializeAsync()
    {
        var training = new TrainingDouble();
        training.Put(Model);
        training.Put(Kana);
        _training = await TrainingServer.StartAsync(training);
        _server = await InferenceServer.StartWithAsync(_training, models: 2);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _training.DisposeAsync();
    }

    [Fact]
    public async Task Predict_Png_AnswersWhatTheNetworkSays()
    {
        var seen = TestImages.Seen(side: 280);
        var expected = Model.Read(seen);

        var response = await PredictAsync(Png(PngEncoder.Encode(TestImages.Stroke(280))));

        Assert.Equal("digits", response.Model);
        Assert.Equal(1, response.ModelVersion);
        Assert.Equal(PngEncoder.Encode(seen), response.Seen);
        Assert.Equal(Model.Labels, response.Probabilities.Select(entry => entry.Label));
        Assert.Equal(1, response.Probabilities.Sum(entry => entry.Probability), precision: 12);
        Assert.All(response.Probabilities.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Probability, precision: 5));
        var best = response.Probabilities.MaxBy(entry => entry.Probability)!;
        Assert.Equal((best.Label, best.Probability), (response.Label, response.Confidence));
    }

    [Fact]
    public async Task Predict_Pixels_AnswersAsForThePngOfTheSame()
    {
        var fromPixels = await PredictAsync(Pixels(TestImages.Stroke().Pixels.ToArray()));
        var fromPng = await PredictAsync(Png(PngEncoder.Encode(TestImages.Stroke())));

        fromPng.PredictionId = fromPixels.PredictionId;
        Assert.Equal(fromPng, fromPixels);
    }

    [Fact]
    public async Task Predict_DataOfAnyFormat_AnswersAsForThePngOfTheSame()
    {
        var stroke = TestImages.Stroke();
        var png = PngEncoder.Encode(stroke);
        byte[] pgm = [.. Encoding.ASCII.GetBytes($"P5 {stroke.Width} {stroke.Height} 255\n"), .. stroke.Pixels];
        var expected = await PredictAsync(Png(png));

        foreach (var file in new[] { png, pgm, WebP(stroke) })
        {
            var answer = await PredictAsync(Data(file));

            answer.PredictionId = expected.PredictionId;
            Assert.Equal(expected, answer);
        }
    }

    [Fact]
    public async Task Predict_FileOfFourMegabytes_IsRead()
    {
        // The page sends files up to this size as they are. A reader ignores what follows the end of a PNG.
        const int LargestOfThePage = 4_000_000;
        var png = PngEncoder.Encode(TestImages.Stroke());
        var expected = await PredictAsync(Data(png));

        var answer = await PredictAsync(Data([.. png, .. new byte[LargestOfThePage - png.Length]]));

        answer.PredictionId = expected.PredictionId;
        Assert.Equal(expected, answer);
    }

    [Fact]
    public async Task Predict_PaletteWithTransparentPaper_IsNotBlank()
    {
        // Eight rows of one bit a pixel; colour 0 is transparent black, colour 1 opaque black.
        byte[] cross = [0x00, 0x10, 0x10, 0x7C, 0x10, 0x10, 0x10, 0x00];
        var png = TestPng.Encode(
            8, 8, depth: 1, colorType: 3, cross, filter: null, TestPng.Chunk("PLTE", 0, 0, 0, 0, 0, 0), TestPng.Chunk("tRNS", 0, 255));

        var response = await PredictAsync(Png(png));

        Assert.False(InkReader.Read(response.Seen.Span).IsBlank);
    }

    [Fact]
    public async Task Predict_OtherModel_HasItsOwnLabelsAndSize()
    {
        var response = await PredictAsync(Png(PngEncoder.Encode(TestImages.Stroke())), "かな");

        Assert.Equal(("かな", 4), (response.Model, response.ModelVersion));
        Assert.Equal(["め", "ぬ", "あ"], response.Probabilities.Select(entry => entry.Label));
        Assert.Equal(PngEncoder.Encode(TestImages.Seen(width: 16, height: 20)), response.Seen);
    }

    [Fact]
    public async Task Predict_ManyTimes_NamesEachPredictionDifferently()
    {
        var ids = new HashSet<string>();
        for (var call = 0; call < 50; call++)
        {
            ids.Add((await PredictAsync(Pixels(TestImages.Stroke().Pixels.ToArray()))).PredictionId);
        }

        Assert.Equal(50, ids.Count);
        Assert.DoesNotContain("", ids);
    }

    [Theory]
    [MemberData(nameof(BadImages))]
    public async Task Predict_BadImage_NamesReasonAndField(string reason, string field, string message, Image? image)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(image));

        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        Assert.Equal(reason, RpcErrors.Reason(exception));
        Assert.Contains(message, exception.Status.Detail, StringComparison.Ordinal);
        var violations = RpcErrors.Details(exception)!.Details.Single(detail => detail.Is(BadRequest.Descriptor)).Unpack<BadRequest>();
        Assert.Equal(field, Assert.Single(violations.FieldViolations).Field);
        Assert.Empty(_server.Logs.Errors);
    }

    [Fact]
    public async Task Predict_UnknownModel_NamesWhatIsServed()
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(Pixels(new byte[784]), "letters"));

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
        Assert.Equal("MODEL_NOT_FOUND", RpcErrors.Reason(exception));
        Assert.Equal("There is no model \"letters\": served are \"digits\", \"かな\".", exception.Status.Detail);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1_000_000)]
    public async Task Predict_LongModelName_IsRefusedByLengthBeforeAnythingElse(int length)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(null, new string('m', length)));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_MODEL_NAME"), (exception.StatusCode, RpcErrors.Reason(exception)));
        Assert.DoesNotContain("mmm", exception.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, _server.Logs.Mentions("mmm"));
    }

    [Fact]
    public async Task Health_LongServiceName_IsNotRepeatedWhole()
    {
        var health = new Health.HealthClient(_server.Channel);

        var exception = await Assert.ThrowsAsync<RpcException>(
            async () => await health.CheckAsync(new HealthCheckRequest { Service = new string('s', 100_000) }));

        Assert.Equal(StatusCode.NotFound, exception.StatusCode);
        Assert.InRange(exception.Status.Detail.Length, 0, 200);
    }

    [Fact]
    public async Task Predict_UnknownModels_LeaveNoMeasurementsAndNoLog()
    {
        var tags = new ConcurrentBag<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Digits.Inference")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, all, _) => tags.Add(all.ToArray().SingleOrDefault(tag => tag.Key == "digits.model").Value));
        listener.Start();

        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<RpcException>(() => PredictAsync(Pixels(new byte[784]), $"nobody-{i}"));
        }

        await PredictAsync(Pixels(TestImages.Stroke().Pixels.ToArray()));

        Assert.Contains("digits", tags);
        Assert.DoesNotContain(tags, tag => $"{tag}".StartsWith("nobody", StringComparison.Ordinal));
        Assert.Equal(0, _server.Logs.Mentions("nobody-"));
    }

    [Fact]
    public async Task Predict_UnknownModelWithLargePicture_IsRefusedWithoutDecodingIt()
    {
        var png = TestPng.File(TestPng.Header(4096, 4096, 8, 6));

        var exception = await Assert.ThrowsAsync<RpcException>(() => PredictAsync(Png(png), "letters"));

        Assert.Equal("MODEL_NOT_FOUND", RpcErrors.Reason(exception));
    }

    [Fact]
    public async Task Predict_LargePicture_AnswersAsForTheSmallOne()
    {
        var large = await PredictAsync(Png(PngEncoder.Encode(TestImages.Stroke(1120))));

        Assert.Equal(PngEncoder.Encode(TestImages.Seen(side: 1120)), large.Seen);
    }

    [Fact]
    public async Task Predict_CallerGoesAway_IsOneLineAtDebug()
    {
        // While this picture is read, the next one waits and can be given up.
        using var given = new CancellationTokenSource();
        var busy = PredictAsync(Png(PngEncoder.Encode(TestImages.Stroke(4000))));
        var request = new PredictRequest { Image = Png(PngEncoder.Encode(TestImages.Stroke(4000))) };
        var waiting = Enumerable.Range(0, 8).Select(_ => _server.Client.PredictAsync(request, cancellationToken: given.Token).ResponseAsync).ToArray();
        await _server.Logs.WaitForAsync("LargePicture", 1 + waiting.Length);
        await given.CancelAsync();
        foreach (var call in waiting)
        {
            await Assert.ThrowsAsync<RpcException>(() => call);
        }

        await busy;
        await _server.Logs.WaitForAsync("CallCancelled");
        Assert.Empty(_server.Logs.WithException);
        Assert.Equal(LogLevel.Debug, _server.Logs.LevelOf("CallCancelled"));
    }

    [Fact]
    public async Task Stop_CallsInFlight_AreAnswered()
    {
        var png = Png(PngEncoder.Encode(TestImages.Stroke(4000)));
        var calls = Enumerable.Range(0, 4).Select(_ => PredictAsync(png)).ToArray();
        await _server.Logs.WaitForAsync("LargePicture", calls.Length);

        await _server.StopAsync();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal("digits", answer.Model));
    }

    [Fact]
    public async Task ListServedModels_TwoModels_DescribesBothByName()
    {
        var models = (await _server.Client.ListServedModelsAsync(new ListServedModelsRequest())).Models;

        Assert.Equal(["digits", "かな"], models.Select(model => model.Model));
        Assert.Equal((4, Kana.Sha256), (models[1].Version, models[1].Sha256));
        Assert.Equal(Kana.Labels, models[1].Labels);
        Assert.True(models[1].LoadTime.ToDateTimeOffset() > DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Health_Always_IsServing()
    {
        var health = new Health.HealthClient(_server.Channel);

        var response = await health.CheckAsync(new HealthCheckRequest { Service = "digits.inference.v1.InferenceService" });

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, response.Status);
    }

    private static byte[] WebP(GrayImage image)
    {
        using var bitmap = SKImage.FromPixelCopy(new SKImageInfo(image.Width, image.Height, SKColorType.Gray8, SKAlphaType.Opaque), image.Pixels);
        using var pixels = bitmap.PeekPixels();
        using var file = pixels!.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100));
        return file!.ToArray();
    }

    private static Image Data(byte[] bytes) => new() { Data = ByteString.CopyFrom(bytes) };

    private static Image Png(byte[] bytes) => new() { Png = ByteString.CopyFrom(bytes) };

    private static Image Pixels(byte[] bytes) => new() { Pixels = ByteString.CopyFrom(bytes) };

    private async Task<PredictResponse> PredictAsync(Image? image, string model = "") =>
        await _server.Client.PredictAsync(new PredictRequest { Image = image, Model = model });
}
