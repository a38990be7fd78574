namespace Digits.Datasets.Storage;

/// <summary>What has become of a correction. The numbers are those of the contract and of the stored data.</summary>
internal enum CorrectionState
{
    Unspecified = 0,
    Pending = 1,
    Accepted = 2,
    Rejected = 3,
}

/// <summary>A corrected prediction, as the catalogue keeps it.</summary>
internal sealed class StoredCorrection
{
    /// <summary>Rises with every correction.</summary>
    public long Id { get; init; }

    public required string Dataset { get; init; }

    public required CorrectionState State { get; init; }

    /// <summary>The normalised image, a byte a pixel.</summary>
    public required byte[] Image { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required string PredictedLabel { get; init; }

    /// <summary>What it is: as reported, and from its acceptance on as accepted.</summary>
    public required string Label { get; init; }

    public required string Model { get; init; }

    public required int ModelVersion { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    /// <summary>Empty while it waits.</summary>
    public string Reviewer { get; init; } = "";

    /// <summary>Null while it waits.</summary>
    public DateTimeOffset? ReviewTime { get; init; }

    /// <summary>What callers call a correction.</summary>
    public static string NameOf(long id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The correction of a name; null when no correction can have it.</summary>
    public static long? IdOf(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && NameOf(id) == name ? id : null;
}
