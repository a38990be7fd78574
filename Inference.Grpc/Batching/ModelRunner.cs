using System.Diagnostics;
using Digits.Inference.Statistics;
using Digits.Learning.Networks;
using Digits.ServiceDefaults.Errors;

namespace Digits.Inference.Batching;

/// <summary>Runs the network or networks of one model version for calls, alone or in batches, and keeps the statistics. Thread-safe.</summary>
internal sealed class ModelRunner
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Committee _committee;
    private readonly BatchingOptions _options;
    private readonly PredictionTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Batcher? _batcher;
    private int _accepted;

    /// <param name="committee">The network or networks.</param>
    /// <param name="statistics">The version's statistics.</param>
    /// <param name="options">Sizes and waits.</param>
    /// <param name="isBatched">Whether images of different calls are computed together.</param>
    /// <param name="telemetry">Spans and metrics.</param>
    /// <param name="time">The clock.</param>
    public ModelRunner(
        Committee committee, VersionStatistics statistics, BatchingOptions options, bool isBatched, PredictionTelemetry telemetry, TimeProvider time)
    {
        _committee = committee;
        _options = options;
        _telemetry = telemetry;
        _time = time;
        Statistics = statistics;
        _batcher = isBatched ? new Batcher(options, Environment.ProcessorCount, RunBatch, time) : null;
    }

    public VersionStatistics Statistics { get; }

    /// <summary>Whether images of different calls are computed together.</summary>
    public bool IsBatched => _batcher is not null;

    /// <summary>Begins a call, whose statistics are kept until it is disposed.</summary>
    public CallRecord Begin(CancellationToken cancellationToken) => new(Statistics, _time, cancellationToken);

    /// <summary>Predicts images that were normalised to the model's input size, in the order given.</summary>
    /// <param name="images">The images' pixels.</param>
    /// <param name="call">Learns how long the images waited and how long they were computed.</param>
    /// <param name="cancellationToken">Gives up their places in line.</param>
    /// <returns>The probabilities of each image, which add up to 1.</returns>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many images are waiting.</exception>
    public async ValueTask<double[][]> PredictAsync(ReadOnlyMemory<byte>[] images, CallRecord call, CancellationToken cancellationToken)
    {
        Admit(images.Length, call);
        try
        {
            if (images.Length <= _options.MaxBatch)
            {
                return await RunAsync(images, call, cancellationToken);
            }

            var results = new List<double[]>(images.Length);
            foreach (var chunk in images.Chunk(_options.MaxBatch))
            {
                results.AddRange(await RunAsync(chunk, call, cancellationToken));
            }

            return [.. results];
        }
        finally
        {
            Interlocked.Add(ref _accepted, -images.Length);
        }
    }

    private void Admit(int images, CallRecord call)
    {
        // A call that is larger than the whole line may run when nothing else does.
        var before = Interlocked.Add(ref _accepted, images) - images;
        if (before > 0 && before + images > _options.MaxQueue)
        {
            Interlocked.Add(ref _accepted, -images);
            call.Failure = FailureReason.Rejected;
            throw RpcErrors.ResourceExhausted(
                "INFERENCE_QUEUE_FULL",
                $"{before} images are waiting for model \"{Statistics.Model}\" version {Statistics.Version}, and at most {_options.MaxQueue} may. Try again in a second.",
                RetryAfter);
        }
    }

    private async ValueTask<double[][]> RunAsync(ReadOnlyMemory<byte>[] images, CallRecord call, CancellationToken cancellationToken)
    {
        var part = new BatchPart(images) { Caller = _telemetry.Caller };
        call.Failure = FailureReason.Backend;
        if (_batcher is { } batcher)
        {
            await batcher.RunAsync(part, cancellationToken);
        }
        else
        {
            cancellationToken.ThrowIfCancellationRequested();
            RunBatch(new Batch([part], part.Count, DispatchReason.Idle));
        }

        call.Failure = FailureReason.Other;
        call.Queue += part.Waited;
        call.Infer += part.Computed;
        return part.Results;
    }

    private void RunBatch(Batch batch)
    {
        var isOthers = batch.Reason != DispatchReason.Idle;
        foreach (var part in batch.Parts)
        {
            part.Waited = isOthers ? _time.GetElapsedTime(part.QueuedAt) : TimeSpan.Zero;
            part.Results = [.. part.Images.Select(_ => new double[_committee.ClassCount])];
            _telemetry.Waited(Statistics.Model, part.Waited);
        }

        var start = Stopwatch.GetTimestamp();
        using (_telemetry.Begin(Statistics.Model, Statistics.Version, batch.Count, isOthers ? Callers(batch) : null))
        {
            Compute(batch);
        }

        var duration = Stopwatch.GetElapsedTime(start);
        Statistics.Executed(batch.Count, batch.Reason, duration);
        foreach (var part in batch.Parts)
        {
            part.Computed = duration;
        }
    }

    private void Compute(Batch batch)
    {
        if (batch.Parts is [{ Count: 1 } only])
        {
            _committee.Predict(only.Images[0].Span, only.Results[0]);
        }
        else if (batch.Parts is [var part])
        {
            _committee.Predict(part.Images, part.Results);
        }
        else
        {
            ReadOnlyMemory<byte>[] images = [.. batch.Parts.SelectMany(part => part.Images)];
            double[][] results = [.. batch.Parts.SelectMany(part => part.Results)];
            _committee.Predict(images, results);
        }
    }

    private static ActivityContext[] Callers(Batch batch) =>
        [.. batch.Parts.Select(part => part.Caller).Where(caller => caller != default)];
}
