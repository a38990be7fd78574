using System.Diagnostics;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Processing;
using Grpc.Core;
using Grpc.Net.Client;
using Xunit.Abstractions;

namespace Digits.Processing.Tests;

/// <summary>The service as a process of its own, under more than it does at once.</summary>
public sealed class HeavyLoadTests(ITestOutputHelper output) : IDisposable
{
    // Of the pod's 1 GiB in deploy/, with room for what else goes on.
    private const double MostMegabytes = 700;

    private const int StreamsAConnection = 50;

    private readonly TempFolder _volume = new();

    public void Dispose() => _volume.Dispose();

    [Fact]
    public async Task StreamSamples_300UnreadStreams_HoldLittle()
    {
        using var service = new ProcessingProcess(_volume.Path);
        await ImportAsync(service.Client, "a", 60_000);
        var before = service.PeakMegabytes;
        var channels = Enumerable.Range(0, 300 / StreamsAConnection).Select(_ => GrpcChannel.ForAddress($"http://{service.Channel.Target}")).ToList();
        var calls = channels.SelectMany(channel => Enumerable.Range(0, StreamsAConnection)
            .Select(_ => new ProcessingService.ProcessingServiceClient(channel).StreamSamples(new StreamSamplesRequest { Dataset = "a", Part = Part.Train })))
            .ToList();
        var begun = calls.Select(call => Record.ExceptionAsync(() => call.ResponseStream.MoveNext(CancellationToken.None))).ToList();

        // Those over the queue are refused, those in it wait, and the others hold what they hold.
        await Task.WhenAny(Task.WhenAll(begun), Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System));
        var refused = begun.Count(task => task.IsCompleted && task.Result is RpcException { StatusCode: StatusCode.ResourceExhausted });
        var reading = begun.Count(task => task.IsCompleted && task.Result is null);
        output.WriteLine($"{reading} streams are sent, {begun.Count(task => !task.IsCompleted)} wait, {refused} were refused; {before:N0} MB before, {service.PeakMegabytes:N0} MB at most.");

        Assert.Equal((32, 300 - 32 - 128), (reading, refused));
        Assert.InRange(service.PeakMegabytes, 0, before + 150);

        calls.ForEach(call => call.Dispose());
        channels.ForEach(channel => channel.Dispose());
        var read = 0;
        using var call = service.Client.StreamSamples(new StreamSamplesRequest { Dataset = "a", Part = Part.Train });
        await foreach (var block in call.ResponseStream.ReadAllAsync())
        {
            read += block.Classes.Count;
        }

        Assert.Equal(48_000, read);
    }

    [Fact]
    public async Task ImportDataset_FortyAtOnce_StayWithinThePod()
    {
        using var service = new ProcessingProcess(_volume.Path);
        var watch = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => ImportAsync(service.Client, $"set-{number}", 5000, number)));

        output.WriteLine($"40 imports of 5,000 images at once: {watch.Elapsed.TotalSeconds:N1} s, {service.PeakMegabytes:N0} MB at most.");
        Assert.InRange(service.PeakMegabytes, 0, MostMegabytes);
        Assert.Equal(40, (await service.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets.Count);
    }

    private static async Task ImportAsync(ProcessingService.ProcessingServiceClient client, string name, int count, int seed = 1)
    {
        using var call = client.ImportDataset();
        await call.RequestStream.WriteAsync(new ImportDatasetRequest { Settings = new ImportSettings { Name = name, Mode = ImportMode.Replace } });
        foreach (var piece in ProcessingFixture.Chunks("images", IdxBytes.Images(count, seed: seed)).Concat(ProcessingFixture.Chunks("labels", IdxBytes.Labels(count))))
        {
            await call.RequestStream.WriteAsync(piece);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(name, (await call).Dataset.Name);
    }
}
