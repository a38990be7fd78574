using System.ComponentModel.DataAnnotations;
using Digits.ServiceDefaults.Limits;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Limits;

/// <summary>How much work may be under way at once. A refused caller learns when to try again.</summary>
internal sealed class WorkLimits(IOptions<LimitOptions> options) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);

    public CallLimit SampleStreams { get; } = new(
        options.Value.SampleStreams,
        options.Value.QueuedSampleStreams,
        "TOO_MANY_STREAMS",
        "As many streams of samples as this service sends at once are open already, and others wait; try again later.",
        Later);

    public CallLimit Exports { get; } = Make(options, options.Value.Exports, "TOO_MANY_EXPORTS", "exports", Later);

    public CallLimit Uploads { get; } = Make(options, options.Value.Uploads, "TOO_MANY_UPLOADS", "uploads", Later);

    /// <summary>A complete upload is never refused here: the queue has room for every upload and every public set.</summary>
    public CallLimit Imports { get; } = new(
        options.Value.Imports,
        options.Value.Uploads + options.Value.Queued,
        "TOO_MANY_IMPORTS",
        "As many imports as this service does at once are under way already, and others wait; try again later.",
        Later);

    public CallLimit Generations { get; } = Make(options, options.Value.Generations, "TOO_MANY_GENERATIONS", "drawings of data sets", Later);

    public CallLimit Combinations { get; } =
        Make(options, options.Value.Combinations, "TOO_MANY_COMBINATIONS", "combinations of data sets", Later);

    public CallLimit Pages { get; } = Make(options, options.Value.Pages, "TOO_MANY_PAGES", "pages of samples", Soon);

    public CallLimit Comparisons { get; } = Make(options, options.Value.Pages, "TOO_MANY_COMPARISONS", "comparisons", Soon);

    /// <summary>Versions are examined one at a time, as each takes both memory and all processors.</summary>
    public CallLimit QualityReports { get; } = Make(options, 1, "TOO_MANY_REPORTS", "quality reports", Later);

    public CallLimit Pictures { get; } = Make(options, options.Value.Pictures, "TOO_MANY_PICTURES", "pictures", Soon);

    public CallLimit Edits { get; } = Make(options, options.Value.Pictures, "TOO_MANY_EDITS", "edits", Soon);

    public void Dispose()
    {
        CallLimit[] all = [SampleStreams, Exports, Uploads, Imports, Generations, Combinations, Pages, Comparisons, QualityReports, Pictures, Edits];
        Array.ForEach(all, limit => limit.Dispose());
    }

    private static CallLimit Make(IOptions<LimitOptions> options, int permits, string reason, string what, TimeSpan retryAfter) => new(
        permits,
        options.Value.Queued,
        reason,
        $"As many {what} as this service works on at once are under way already, and others wait; try again later.",
        retryAfter);
}

/// <summary>
/// How much of each kind of work is under way at once; section <c>Limits</c> of the configuration. Together the defaults keep the process
/// below the memory that its pod gets.
/// </summary>
internal sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Streams of samples that are sent at once.</summary>
    [Range(1, 10_000)]
    public int SampleStreams { get; set; } = 32;

    /// <summary>Streams of samples that wait for their turn; one over that number is refused.</summary>
    [Range(0, 100_000)]
    public int QueuedSampleStreams { get; set; } = 128;

    /// <summary>Exports that are sent at once.</summary>
    [Range(1, 1000)]
    public int Exports { get; set; } = 4;

    /// <summary>Uploads that are received at once. What an upload holds lies on the disk, apart from the piece that has just come.</summary>
    [Range(1, 1000)]
    public int Uploads { get; set; } = 8;

    /// <summary>Uploads and public sets that are read, normalised and stored at once; a million samples take some 150 MB.</summary>
    [Range(1, 100)]
    public int Imports { get; set; } = 2;

    /// <summary>Data sets that are drawn at once; one takes all processors.</summary>
    [Range(1, 100)]
    public int Generations { get; set; } = 1;

    /// <summary>Data sets that are made out of others at once; a million samples take some 60 MB.</summary>
    [Range(1, 100)]
    public int Combinations { get; set; } = 1;

    /// <summary>Pages of samples that are made at once, and separately comparisons of versions.</summary>
    [Range(1, 1000)]
    public int Pages { get; set; } = 4;

    /// <summary>Calls with pictures that are decoded at once, and separately calls that edit; a picture of 4096 x 4096 pixels takes some 50 MB.</summary>
    [Range(1, 100)]
    public int Pictures { get; set; } = 2;

    /// <summary>Calls of each other kind that wait for their turn; one over that number is refused.</summary>
    [Range(0, 100_000)]
    public int Queued { get; set; } = 64;

    /// <summary>How long a caller may neither take what is sent nor send what is awaited before its call is ended.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);
}
