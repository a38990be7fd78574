using System.Collections.Concurrent;
using System.Net;
using Digits.Processing.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Digits.Training.Tests;

/// <summary>The other end of the wire: a gRPC server on a loopback port that serves generated samples as Processing does.</summary>
internal sealed class ProcessingPeer : ProcessingService.ProcessingServiceBase, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, SampleSet> _sets = new();
    private readonly TaskCompletionSource _streaming = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TaskCompletionSource _gate = new();
    private volatile TaskCompletionSource? _heldLookUp;
    private WebApplication? _app;

    private ProcessingPeer() => _gate.SetResult();

    public string Address => _app!.Urls.First();

    /// <summary>Ends when the first stream of samples was asked for.</summary>
    public Task Streaming => _streaming.Task;

    /// <summary>Changes a block before it is sent, or drops it by returning null.</summary>
    public Func<StreamSamplesResponse, StreamSamplesResponse?> Tamper { get; set; } = block => block;

    public static async Task<ProcessingPeer> StartAsync(params SampleSet[] sets)
    {
        var peer = new ProcessingPeer();
        foreach (var set in sets)
        {
            peer.Add(set);
        }

        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(peer);
        peer._app = builder.Build();
        peer._app.MapGrpcService<ProcessingPeer>();
        await peer._app.StartAsync();
        return peer;
    }

    /// <summary>Adds a data set; one of the same name is replaced.</summary>
    public void Add(SampleSet set) => _sets[set.Dataset.Name] = set;

    public void Remove(SampleSet set) => _sets.TryRemove(set.Dataset.Name, out _);

    /// <summary>Holds streams of samples back from now on.</summary>
    public void HoldStreams() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseStreams() => _gate.TrySetResult();

    /// <summary>From now on nobody is told of a data set; the result ends when the first one has asked.</summary>
    public Task HoldLookUps()
    {
        _heldLookUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _heldLookUp.Task;
    }

    public override async Task<GetDatasetResponse> GetDataset(GetDatasetRequest request, ServerCallContext context)
    {
        if (_heldLookUp is { } held)
        {
            held.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return new GetDatasetResponse { Dataset = Find(request.Dataset, request.Version).Dataset };
    }

    public override async Task StreamSamples(
        StreamSamplesRequest request, IServerStreamWriter<StreamSamplesResponse> responseStream, ServerCallContext context)
    {
        var set = Find(request.Dataset, request.Version);
        _streaming.TrySetResult();
        await _gate.Task.WaitAsync(context.CancellationToken);
        foreach (var block in set.Blocks(request.Part, request.WithNumbers).Select(Tamper).OfType<StreamSamplesResponse>())
        {
            await responseStream.WriteAsync(block, context.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    private SampleSet Find(string name, string version) =>
        _sets.TryGetValue(name, out var set) && (version.Length == 0 || version == set.Dataset.Version)
            ? set
            : throw new RpcException(new Status(StatusCode.NotFound, "no such data set"));
}
