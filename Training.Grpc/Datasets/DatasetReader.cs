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
        catch (RpcException exception)
        {
            // A cancelled call fails with a status too, which must not look like a fault of the data set.
            cancellationToken.ThrowIfCancellationRequested();
            throw DatasetException.From(exception, name, version);
        }
    }

    /// <summary>Reads one part whole.</summary>
    /// <exception cref="DatasetException">The data set is gone, damaged or too large, or Processing does not answer.</exception>
    public async Task<LabeledImages> ReadAsync(Dataset dataset, Part part, CancellationToken cancellationToken)
    {
        var images = new DatasetPart(dataset, part);
        await ReadAsync(dataset, part, withNumbers: false, images, cancellationToken);
        return images.Finish();
    }

    /// <summary>Reads all parts whole, with the samples' numbers.</summary>
    /// <exception cref="DatasetException">The data set is gone, damaged or too large, or Processing does not answer.</exception>
    public async Task<NumberedImages> ReadNumberedAsync(Dataset dataset, CancellationToken cancellationToken)
    {
        var images = new DatasetPart(dataset, NumberedImages.Parts);
        var due = 0;
        foreach (var part in NumberedImages.Parts)
        {
            await ReadAsync(dataset, part, withNumbers: true, images, cancellationToken);
            due += DatasetPart.CountOf(dataset, part);
            images.EndPart(due);
        }

        return new NumberedImages(images.Finish(), images.Numbers, dataset.TrainCount, dataset.ValidationCount);
    }

    private async Task ReadAsync(Dataset dataset, Part part, bool withNumbers, DatasetPart images, CancellationToken cancellationToken)
    {
        if (DatasetPart.CountOf(dataset, part) == 0)
        {
            return;
        }

        var request = new StreamSamplesRequest
        {
            Dataset = dataset.Name,
            Version = dataset.Version,
            Part = part,
            WithNumbers = withNumbers,
        };
        using var silence = new CancellationTokenSource(LongestSilence, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            using var call = processing.StreamSamples(request, cancellationToken: stop.Token);
            await foreach (var samples in call.ResponseStream.ReadAllAsync(stop.Token))
            {
                silence.CancelAfter(LongestSilence);
                images.Add(samples);
            }
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw exception is RpcException failure && !silence.IsCancellationRequested
                ? DatasetException.From(failure, dataset.Name, dataset.Version)
                : DatasetException.Silent(dataset.Name, LongestSilence);
        }
    }
}
