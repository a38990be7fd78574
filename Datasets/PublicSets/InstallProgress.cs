namespace Digits.Datasets.PublicSets;

/// <summary>What an installation is doing.</summary>
internal enum InstallStage
{
    Unspecified = 0,
    Fetching = 1,
    Checking = 2,
    Importing = 3,
    Done = 4,
}

/// <summary>How far an installation is.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="File">The file that it is about; empty when about none.</param>
/// <param name="FetchedBytes">Bytes of all files that are here.</param>
/// <param name="TotalBytes">Bytes that all files have; 0 as long as not every size is known.</param>
internal sealed record InstallStep(InstallStage Stage, string File, long FetchedBytes, long TotalBytes);

/// <summary>Tells the caller how far an installation is, at most five times a second and whenever its last part begins or is done.</summary>
internal sealed class InstallProgress(PublicSet set, Func<InstallStep, Task> report, TimeProvider clock)
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

    public Task DoneAsync() => SendAsync(InstallStage.Done, "", always: true);

    private Task SendAsync(InstallStage stage, string file, bool always)
    {
        if (!always && _lastSent is { } last && clock.GetElapsedTime(last) < Interval)
        {
            return Task.CompletedTask;
        }

        _lastSent = clock.GetTimestamp();
        var total = _files.Values.All(size => size.Total > 0) ? _files.Values.Sum(size => size.Total) : 0;
        return report(new InstallStep(stage, file, _files.Values.Sum(size => size.Here), total));
    }
}
