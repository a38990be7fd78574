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

    /// <summary>Whether arrays hold their pictures column by column.</summary>
    public bool Transposed { get; init; }

    public string Author { get; init; } = "";

    public string Note { get; init; } = "";
}
