using Digits.Tests;
using Digits.Training.V1;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Data.Sqlite;

namespace Digits.Training.Tests.Storage;

public sealed class DiskFullTests : IAsyncLifetime
{
    private const int Megabytes = 24;
    private const string NoSpace = "The model volume has no space left.";

    private readonly SampleSet _bands = new("bands");
    private readonly SampleSet _endless = new("endless", trainCount: 1000, testCount: 100, side: 28, classCount: 10);
    private ProcessingPeer _processing = null!;
    private TinyDisk? _disk;
    private TrainingHost? _host;

    private TinyDisk Disk => _disk ??= new TinyDisk(Megabytes);

    private TrainingHost Host => _host ??= new TrainingHost(Disk.Path, _processing.Address, []);

    public async Task InitializeAsync() => _processing = await ProcessingPeer.StartAsync(_bands, _endless);

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _processing.DisposeAsync();
        _disk?.Dispose();
    }

    [TinyDiskFact]
    public async Task Call_DiskFull_SaysSoAndWorksAgainAfterwards()
    {
        var run = await TrainAsync();
        var file = await DownloadAsync();
        Disk.Fill();

        // As after some minutes without a call.
        SqliteConnection.ClearAllPools();

        await AssertFullAsync(Host.Runs.StartRunAsync(Requests.Quick("bands")).ResponseAsync);
        await AssertFullAsync(Host.Runs.StartLabelCheckAsync(new StartLabelCheckRequest { Dataset = "bands" }).ResponseAsync);
        await AssertFullAsync(ImportAsync(file));
        await AssertFullAsync(DownloadAsync("onnx"));
        Assert.Equal(run, (await Host.Runs.GetRunAsync(new GetRunRequest { Run = run.Run })).Run);
        Assert.Equal(file, await DownloadAsync());

        Disk.Free();
        Assert.Equal(RunState.Succeeded, (await TrainAsync()).State);
        Assert.Equal(3, (await ImportAsync(file)).Version);
    }

    [TinyDiskFact]
    public async Task Delete_DiskFull_Works()
    {
        var runs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add((await TrainAsync()).Run);
        }

        Disk.Fill();

        foreach (var run in runs)
        {
            await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });
        }

        await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = "digits", Version = 1 });
        await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = "digits", Version = 3 });
        Assert.Empty((await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs);
        Assert.Equal(2, (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models.Single().Versions.Single().Version);
    }

    [TinyDiskFact]
    public async Task Delete_DiskFullOfRuns_MakesRoomForNewOnes()
    {
        var run = (await TrainAsync()).Run;
        AddEvents(run, megabytes: 5);
        Disk.Fill();
        await AssertFullAsync(Host.Runs.StartRunAsync(Requests.Quick("bands")).ResponseAsync);

        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });

        Assert.Equal(RunState.Succeeded, (await TrainAsync()).State);
    }

    [TinyDiskFact]
    public async Task Run_DiskFillsUpWhileItTrains_FailsNamingTheCauseAndTheNextOneRuns()
    {
        var run = await StartEndlessAsync();
        Disk.Fill();

        var failed = (await Host.Runs.WatchToEndAsync(run))[^1].Run;

        Assert.Equal(RunState.Failed, failed.State);
        Assert.StartsWith(NoSpace, failed.Error, StringComparison.Ordinal);
        Disk.Free();
        Assert.Equal(RunState.Succeeded, (await TrainAsync()).State);
    }

    [TinyDiskFact]
    public async Task Cancel_DiskFull_EndsTheRun()
    {
        _processing.HoldStreams();
        var running = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        await _processing.Streaming;
        var queued = (await Host.Runs.StartRunAsync(Requests.Quick("bands"))).Run.Run;
        Disk.Fill();

        foreach (var run in new[] { running, queued })
        {
            var cancelled = await Host.Runs.CancelRunAsync(new CancelRunRequest { Run = run });
            Assert.Equal(RunState.Cancelled, cancelled.Run.State);
        }

        _processing.ReleaseStreams();
    }

    [TinyDiskFact]
    public async Task Start_DiskFull_OpensForReadingAndDeleting()
    {
        var run = (await TrainAsync()).Run;
        await Host.DisposeAsync();
        _host = null;
        Disk.Fill();

        Assert.Equal(run, (await Host.Runs.ListRunsAsync(new ListRunsRequest())).Runs.Single().Run);
        await AssertFullAsync(Host.Runs.StartRunAsync(Requests.Quick("bands")).ResponseAsync);
        await Host.Runs.DeleteRunAsync(new DeleteRunRequest { Run = run });
        await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = "digits", Version = 1 });
        Disk.Free();
        Assert.Equal(RunState.Succeeded, (await TrainAsync()).State);
    }

    [TinyDiskFact]
    public async Task Start_VolumeReadOnly_EndsWithOneLine()
    {
        await TrainAsync();
        await Host.DisposeAsync();
        _host = null;
        Disk.MakeReadOnly();

        var (code, errors) = await TrainingProcess.RunToEndAsync(Disk.Path, _processing.Address);

        Assert.NotEqual(0, code);
        Assert.Contains("is read-only", errors, StringComparison.Ordinal);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Start_VolumeInUse_EndsWithOneLine()
    {
        var volume = Directory.CreateTempSubdirectory("digits-training-").FullName;
        try
        {
            await using var host = new TrainingHost(volume, _processing.Address, []);
            await host.Runs.ListRunsAsync(new ListRunsRequest());

            var (code, errors) = await TrainingProcess.RunToEndAsync(volume, _processing.Address);

            Assert.NotEqual(0, code);
            Assert.Contains("Another Training service", errors, StringComparison.Ordinal);
            Assert.Single(errors.Trim().Split('\n'));
        }
        finally
        {
            Directory.Delete(volume, recursive: true);
        }
    }

    // A long run, without the hours that it takes.
    private void AddEvents(string run, int megabytes)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Disk.Path, "training.db")}");
        connection.Open();
        for (var i = 1; i <= megabytes; i++)
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                $"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                INSERT INTO "RunEvents" ("RunOrdinal", "Sequence", "Payload")
                SELECT "Ordinal", {i} * 100000 + i, randomblob(1000) FROM "Runs", n WHERE "Id" = '{run}';
                PRAGMA wal_checkpoint(TRUNCATE);
                """;
            command.ExecuteNonQuery();
        }
    }

    private static async Task AssertFullAsync<T>(Task<T> call)
    {
        var fault = Fault.Of(await Assert.ThrowsAsync<RpcException>(() => call));
        Assert.Equal((StatusCode.ResourceExhausted, "DISK_FULL"), (fault.Code, fault.Reason));
        Assert.StartsWith(NoSpace, fault.Message, StringComparison.Ordinal);
    }

    private async Task<TrainingRun> TrainAsync()
    {
        var started = await Host.Runs.StartRunAsync(Requests.Quick("bands"));
        return (await Host.Runs.WatchToEndAsync(started.Run.Run))[^1].Run;
    }

    private async Task<string> StartEndlessAsync()
    {
        var run = (await Host.Runs.StartRunAsync(Requests.Endless("endless"))).Run.Run;
        await Host.Runs.WatchUntilAsync(run, runEvent => runEvent.Batch is not null);
        return run;
    }

    private async Task<byte[]> DownloadAsync(string format = "")
    {
        using var call = Host.Models.DownloadModel(new DownloadModelRequest { Model = "digits", Version = 1, Format = format });
        using var bytes = new MemoryStream();
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            piece.Data.WriteTo(bytes);
        }

        return bytes.ToArray();
    }

    private async Task<ModelVersion> ImportAsync(byte[] file)
    {
        using var call = Host.Models.ImportModel();
        try
        {
            await call.RequestStream.WriteAsync(
                new ImportModelRequest { Files = new FileChunk { FileName = "model", Data = ByteString.CopyFrom(file) } });
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception exception) when (exception is InvalidOperationException or RpcException)
        {
            // The service has answered before the end of the file; the answer tells why.
        }

        return (await call.ResponseAsync).ModelVersion;
    }
}
