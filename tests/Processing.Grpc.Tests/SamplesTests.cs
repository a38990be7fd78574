using Digits.Imaging;
using Digits.Processing.V1;
using Digits.Tests;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Processing.Tests;

public sealed class SamplesTests : IAsyncLifetime, IDisposable
{
    private readonly ProcessingFixture _processing = new();
    private readonly byte[] _images = IdxBytes.Images(count: 250);

    public async Task InitializeAsync() => await _processing.ImportAsync(
        "a",
        ("train-images", _images),
        ("train-labels", IdxBytes.Labels(count: 250)),
        ("test-images", IdxBytes.Images(count: 5, seed: 2)),
        ("test-labels", IdxBytes.Labels(count: 5)));

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task ListSamples_NothingSaid_GivesTheFirstHundredOfTrain()
    {
        var page = await ListAsync(new ListSamplesRequest());

        Assert.Equal(250, page.TotalSize);
        Assert.Equal(Enumerable.Range(0, 100), page.Samples.Select(sample => sample.Index));
        Assert.All(page.Samples, sample => Assert.Equal((Part.Train, $"{sample.Index % 10}"), (sample.Part, sample.Label)));
    }

    [Fact]
    public async Task ListSamples_Thumbnail_IsThePicture()
    {
        var page = await ListAsync(new ListSamplesRequest { PageSize = 3 });

        var expected = PngEncoder.Encode(new GrayImage(28, 28, _images[(16 + (2 * 784))..(16 + (3 * 784))]));
        Assert.Equal(ByteString.CopyFrom(expected), page.Samples[2].Thumbnail);
    }

