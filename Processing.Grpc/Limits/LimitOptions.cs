using System.ComponentModel.DataAnnotations;

namespace Digits.Processing.Limits;

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
