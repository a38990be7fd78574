namespace Digits.Datasets.PublicSets;

/// <summary>Gets files of public sets over the network: from the mirror where there is one, otherwise from where their makers put them.</summary>
internal sealed class FileDownloader(
    FileFetcher fetcher,
    PublicFileCheck check,
    PublicFileFinder finder,
    IOptions<PublicSetOptions> options,
    DatasetTelemetry telemetry,
    ILogger<FileDownloader> logger)
{
    /// <summary>Where a file is fetched from, in the order of the attempts.</summary>
    public IReadOnlyList<Uri> Addresses(PublicSet set, PublicFile file) => options.Value.Mirror is { Length: > 0 } mirror
        ? [new Uri($"{mirror.TrimEnd('/')}/{set.Folder}/{file.Name}")]
        : [.. file.Addresses.Select(address => new Uri(address))];

    /// <summary>Gets a file and makes sure that it is the published one.</summary>
    /// <exception cref="FetchException">No address has it; the message gives the reason for each.</exception>
    public async Task<FoundFile> DownloadAsync(
        PublicSet set, PublicFile file, InstallProgress progress, CancellationToken cancellationToken)
    {
        using var span = telemetry.Begin("digits.download", set.Name)?.SetTag("digits.file", file.Name);
        var folder = Directory.CreateDirectory(finder.DownloadFolder(set)).FullName;
        var target = Path.Combine(folder, file.Name);
        var causes = new List<string>();
        foreach (var address in Addresses(set, file))
        {
            try
            {
                return await DownloadAsync(file, address, target, progress, cancellationToken);
            }
            catch (FetchException fault)
            {
                causes.Add($"{address.AbsoluteUri} {fault.Message}");
            }
        }

        throw new FetchException(string.Join("; ", causes), mayRetry: false);
    }

    private async Task<FoundFile> DownloadAsync(
        PublicFile file, Uri address, string target, InstallProgress progress, CancellationToken cancellationToken)
    {
        var part = new PartFile(target);
        await fetcher.FetchAsync(file, address, part, progress, cancellationToken);
        await progress.CheckingAsync(file);
        if (!await check.IsPublishedAsync(file, part.Path, cancellationToken))
        {
            part.Delete();
            Log.FetchCorrupt(logger, address.AbsoluteUri);
            throw new FetchException("sent something else than the published file, by its hash; it was deleted", mayRetry: false);
        }

        part.Finish();
        return new FoundFile(file, target, FileOrigin.Network);
    }
}