    [Fact]
    public async Task ListSamples_PageByPage_GivesEverySampleOnce()
    {
        var request = new ListSamplesRequest { PageSize = 60 };
        var indexes = new List<int>();
        do
        {
            var page = await ListAsync(request);
            indexes.AddRange(page.Samples.Select(sample => sample.Index));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 250), indexes);
    }

    [Fact]
    public async Task ListSamples_OneLabel_GivesItsSamplesAlone()
    {
        var first = await ListAsync(new ListSamplesRequest { Label = "7", PageSize = 20 });
        var second = await ListAsync(new ListSamplesRequest { Label = "7", PageSize = 20, PageToken = first.NextPageToken });

        Assert.Equal((25, 20, 5, ""), (first.TotalSize, first.Samples.Count, second.Samples.Count, second.NextPageToken));
        Assert.All(first.Samples.Concat(second.Samples), sample => Assert.Equal("7", sample.Label));
    }

    [Fact]
    public async Task ListSamples_TestPart_GivesItsSamples()
    {
        var page = await ListAsync(new ListSamplesRequest { Part = Part.Test });

        Assert.Equal((5, 5, ""), (page.TotalSize, page.Samples.Count, page.NextPageToken));
    }

    [Fact]
    public async Task ListSamples_NewVersionBetweenPages_StaysInTheOldOne()
    {
        var first = await ListAsync(new ListSamplesRequest());
        await _processing.ImportAsync("a", ("images", IdxBytes.Images(count: 10)), ("labels", IdxBytes.Labels(count: 10)));

        var second = await ListAsync(new ListSamplesRequest { PageToken = first.NextPageToken });

        Assert.Equal((250, 100), (second.TotalSize, second.Samples.Count));
    }

    [Fact]
    public async Task ListSamples_BadRequest_IsRefusedWithItsReason()
    {
        var token = (await ListAsync(new ListSamplesRequest())).NextPageToken;
        foreach (var (request, reason) in new (ListSamplesRequest, string)[]
        {
            (new() { PageSize = -1 }, "PAGE_SIZE_OUT_OF_RANGE"),
            (new() { PageSize = 10_001 }, "PAGE_SIZE_OUT_OF_RANGE"),
            (new() { Label = "x" }, "LABEL_UNKNOWN"),
            (new() { Part = (Part)9 }, "PART_UNKNOWN"),
            (new() { PageToken = "not a token" }, "PAGE_TOKEN_INVALID"),
            (new() { PageToken = token[1..] }, "PAGE_TOKEN_INVALID"),
            (new() { PageToken = token, Label = "7" }, "PAGE_TOKEN_INVALID"),
            (new() { PageToken = token, Part = Part.Test }, "PAGE_TOKEN_INVALID"),
        })
        {
            var refusal = await Refusal.OfAsync(() => ListAsync(request));
            Assert.Equal((StatusCode.InvalidArgument, reason), (refusal.Code, refusal.Reason));
        }
    }

    [Fact]
    public async Task StreamSamples_NoPart_IsRefused() =>
        Assert.Equal("PART_REQUIRED", (await Refusal.OfAsync(() => _processing.ReadAsync("a", Part.Unspecified))).Reason);

    [Fact]
    public async Task StreamSamples_ManySamples_ComeInSmallBlocks()
    {
        await _processing.ImportAsync("big", ("images", IdxBytes.Images(count: 5000)), ("labels", IdxBytes.Labels(count: 5000)));
        using var call = _processing.Client.StreamSamples(new StreamSamplesRequest { Dataset = "big", Part = Part.Train });
        var sizes = new List<int>();
        await foreach (var block in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(block.Classes.Count * 784, block.Pixels.Length);
            sizes.Add(block.CalculateSize());
        }

        Assert.InRange(sizes.Count, 20, 30);
        Assert.All(sizes, size => Assert.InRange(size, 1, 128 << 10));
    }

    [Theory]
    [InlineData("*.pixels")]
    [InlineData("*.hashes")]
    public async Task StreamSamples_DamagedFile_IsDataLoss(string name)
    {
        var file = Directory.GetFiles(_processing.DataVolume, name, SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(file);

        await File.WriteAllBytesAsync(file, Array.ConvertAll(bytes, value => (byte)(value ^ 1)));
        var changed = await Refusal.OfAsync(() => _processing.ReadAsync("a", Part.Train));
        await File.WriteAllBytesAsync(file, bytes[..^1]);
        var shortened = await Refusal.OfAsync(() => _processing.ReadAsync("a", Part.Train));
        File.Delete(file);
        var missing = await Refusal.OfAsync(() => ListAsync(new ListSamplesRequest()));

        Assert.All(
            [changed, shortened, missing],
            refusal => Assert.Equal((StatusCode.DataLoss, "DATASET_DAMAGED"), (refusal.Code, refusal.Reason)));
        Assert.DoesNotContain(_processing.DataVolume, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamSamples_DamagedIndex_IsDataLoss()
    {
        _processing.Restart(() =>
        {
            var file = Directory.GetFiles(Path.Combine(_processing.DataVolume, "datasets/a/versions")).Single();
            var bytes = File.ReadAllBytes(file);
            bytes[^2] ^= 1;
            File.WriteAllBytes(file, bytes);
        });

        var refusal = await Refusal.OfAsync(() => _processing.ReadAsync("a", Part.Train));

        Assert.Equal((StatusCode.DataLoss, "DATASET_DAMAGED"), (refusal.Code, refusal.Reason));
    }

    [Fact]
    public async Task NormalizeImage_Drawing_ComesBackCentredAt28x28()
    {
        var drawing = new byte[100 * 60];
        for (var row = 10; row < 50; row++)
        {
            drawing.AsSpan((row * 100) + 70, 8).Fill(255);
        }

        var response = await NormalizeAsync(PngEncoder.Encode(new GrayImage(100, 60, drawing)));

        var seen = InkReader.Read(response.Png.Span);
        Assert.Equal((28, 28), (seen.Width, seen.Height));
        Assert.Equal(255, seen.Pixels[(14 * 28) + 14]);
        Assert.Equal(0, seen.Pixels[(14 * 28) + 24]);
    }

    [Fact]
    public async Task NormalizeImage_Data_TakesAnyFormatAndGoesBeforePng()
    {
        byte[] pgm = [.. "P5 9 9 255\n"u8, .. Enumerable.Range(0, 81).Select(at => (byte)(at % 9 == 4 ? 255 : 0))];
        var png = PngEncoder.Encode(InkReader.Read(pgm));

        var fromData = await _processing.Client.NormalizeImageAsync(
            new NormalizeImageRequest { Data = ByteString.CopyFrom(pgm), Png = ByteString.CopyFromUtf8("not a picture") });

        Assert.Equal((await NormalizeAsync(png)).Png, fromData.Png);
    }

    [Fact]
    public async Task NormalizeImage_NoPng_IsRefused()
    {
        var png = PngEncoder.Encode(new GrayImage(8, 8, new byte[64]));

        Assert.Equal("IMAGE_REQUIRED", (await Refusal.OfAsync(() => NormalizeAsync([]))).Reason);
        foreach (byte[] bytes in (byte[][])[[1, 2, 3], png[..^5]])
        {
            var refusal = await Refusal.OfAsync(() => NormalizeAsync(bytes));
            Assert.Equal((StatusCode.InvalidArgument, "IMAGE_INVALID"), (refusal.Code, refusal.Reason));
        }
    }

    private async Task<NormalizeImageResponse> NormalizeAsync(byte[] png) =>
        await _processing.Client.NormalizeImageAsync(new NormalizeImageRequest { Png = ByteString.CopyFrom(png) });

    private async Task<ListSamplesResponse> ListAsync(ListSamplesRequest request)
    {
        request.Dataset = "a";
        return await _processing.Client.ListSamplesAsync(request);
    }
}
