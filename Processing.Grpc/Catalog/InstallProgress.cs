using Digits.Processing.V1;
using Grpc.Core;

namespace Digits.Processing.Catalog;

/// <summary>Tells the caller how far an installation is, at most five times a second and whenever its last part begins or is done.</summary>
internal sealed class InstallProgress(PublicSet set, IServerStreamWriter<InstallPublicDatasetResponse> responses, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Dictionary<PublicFile, (long Here, long Total)> _files = set.Files.ToDictionary(file => file, file => (0L, file.Size));
    private long? _lastSent;

    /// <summary>A file has come this far.</summary>
    /// <param name="file">The file.</param>
    /// <param name="here">Bytes of it that are here.</param>
    /// <param name="total">Bytes that it has; 0 when not known.</param>
    public Task FetchingAsync(PublicFile file, long here, long total)
    {
        _files[file] = (here, total > 0 ? total : file.Size);
        return SendAsync(InstallStage.Fetching, file.Name, always: false);
    }

    /// <summary>A file is being compared with its hash.</summary>
    public Task CheckingAsync(PublicFile file) => SendAsync(InstallStage.Checking, file.Name, always: false);

    /// <summary>A file is here, whole and checked.</summary>
    public void Here(PublicFile file, long size) => _files[file] = (size, size);

    public Task ImportingAsync() => SendAsync(InstallStage.Importing, "", always: true);

    public Task DoneAsync(Dataset dataset) => SendAsync(InstallStage.Done, "", always: true, dataset);

    private Task SendAsync(InstallStage stage, string file, bool always, Dataset? dataset = null)
    {
        if (!always && _lastSent is { } last && clock.GetElapsedTime(last) < Interval)
        {
            return Task.CompletedTask;
        }

        _lastSent = clock.GetTimestamp();
        return responses.WriteAsync(new InstallPublicDatasetResponse
        {
            Stage = stage,
            File = file,
            FetchedBytes = _files.Values.Sum(size => size.Here),
            TotalBytes = _files.Values.All(size => size.Total > 0) ? _files.Values.Sum(size => size.Total) : 0,
            Dataset = dataset,
        });
    }
}
