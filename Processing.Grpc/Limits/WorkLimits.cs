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

    public CallLimit Pages { get; } = Make(options, options.Value.Pages, "TOO_MANY_PAGES", "pages of samples", Soon);

    public CallLimit Comparisons { get; } = Make(options, options.Value.Pages, "TOO_MANY_COMPARISONS", "comparisons", Soon);

    /// <summary>Versions are examined one at a time, as each takes both memory and all processors.</summary>
    public CallLimit QualityReports { get; } = Make(options, 1, "TOO_MANY_REPORTS", "quality reports", Later);

    public CallLimit Pictures { get; } = Make(options, options.Value.Pictures, "TOO_MANY_PICTURES", "pictures", Soon);

    public CallLimit Edits { get; } = Make(options, options.Value.Pictures, "TOO_MANY_EDITS", "edits", Soon);

    public void Dispose()
    {
        CallLimit[] all = [SampleStreams, Exports, Uploads, Imports, Generations, Pages, Comparisons, QualityReports, Pictures, Edits];
        Array.ForEach(all, limit => limit.Dispose());
    }

    private static CallLimit Make(IOptions<LimitOptions> options, int permits, string reason, string what, TimeSpan retryAfter) => new(
        permits,
        options.Value.Queued,
        reason,
        $"As many {what} as this service works on at once are under way already, and others wait; try again later.",
        retryAfter);
}
