using Digits.Datasets.Versions;

namespace Digits.Processing.Mapping;

/// <summary>Checks the part that a request names.</summary>
internal static class PartMapping
{
    /// <summary>The part, which must be said.</summary>
    public static Part Required(V1.Part part) => part == V1.Part.Unspecified ? throw RequestErrors.PartRequired() : OrNone(part);

    /// <summary>The part, train when not said.</summary>
    public static Part OrTrain(V1.Part part) => part == V1.Part.Unspecified ? Part.Train : OrNone(part);

    /// <summary>The part, which may be left open.</summary>
    public static Part OrNone(V1.Part part) =>

        // An enum of proto3 may hold any number.
        Enum.IsDefined((Part)part) ? (Part)part : throw RequestErrors.PartUnknown((int)part);
}
