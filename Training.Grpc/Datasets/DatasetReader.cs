using Digits.Learning.Data;
using Digits.Processing.V1;
using Grpc.Core;

namespace Digits.Training.Datasets;

/// <summary>Reads data sets from Processing.</summary>
internal sealed class DatasetReader(ProcessingService.ProcessingServiceClient processing, TimeProvider time)
{
    private static readonly TimeSpan LookUpDeadline = TimeSpan.FromSeconds(5);

    /// <summary>A stream has no deadline, since a data set may be large; but it may not fall silent for longer than this.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>Looks a data set up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">A version of it; empty for the newest.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatasetException">There is none, or Processing does not answer.</exception>
    public async Task<Dataset> FindAsync(string name, string version, CancellationToken cancellationToken)
    {
        try
        {
            var response = await processing.GetDatasetAsync(
                new GetDatasetRequest { Dataset = name, Version = version },
                deadline: time.GetUtcNow().Add(LookUpDeadline).UtcDateTime,
                cancellationToken: cancellationToken);
            return response.Dataset;
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw DatasetException.From(exception, name, version);
        }
    }

    /// <summary>Reads one part whole.</summary>
    /// <exception cref="DatasetException">The data set is gone, damaged or too large, or Processing does not answer.</exception>
    public async Task<LabeledImages> ReadAsync(Dataset dataset, Part part, CancellationToken cancellationToken)
    {
        var block = new DatasetPart(dataset, part);
        if (block.Count == 0)
        {
            return block.Finish();
        }

        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            using var call = processing.StreamSamples(
                new StreamSamplesRequest { Dataset = dataset.Name, Version = dataset.Version, Part = part }, cancellationToken: stop.Token);
            await foreach (var samples in call.ResponseStream.ReadAllAsync(stop.Token))
            {
                silence.CancelAfter(LongestSilence);
                block.Add(samples);
            }
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw exception is RpcException failure && !silence.IsCancellationRequested
                ? DatasetException.From(failure, dataset.Name, dataset.Version)
                : DatasetException.Silent(dataset.Name, LongestSilence);
        }

        return block.Finish();
    }
}
