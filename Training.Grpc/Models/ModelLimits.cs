using Digits.ServiceDefaults.Limits;

namespace Digits.Training.Models;

/// <summary>
/// How much may be done with models at once. A model takes up to 256 MB of memory while it is read or exported, so only one is at a time;
/// what only passes through, in pieces, may be more.
/// </summary>
internal sealed class ModelLimits : IDisposable
{
    private const int MaxUploads = 4;
    private const int MaxDownloads = 32;
    private const int MaxWatchers = 200;
    private const int Queue = 16;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Uploads that are received, each into a file.</summary>
    public CallLimit Uploads { get; } = new(
        MaxUploads, Queue, "TOO_MANY_IMPORTS", "Too many models are imported at once; try again when one is done.", RetryAfter);

    /// <summary>Files that are sent.</summary>
    public CallLimit Downloads { get; } = new(
        MaxDownloads, Queue, "TOO_MANY_DOWNLOADS", "Too many models are downloaded at once; try again when one is done.", RetryAfter);

    /// <summary>Models in memory. Its queue is longer than all uploads and downloads together.</summary>
    public CallLimit Loading { get; } = new(
        1, MaxUploads + MaxDownloads, "TOO_MANY_MODELS", "Too many models are read at once; try again later.", RetryAfter);

    /// <summary>Callers that watch the registry.</summary>
    public CallLimit Watchers { get; } = new(
        MaxWatchers, 0, "TOO_MANY_WATCHERS", "Too many callers watch the models at once; try again later.", RetryAfter);

    public void Dispose()
    {
        Uploads.Dispose();
        Downloads.Dispose();
        Loading.Dispose();
        Watchers.Dispose();
    }
}
