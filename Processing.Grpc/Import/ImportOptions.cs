using System.ComponentModel.DataAnnotations;

namespace Digits.Processing.Import;

/// <summary>How much one import may bring; section <c>Import</c> of the configuration.</summary>
internal sealed class ImportOptions
{
    public const string Section = "Import";

    private const int DefaultMaxFiles = 16;
    private const long DefaultMaxUploadBytes = 4L << 30;
    private const int DefaultMaxSamples = 5_000_000;

    [Range(1, 1000)]
    public int MaxFiles { get; set; } = DefaultMaxFiles;

    /// <summary>Bytes of all files together, as they are sent.</summary>
    [Range(1, long.MaxValue)]
    public long MaxUploadBytes { get; set; } = DefaultMaxUploadBytes;

    /// <summary>Samples of both parts together. Bounds what a small packed file can grow into.</summary>
    [Range(2, int.MaxValue)]
    public int MaxSamples { get; set; } = DefaultMaxSamples;
}
