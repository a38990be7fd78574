using Digits.Processing.V1;
using Digits.Tests.Datasets;
using Grpc.Core;

namespace Digits.Processing.Tests.PublicSets;

public sealed class InstallFromNetworkTests : IAsyncDisposable
{
    private const string Images = $"/fake/{FakeSet.TrainImages}";

    private readonly FakeSet _fake = new();
    private readonly CatalogFixture _catalog;

    public InstallFromNetworkTests()
    {
        _catalog = new CatalogFixture([_fake.Set]);
        _catalog.Serve(_fake);
    }

    public ValueTask DisposeAsync() => _catalog.DisposeAsync();

    [Fact]
    public async Task Install_FilesOnTheMirror_FetchesChecksAndImportsThem()
    {
        var messages = await _catalog.FollowAsync(new InstallPublicDatasetRequest { PublicDataset = "fake", Author = "Ada" });

        var dataset = messages[^1].Dataset;
        Assert.Equal(("fake", 40, 20), (dataset.Name, dataset.TrainCount, dataset.TestCount));
        Assert.Equal(FakeSet.Labels, dataset.Labels);
        Assert.Equal(("Ada", "Fake set from 127.0.0.1"), (dataset.Versions[0].Author, dataset.Versions[0].Note));
        Assert.Equal(_fake.Set.Files.Select(file => $"/fake/{file.Name}"), _catalog.Server.Requests);
        Assert.Equal(_fake.Bytes.Keys.Order(StringComparer.Ordinal), _catalog.Fetched(_fake.Set));

        Assert.Equal(
            [V1.InstallStage.Fetching, V1.InstallStage.Checking, V1.InstallStage.Importing, V1.InstallStage.Done],
            messages.Select(message => message.Stage).Distinct());
        Assert.All(messages[..^1], message => Assert.Null(message.Dataset));
        var size = _fake.Bytes.Values.Sum(bytes => bytes.Length);
        Assert.All(messages, message => Assert.Equal(size, message.TotalBytes));
        Assert.Equal(messages.Select(message => message.FetchedBytes).Order(), messages.Select(message => message.FetchedBytes));
        Assert.Equal((0, size), (messages[0].FetchedBytes, messages[^1].FetchedBytes));
    }

    [Fact]
    public async Task Install_Again_NeedsNoNetwork()
    {
        var first = await _catalog.InstallAsync(_fake.Set);
        Assert.True((await _catalog.DescribeAsync(_fake.Set)).Files.All(file => file.Present));
        _catalog.Server.Requests.Clear();

        var second = await _catalog.InstallAsync(_fake.Set);

        Assert.Equal(first.Version, second.Version);
        Assert.Empty(_catalog.Server.Requests);
    }

    [Fact]
    public async Task Install_ConnectionCut_GoesOnWhereItBrokeOff()
    {
        var file = Serve(new ServedFile(_fake.Bytes[FakeSet.TrainImages]) { Stops = 1 });

        var dataset = await _catalog.InstallAsync(_fake.Set, CutOffAt100(file));

        Assert.Equal(40, dataset.TrainCount);
        Assert.Equal([Images, $"{Images} bytes=100- if \"first\""], RequestsForImages());
    }

    [Fact]
    public async Task Install_ConnectionCutAndNoRanges_StartsAgain()
    {
        var file = Serve(new ServedFile(_fake.Bytes[FakeSet.TrainImages]) { Stops = 1, Ranges = false });

        var dataset = await _catalog.InstallAsync(_fake.Set, CutOffAt100(file));

        Assert.Equal(40, dataset.TrainCount);
        Assert.Equal(2, RequestsForImages().Length);
    }

    [Fact]
    public async Task Install_FileChangedSinceTheCut_StartsAgain()
    {
        var file = Serve(new ServedFile(new byte[_fake.Bytes[FakeSet.TrainImages].Length]) { Stops = 1 });

        var dataset = await _catalog.InstallAsync(_fake.Set, message =>
        {
            if (message.FetchedBytes == 100)
            {
                (file.Bytes, file.ETag) = (_fake.Bytes[FakeSet.TrainImages], "\"second\"");
                file.CutOff();
            }
        });

        Assert.Equal(40, dataset.TrainCount);
        Assert.Equal([Images, $"{Images} bytes=100- if \"first\""], RequestsForImages());
    }

