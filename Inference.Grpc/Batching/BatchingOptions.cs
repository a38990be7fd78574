using System.ComponentModel.DataAnnotations;
using Digits.Learning.Networks;

namespace Digits.Inference.Batching;

/// <summary>The section <c>Batching</c> of the configuration.</summary>
internal sealed class BatchingOptions
{
    public const string Section = "Batching";

    /// <summary>Whether images of different calls are computed together.</summary>
    public BatchingMode Mode { get; set; } = BatchingMode.Auto;

    /// <summary>The most images in a batch. More than the default gain nothing: by then every weight that is read serves many images.</summary>
    [Range(1, Committee.MaxBatch)]
    public int MaxBatch { get; set; } = 16;

    /// <summary>
    /// How long an image waits for others when the server is busy and its batch is not full. Without a wait, a batch holds what came while
    /// the processors were busy with the batches before it. A server with nothing to do never waits.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan MaxWait { get; set; } = TimeSpan.Zero;

    /// <summary>The most images of one model version that are accepted and not yet answered; calls beyond that are refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueue { get; set; } = 4096;
}

/// <summary>When images of different calls are computed together.</summary>
internal enum BatchingMode
{
    /// <summary>For the models that gain by it on this machine, which is measured when they are loaded.</summary>
    Auto,

    /// <summary>For every model.</summary>
    Always,

    /// <summary>For no model: each call computes its own images.</summary>
    Never,
}
