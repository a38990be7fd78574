using System.Security.Cryptography;
using Digits.Inference.Batching;
using Digits.Inference.Prediction;
using Digits.Inference.Statistics;
using Digits.Learning.Persistence;
using Digits.ServiceDefaults.Errors;
using Digits.Training.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Digits.Inference.Models;

/// <summary>Fetches a model file from the local copies or from Training, checks it and makes it ready to answer.</summary>
internal sealed class ModelDownloader(
    ModelService.ModelServiceClient training,
    ModelCache cache,
    ServingStatistics statistics,
    PredictionTelemetry telemetry,
    IOptions<BatchingOptions> batching,
    TimeProvider time,
    ILogger<ModelDownloader> logger)
{
    private const int SmallestSide = 4;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Fetches, verifies, tests and warms up one version.</summary>
    /// <param name="version">The version as the registry describes it.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="RpcException">Training cannot be reached or does not send the file.</exception>
    /// <exception cref="ModelDamagedException">What was sent is not the file that the registry describes.</exception>
    /// <exception cref="ModelUnusableException">The file is not a model that can be served.</exception>
    public async Task<LoadedModel> LoadAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (TryLoadCopy(version) is { } copy)
        {
            return copy;
        }

        var file = await FetchAsync(version, cancellationToken);
        var hash = HashOf(file);
        if (!string.Equals(hash, version.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelDamagedException($"the file's SHA-256 is {hash} and not {version.Sha256}");
        }

        var model = Read(version, file, hash);
        cache.AddModel(version, file);
        return model;
    }

    /// <summary>Verifies, tests and warms up the local copy of a version; null when there is none that is whole.</summary>
    /// <exception cref="ModelUnusableException">The file is not a model that can be served.</exception>
    public LoadedModel? TryLoadCopy(ModelVersion version) =>
        cache.ReadModel(version) is { } file && HashOf(file) is var hash && string.Equals(hash, version.Sha256, StringComparison.OrdinalIgnoreCase)
            ? Read(version, file, hash)
            : null;

    private static string HashOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private async Task<byte[]> FetchAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        var file = new byte[Math.Max(0, version.SizeBytes)];
        var received = 0;
        var request = new DownloadModelRequest { Model = version.Model, Version = version.Version };
        using var call = training.DownloadModel(request, deadline: time.GetUtcNow().UtcDateTime + Deadline, cancellationToken: cancellationToken);
        await foreach (var piece in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (piece.Data.Length > file.Length - received)
            {
                throw new ModelDamagedException($"more than the announced {file.Length} bytes were sent");
            }

            piece.Data.Span.CopyTo(file.AsSpan(received));
            received += piece.Data.Length;
        }

        return received == file.Length
            ? file
            : throw new ModelDamagedException($"{received} of {file.Length} bytes were sent");
    }

    private LoadedModel Read(ModelVersion version, byte[] file, string hash)
    {
        try
        {
            var (header, committee) = ModelFile.Read(new MemoryStream(file, writable: false));
            CheckServable(header);
            var test = SelfTest.Run(committee);
            var isBatched = batching.Value.Mode switch
            {
                BatchingMode.Always => true,
                BatchingMode.Never => false,
                _ => test.IsWorthwhile,
            };
            Log.ModelTested(logger, version.Model, version.Version, test.Gain, isBatched);
            var runner = new ModelRunner(
                committee, statistics.Of(version.Model, version.Version), batching.Value, isBatched, telemetry, time);
            return new LoadedModel(version.Model, version.Version, [.. header.Labels], hash, time.GetUtcNow(), committee, runner);
        }
        catch (ModelFormatException exception)
        {
            throw new ModelUnusableException(exception.Message, exception);
        }
    }

    private static void CheckServable(ModelHeader header)
    {
        if (header.Preprocessing != ModelHeader.MnistPreprocessing)
        {
            throw new ModelUnusableException($"its preprocessing \"{CallerText.Shorten(header.Preprocessing)}\" is not known here");
        }

        if (header.InputShape is not { Channels: 1, Height: >= SmallestSide, Width: >= SmallestSide })
        {
            throw new ModelUnusableException($"its input {header.InputShape} is no grey image of at least {SmallestSide}x{SmallestSide}");
        }
    }
}

/// <summary>A model version cannot be served; the message says why, as a clause without a full stop.</summary>
internal class ModelUnusableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>What arrived is not the file that the registry describes; another download may bring the right one.</summary>
internal sealed class ModelDamagedException(string message) : ModelUnusableException(message);
