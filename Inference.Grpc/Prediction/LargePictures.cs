using Digits.Imaging;
using Digits.ServiceDefaults.Limits;

namespace Digits.Inference.Prediction;

/// <summary>
/// Reads large pictures, a bounded number of pixels at a time, so that neither memory nor processors run short for the small pictures
/// that nearly all callers send. The largest picture that is read, 4096x4096, needs up to 100 MB while it is decoded and normalised;
/// Inference's memory limit in deploy/ leaves room for about two of those beside the models. Thread-safe.
/// </summary>
internal sealed class LargePictures : IDisposable
{
    /// <summary>Pictures of at most this many pixels (512x512) are read at once and are not counted.</summary>
    public const int SmallPixels = 512 * 512;

    // A permit is a megapixel (2^20 pixels); the largest picture needs them all.
    private const int PixelsPerPermit = 1 << 20;
    private const int Permits = 16;
    private const int QueuedPictures = 16;

    private readonly int _least;
    private readonly ILogger<LargePictures> _logger;
    private readonly CallLimit _limit = new(
        Permits,
        QueuedPictures * Permits,
        "TOO_MANY_LARGE_PICTURES",
        "Too many pictures of more than 512x512 pixels are being read right now. Wait a few seconds, or send a smaller picture, which is never refused.",
        TimeSpan.FromSeconds(2));

    /// <param name="processors">The processors of this process: half of them, but at least one, may decode large pictures.</param>
    /// <param name="logger">Receives a debug entry for every large picture.</param>
    public LargePictures(int processors, ILogger<LargePictures> logger)
    {
        _logger = logger;

        // Every large picture keeps a processor busy, however few its pixels: this many permits each let only half of them in.
        var readers = Math.Clamp(processors / 2, 1, Permits);
        _least = (Permits + readers - 1) / readers;
    }

    /// <summary>Waits until there is room for a picture and then reads it.</summary>
    /// <param name="pixels">The pixels that its header claims; more than the limit count as the limit.</param>
    /// <param name="read">Decodes and normalises the picture.</param>
    /// <param name="cancellationToken">Ends the wait; a picture whose turn has come is read to its end.</param>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: too many pictures are waiting.</exception>
    public async Task<GrayImage> ReadAsync(long pixels, Func<GrayImage> read, CancellationToken cancellationToken)
    {
        var megapixels = (int)Math.Min(Permits, (Math.Min(pixels, long.MaxValue - PixelsPerPermit) + PixelsPerPermit - 1) / PixelsPerPermit);
        Log.LargePicture(_logger, megapixels);
        using var permits = await _limit.EnterAsync(Math.Max(megapixels, _least), cancellationToken);

        // On a thread of its own: the pool's threads stay free for small pictures, and buffers that are kept per thread go with it
        // instead of staying with each of the pool's threads in turn.
        return await Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public void Dispose() => _limit.Dispose();
}
