using Digits.Processing.V1;

namespace Digits.Processing.Mapping;

/// <summary>Checks the part that a request names.</summary>
internal static class PartMapping
{
    /// <summary>The part, which must be said.</summary>
    public static Part Required(Part part) => part == Part.Unspecified ? throw Errors.PartRequired() : Known(part);

    /// <summary>The part, train when not said.</summary>
    public static Part OrTrain(Part part) => part == Part.Unspecified ? Part.Train : Known(part);

    // An enum of proto3 may hold any number.
    public static Part Known(Part part) => part is Part.Train or Part.Validation or Part.Test ? part : throw Errors.PartUnknown((int)part);
}
