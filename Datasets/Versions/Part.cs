namespace Digits.Datasets.Versions;

/// <summary>A part of a version. The numbers are those of the contract and of the stored data.</summary>
internal enum Part
{
    /// <summary>None is said.</summary>
    Unspecified = 0,
    Train = 1,
    Test = 2,
    Validation = 3,
}

/// <summary>The parts that a version has, in the order in which they are stored and hashed.</summary>
internal static class PartSet
{
    /// <summary>Train, validation, test.</summary>
    public static IReadOnlyList<Part> All { get; } = [Part.Train, Part.Validation, Part.Test];

    /// <summary>The position of a part in <see cref="All"/>.</summary>
    public static int Slot(Part part) => part switch
    {
        Part.Train => 0,
        Part.Validation => 1,
        Part.Test => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "No samples are kept in this part."),
    };
}
