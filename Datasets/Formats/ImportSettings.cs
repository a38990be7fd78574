using System.ComponentModel.DataAnnotations;

namespace Digits.Datasets.Formats;

/// <summary>What becomes of an import of which something is broken.</summary>
internal enum FaultPolicy
{
    Unspecified = 0,

    /// <summary>Nothing is imported; also where nothing is said.</summary>
    Reject = 1,

    /// <summary>What is broken is left out.</summary>
    Skip = 2,
}

/// <summary>Where a table has its labels.</summary>
internal enum LabelColumn
{
    /// <summary>To be found out from the table.</summary>
    Unspecified = 0,
    First = 1,
    Last = 2,
}

/// <summary>What becomes of a data set that has the name of an import already.</summary>
internal enum ImportMode
{
    /// <summary>As <see cref="Create"/>.</summary>
    Unspecified = 0,

    /// <summary>A name that is taken is refused.</summary>
    Create = 1,

    /// <summary>The samples are added to the newest version.</summary>
    Append = 2,

    /// <summary>The files become the newest version.</summary>
    Replace = 3,
}

/// <summary>Which side of a picture is ink.</summary>
internal enum Polarity
{
    /// <summary>To be found out for each picture.</summary>
    Unspecified = 0,
    LightInk = 1,
    DarkInk = 2,
}

/// <summary>What to make of uploaded files.</summary>
internal sealed record ImportSettings
{
    /// <summary>The data set's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Share that does not go to the test part where the files name no parts; null for the configured one.</summary>
    public double? SplitRatio { get; init; }

    /// <summary>Share that goes to the validation part; null for none.</summary>
    public double? ValidationRatio { get; init; }

    /// <summary>Decides the split.</summary>
    public uint Seed { get; init; }

    public FaultPolicy FaultPolicy { get; init; }

    public LabelColumn LabelColumn { get; init; }

    /// <summary>Other names of labels.</summary>
    public Dictionary<string, string> LabelMap { get; init; } = [];

    /// <summary>The label pack that names classes which <see cref="LabelMap"/> does not name; empty for none.</summary>
    public string LabelPack { get; init; } = "";

    /// <summary>Whether arrays hold their pictures column by column.</summary>
    public bool Transposed { get; init; }

    public string Author { get; init; } = "";

    public string Note { get; init; } = "";

    /// <summary>Whether the files are only looked at and nothing is stored.</summary>
    public bool DryRun { get; init; }

    public ImportMode Mode { get; init; }

    /// <summary>Name of the label column or array; empty to be found out.</summary>
    public string LabelField { get; init; } = "";

    /// <summary>What pixel values range over, as <c>value_range</c> of the contract names it; empty to be found out.</summary>
    public string ValueRange { get; init; } = "";

    public Polarity Polarity { get; init; }

    /// <summary>Which folder around a picture is its label, 1 for the innermost; null to be found out.</summary>
    public int? LabelFolder { get; init; }

    /// <summary>Encoding of the names in archives; empty to be found out.</summary>
    public string NameEncoding { get; init; } = "";

    /// <summary>Which of several data sets is meant; empty where there is only one.</summary>
    public string Subset { get; init; } = "";

    /// <summary>Order of an array's axes, such as "NHWC"; empty to be found out.</summary>
    public string Axes { get; init; } = "";
}

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