    [Fact]
    public async Task Install_CallerLeavesAndComesBack_GoesOnWhereItWas()
    {
        Serve(new ServedFile(_fake.Bytes[FakeSet.TrainImages]) { Stops = 1 });
        using var leaving = new CancellationTokenSource();
        var request = new InstallPublicDatasetRequest { PublicDataset = "fake" };

        var left = await Assert.ThrowsAsync<RpcException>(() => _catalog.FollowAsync(
            request,
            message =>
            {
                if (message.FetchedBytes == 100)
                {
                    leaving.Cancel();
                }
            },
            leaving.Token));
        var dataset = await _catalog.InstallAsync(_fake.Set);

        Assert.Equal(StatusCode.Cancelled, left.StatusCode);
        Assert.Equal(40, dataset.TrainCount);
        Assert.Equal([Images, $"{Images} bytes=100- if \"first\""], RequestsForImages());
    }

    [Fact]
    public async Task Install_ServerBusyAtFirst_TriesAgain()
    {
        Serve(new ServedFile(_fake.Bytes[FakeSet.TrainImages]) { Refusals = new Queue<int>([503, 429, 500]) });

        await _catalog.InstallAsync(_fake.Set);

        Assert.Equal(4, RequestsForImages().Length);
    }

    [Fact]
    public async Task Install_Redirected_Follows()
    {
        Serve(new ServedFile([]) { RedirectTo = "/elsewhere" });
        _catalog.Server.Files["/elsewhere"] = new ServedFile(_fake.Bytes[FakeSet.TrainImages]);

        var dataset = await _catalog.InstallAsync(_fake.Set);

        Assert.Equal(40, dataset.TrainCount);
    }

    [Fact]
    public async Task Install_WrongBytes_DeletesThemAndSaysSo()
    {
        Serve(new ServedFile(new byte[_fake.Bytes[FakeSet.TrainImages].Length]));

        var refusal = await RefusalAsync();

        Assert.Contains("by its hash; it was deleted", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_catalog.Fetched(_fake.Set));

        _catalog.Serve(_fake);
        Assert.Equal(40, (await _catalog.InstallAsync(_fake.Set)).TrainCount);
    }

    [Fact]
    public async Task Install_FileMissingOnTheServer_NamesWhatToPutWhere()
    {
        _catalog.Server.Files.TryRemove("/fake/t10k-images-idx3-ubyte.gz", out _);

        var refusal = await RefusalAsync();

        Assert.Contains("/fake/t10k-images-idx3-ubyte.gz answers 404 Not Found", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Put t10k-images-idx3-ubyte.gz (", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("t10k-labels-idx1-ubyte.gz (", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Put train", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_catalog.Folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OtherSize_IsRefusedBeforeItIsFetched()
    {
        Serve(new ServedFile(new byte[12_345_678]));

        var refusal = await RefusalAsync();

        Assert.Contains("has a file of 12345678 bytes where", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_MoreThanExpectedAndSizeNotTold_StopsThere()
    {
        Serve(new ServedFile(new byte[12_345_678]) { TellsSize = false });

        var refusal = await RefusalAsync();

        Assert.Contains("sends more than the", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_AnotherCallIsFetching_IsRefused()
    {
        var file = Serve(new ServedFile(_fake.Bytes[FakeSet.TrainImages]) { Stops = 1 });
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = _catalog.InstallAsync(_fake.Set, message =>
        {
            if (message.FetchedBytes == 100)
            {
                held.TrySetResult();
            }
        });
        await Task.WhenAny(held.Task, first);
        var refusal = await Refusal.OfAsync(() => _catalog.InstallAsync(_fake.Set));
        file.CutOff();

        Assert.Equal((StatusCode.Aborted, "INSTALL_RUNNING"), (refusal.Code, refusal.Reason));
        Assert.Equal(40, (await first).TrainCount);
    }

    private static Action<InstallPublicDatasetResponse> CutOffAt100(ServedFile file) => message =>
    {
        if (message.FetchedBytes == 100)
        {
            file.CutOff();
        }
    };

    private ServedFile Serve(ServedFile images) => _catalog.Server.Files[Images] = images;

    private string[] RequestsForImages() =>
        [.. _catalog.Server.Requests.Where(request => request.StartsWith(Images, StringComparison.Ordinal))];

    private async Task<Refusal> RefusalAsync()
    {
        var refusal = await Refusal.OfAsync(() => _catalog.InstallAsync(_fake.Set));
        Assert.Equal((StatusCode.Unavailable, "PUBLIC_FILES_MISSING"), (refusal.Code, refusal.Reason));
        return refusal;
    }
}
