using Digits.Processing.Starter;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digits.Processing.Tests;

/// <summary>The running service on a data volume of its own, with a client.</summary>
internal sealed class ProcessingFixture : IDisposable
{
    private const int ChunkBytes = 60_000;

    private readonly TempFolder _volume = new();
    private (string Key, string Value)[] _settings;
    private GrpcServiceFixture<Program> _service;

    public ProcessingFixture(params (string Key, string Value)[] settings)
        : this(null, settings)
    {
    }

    /// <param name="volume">A data volume that is there and stays; null for one that goes with the fixture.</param>
    /// <param name="settings">Settings of the service.</param>
    public ProcessingFixture(string? volume, params (string Key, string Value)[] settings)
    {
        DataVolume = volume ?? _volume.Path;
        _settings = settings;
        _service = Start();
        Client = new ProcessingService.ProcessingServiceClient(_service.Channel);
    }

    public ProcessingService.ProcessingServiceClient Client { get; private set; }

    public CorrectionService.CorrectionServiceClient Corrections => new(_service.Channel);

    public CatalogService.CatalogServiceClient Catalog => new(_service.Channel);

    public string DataVolume { get; }

    /// <summary>Ends when the service has done what it does by itself at its first start.</summary>
    public Task Starter => _service.Services.GetServices<IHostedService>().OfType<StarterDataset>().Single().ExecuteTask!;

    /// <summary>Everything below a folder of the data volume, as relative paths.</summary>
    public string[] FilesIn(string folder)
    {
        var root = Path.Combine(DataVolume, folder);
        return [.. Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>A picture as the service keeps it.</summary>
    public ByteString Normalized(byte[] png) =>
        Client.NormalizeImage(new NormalizeImageRequest { Png = ByteString.CopyFrom(png) }).Png;

    /// <summary>Stops the service, and starts it again on the same volume.</summary>
    /// <param name="whileDown">What happens to the volume meanwhile.</param>
    /// <param name="settings">Other settings from now on.</param>
    public void Restart(Action? whileDown = null, (string Key, string Value)[]? settings = null)
    {
        _service.Dispose();
        whileDown?.Invoke();
        _settings = settings ?? _settings;
        _service = Start();
        Client = new ProcessingService.ProcessingServiceClient(_service.Channel);
    }

    public async Task<Dataset> ImportAsync(string name, params (string Name, byte[] Bytes)[] files) =>
        await ImportAsync(new ImportSettings { Name = name, Mode = ImportMode.Replace }, files);

    public async Task<Dataset> ImportAsync(ImportSettings settings, params (string Name, byte[] Bytes)[] files) =>
        await SendAsync([new() { Settings = settings }, .. files.SelectMany(file => Chunks(file.Name, file.Bytes))]);

    /// <summary>Has files read as an import would, without storing anything.</summary>
    public async Task<ImportDatasetResponse> PreviewAsync(ImportSettings settings, params (string Name, byte[] Bytes)[] files) =>
        await AnswerAsync(
            [new() { Settings = new ImportSettings(settings) { DryRun = true } }, .. files.SelectMany(file => Chunks(file.Name, file.Bytes))]);

    /// <summary>Sends the pieces of an upload and closes it.</summary>
    public async Task<Dataset> SendAsync(IEnumerable<ImportDatasetRequest> pieces) => (await AnswerAsync(pieces)).Dataset;

    /// <summary>Sends the pieces of an upload, closes it and gives the whole answer.</summary>
    public async Task<ImportDatasetResponse> AnswerAsync(IEnumerable<ImportDatasetRequest> pieces)
    {
        using var call = Client.ImportDataset();
        try
        {
            foreach (var piece in pieces)
            {
                await call.RequestStream.WriteAsync(piece);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The service has answered before the end of the upload; the answer tells why.
        }

        return await call;
    }

    public async Task<(byte[] Pixels, int[] Classes)> ReadAsync(string dataset, Part part, string version = "")
    {
        using var call = Client.StreamSamples(new StreamSamplesRequest { Dataset = dataset, Version = version, Part = part });
        var pixels = new MemoryStream();
        var classes = new List<int>();
        await foreach (var block in call.ResponseStream.ReadAllAsync())
        {
            block.Pixels.WriteTo(pixels);
            classes.AddRange(block.Classes);
        }

        return (pixels.ToArray(), [.. classes]);
    }

    /// <summary>A file as an upload sends it.</summary>
    public static IEnumerable<ImportDatasetRequest> Chunks(string name, byte[] bytes)
    {
        var first = true;
        for (var start = 0; start < bytes.Length || first; start += ChunkBytes)
        {
            var data = ByteString.CopyFrom(bytes, start, Math.Min(ChunkBytes, bytes.Length - start));
            yield return new ImportDatasetRequest { Files = new FileChunk { FileName = first ? name : "", Data = data } };
            first = false;
        }
    }

    public void Dispose()
    {
        _service.Dispose();
        _volume.Dispose();
    }

    private GrpcServiceFixture<Program> Start() => new([("DIGITS_DATA_VOLUME", DataVolume), .. _settings]);
}
