using System.Threading.Channels;
using Digits.Training.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Inference.Tests;

/// <summary>The registry side of Training: holds model files, tells watchers of changes and sends files, damaged if a test asks for it.</summary>
internal sealed class TrainingDouble : ModelService.ModelServiceBase
{
    private const int PieceSize = 4_000;

    private readonly Lock _lock = new();
    private readonly List<TestModel> _models = [];
    private readonly List<Channel<WatchModelsResponse>> _watchers = [];
    private readonly HashSet<(string Model, int Version)> _damaged = [];
    private readonly Dictionary<string, int> _downloads = [];

    /// <summary>When set, downloads wait for it.</summary>
    public Task DownloadGate { get; set; } = Task.CompletedTask;

    /// <summary>When set, every download fails with it.</summary>
    public Status? DownloadFault { get; set; }

    /// <summary>When set, watchers are told nothing before it.</summary>
    public Task WatchGate { get; set; } = Task.CompletedTask;

    /// <summary>How often the files of a model were asked for.</summary>
    public int Downloads(string model)
    {
        lock (_lock)
        {
            return _downloads.GetValueOrDefault(model);
        }
    }

    public void Put(TestModel model, bool damaged = false)
    {
        lock (_lock)
        {
            _models.Add(model);
            if (damaged)
            {
                _damaged.Add((model.Name, model.Version));
            }
        }

        Publish();
    }

    public void Remove(TestModel model)
    {
        lock (_lock)
        {
            _models.Remove(model);
        }

        Publish();
    }

    /// <summary>From now on the file is sent as it is; watchers are not told.</summary>
    public void Repair(TestModel model)
    {
        lock (_lock)
        {
            _damaged.Remove((model.Name, model.Version));
        }
    }

    public override async Task WatchModels(
        WatchModelsRequest request, IServerStreamWriter<WatchModelsResponse> responseStream, ServerCallContext context)
    {
        await WatchGate.WaitAsync(context.CancellationToken);
        var changes = Channel.CreateUnbounded<WatchModelsResponse>();
        lock (_lock)
        {
            _watchers.Add(changes);
            changes.Writer.TryWrite(Registry());
        }

        await foreach (var registry in changes.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(registry, context.CancellationToken);
        }
    }

    public override async Task DownloadModel(
        DownloadModelRequest request, IServerStreamWriter<DownloadModelResponse> responseStream, ServerCallContext context)
    {
        lock (_lock)
        {
            _downloads[request.Model] = _downloads.GetValueOrDefault(request.Model) + 1;
        }

        await DownloadGate.WaitAsync(context.CancellationToken);
        if (DownloadFault is { } fault)
        {
            throw new RpcException(fault);
        }

        var file = FileOf(request) ?? throw new RpcException(new Status(StatusCode.NotFound, "no such version"));
        foreach (var piece in file.Chunk(PieceSize))
        {
            await responseStream.WriteAsync(new DownloadModelResponse { Data = ByteString.CopyFrom(piece) }, context.CancellationToken);
        }
    }

    private byte[]? FileOf(DownloadModelRequest request)
    {
        lock (_lock)
        {
            var model = _models.Find(model => model.Name == request.Model && model.Version == request.Version);
            if (model is null || !_damaged.Contains((model.Name, model.Version)))
            {
                return model?.File;
            }

            byte[] damaged = [.. model.File];
            damaged[damaged.Length / 2] ^= 1;
            return damaged;
        }
    }

    private void Publish()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(Registry());
            }
        }
    }

    private WatchModelsResponse Registry()
    {
        var registry = new WatchModelsResponse();
        foreach (var versions in _models.GroupBy(model => model.Name))
        {
            var model = new RegisteredModel { Model = versions.Key };
            model.Versions.AddRange(versions.OrderByDescending(version => version.Version).Select(version => new ModelVersion
            {
                Model = version.Name,
                Version = version.Version,
                Sha256 = version.Sha256,
                SizeBytes = version.File.Length,
                Labels = { version.Labels },
            }));
            registry.Models.Add(model);
        }

        return registry;
    }
}
