using Digits.Datasets.PublicSets;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Datasets;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Digits.Processing.Tests.PublicSets;

/// <summary>The running service with a catalogue of a test's own, a folder of public sets and a mirror.</summary>
internal sealed class CatalogFixture : IAsyncDisposable
{
    private readonly TempFolder _volume = new();
    private readonly TempFolder _folder = new();
    private readonly GrpcServiceFixture<Program> _service;

    /// <summary>Starts the service.</summary>
    /// <param name="sets">The catalogue.</param>
    /// <param name="settings">Settings of the section Catalog, in place of the fixture's.</param>
    public CatalogFixture(IEnumerable<PublicSet> sets, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Mirror"] = Server.Address,
            ["Folder"] = _folder.Path,
            ["RetryDelay"] = "00:00:00",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        _service = new GrpcServiceFixture<Program>(
            [("DIGITS_DATA_VOLUME", _volume.Path), .. all.Select(setting => ($"Catalog:{setting.Key}", setting.Value))],
            services => services.AddSingleton(new PublicSetList(sets)).AddSingleton<TimeProvider>(new JumpingClock()));
        Client = new CatalogService.CatalogServiceClient(_service.Channel);
        Datasets = new ProcessingService.ProcessingServiceClient(_service.Channel);
    }

    public FileServer Server { get; } = new();

    public CatalogService.CatalogServiceClient Client { get; }

    public ProcessingService.ProcessingServiceClient Datasets { get; }

    public string Folder => _folder.Path;

    /// <summary>Puts a file into the folder of public sets.</summary>
    public void Place(string path, byte[] bytes)
    {
        var target = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllBytes(target, bytes);
    }

    /// <summary>Serves the files of a set from the mirror.</summary>
    public void Serve(FakeSet set)
    {
        foreach (var (name, bytes) in set.Bytes)
        {
            Server.Files[$"/{set.Set.Folder}/{name}"] = new ServedFile(bytes);
        }
    }

    /// <summary>What lies in the folder of fetched files.</summary>
    public string[] Fetched(PublicSet set)
    {
        var folder = Path.Combine(_volume.Path, "downloads", set.Folder);
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];
    }

    public async Task<Dataset> InstallAsync(PublicSet set, Action<InstallPublicDatasetResponse>? seen = null) =>
        (await FollowAsync(new InstallPublicDatasetRequest { PublicDataset = set.Name }, seen))[^1].Dataset;

    /// <summary>Installs a set and gathers what is told meanwhile.</summary>
    public async Task<List<InstallPublicDatasetResponse>> FollowAsync(
        InstallPublicDatasetRequest request, Action<InstallPublicDatasetResponse>? seen = null, CancellationToken cancellationToken = default)
    {
        using var call = Client.InstallPublicDataset(request, cancellationToken: cancellationToken);
        var messages = new List<InstallPublicDatasetResponse>();
        await foreach (var message in call.ResponseStream.ReadAllAsync(CancellationToken.None))
        {
            messages.Add(message);
            seen?.Invoke(message);
        }

        return messages;
    }

    public async Task<PublicDataset> DescribeAsync(PublicSet set) =>
        (await Client.ListPublicDatasetsAsync(new ListPublicDatasetsRequest())).PublicDatasets.Single(dataset => dataset.Name == set.Name);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await Server.DisposeAsync();
        _volume.Dispose();
        _folder.Dispose();
    }
}
