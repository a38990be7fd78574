using System.ComponentModel.DataAnnotations;

namespace Digits.Datasets.Formats;

/// <summary>How much one import may bring; section <c>Import</c> of the configuration.</summary>
internal sealed class ImportOptions
{
    public const string Section = "Import";

    private const int DefaultMaxFiles = 16;
    private const long DefaultMaxUploadBytes = 4L << 30;
    private const int DefaultMaxSamples = 5_000_000;
    private const long DefaultMaxUnpackedBytes = 64L << 30;
    private const int DefaultMaxUnpackRatio = 200;
    private const int DefaultMaxArchiveEntries = 2_000_000;
    private const int DefaultMaxImageBytes = 64 << 20;
    private const int DefaultMaxImageSide = 4096;

    [Range(1, 1000)]
    public int MaxFiles { get; set; } = DefaultMaxFiles;

    /// <summary>Bytes of all files together, as they are sent.</summary>
    [Range(1, long.MaxValue)]
    public long MaxUploadBytes { get; set; } = DefaultMaxUploadBytes;

    /// <summary>Samples of both parts together. Bounds what a small packed file can grow into.</summary>
    [Range(2, int.MaxValue)]
    public int MaxSamples { get; set; } = DefaultMaxSamples;

    /// <summary>Bytes that all packed files together may unpack to.</summary>
    [Range(1, long.MaxValue)]
    public long MaxUnpackedBytes { get; set; } = DefaultMaxUnpackedBytes;

    /// <summary>How many times larger than the upload what it unpacks to may be, once that is more than 256 MB.</summary>
    [Range(1, 1032)]
    public int MaxUnpackRatio { get; set; } = DefaultMaxUnpackRatio;

    /// <summary>Entries of one archive.</summary>
    [Range(1, 20_000_000)]
    public int MaxArchiveEntries { get; set; } = DefaultMaxArchiveEntries;

    /// <summary>Bytes of one picture's file.</summary>
    [Range(1, 1 << 30)]
    public int MaxImageBytes { get; set; } = DefaultMaxImageBytes;

    /// <summary>The longest side of a picture, in pixels.</summary>
    [Range(1, DefaultMaxImageSide)]
    public int MaxImageSide { get; set; } = DefaultMaxImageSide;
}
