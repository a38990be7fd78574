using Digits.Datasets.Storage;
using static Digits.Datasets.RefusalException;

namespace Digits.Datasets;

/// <summary>What is wrong with corrections and their review.</summary>
internal static partial class Errors
{
    public static RefusalException ModelVersionInvalid(int version) => InvalidInput(
        "MODEL_VERSION_INVALID", $"{version} is no version of a model; they count from 1.", ("model_version", "0 or above"));

    public static RefusalException TooManyCorrections(int limit) => Exhausted(
        "TOO_MANY_CORRECTIONS", $"{limit} corrections wait for review already; accept or reject some of them first.");

    public static RefusalException CorrectionsRequired() => InvalidInput(
        "CORRECTIONS_REQUIRED", "The request names no corrections.", ("corrections", "required"));

    public static RefusalException TooManyCorrectionsNamed(int count, int limit) => InvalidInput(
        "TOO_MANY_CORRECTIONS_NAMED",
        $"The request names {count} corrections; at most {limit} can be reviewed at once.",
        ("corrections", $"at most {limit}"));

    public static RefusalException CorrectionTwice(string correction) => InvalidInput(
        "CORRECTION_TWICE", $"Correction {Quote(correction)} is named twice.", ("corrections", "each once"));

    public static RefusalException CorrectionNotFound(string correction) =>
        NotFound("CORRECTION_NOT_FOUND", $"There is no correction {Quote(correction)}.");

    public static RefusalException CorrectionsMixed(string first, string second) => InvalidInput(
        "CORRECTIONS_MIXED",
        $"The corrections are for {Quote(first)} and {Quote(second)}; those of one data set can be accepted at once.",
        ("corrections", "for different data sets"));

    public static RefusalException CorrectionNotPending(string correction, CorrectionState state) => NotPossible(
        "CORRECTION_NOT_PENDING",
        $"Correction {correction} has been {(state == CorrectionState.Accepted ? "accepted" : "rejected")} already.");

    public static RefusalException CorrectionsReviewedMeanwhile() => NotPossible(
        "CORRECTION_NOT_PENDING", "Someone else has reviewed some of these corrections meanwhile.");

    public static RefusalException CorrectionShape(string dataset) => NotPossible(
        "CORRECTION_SHAPE", $"The images of {Quote(dataset)} have another size than the corrections, which were made for the configured one.");

    public static RefusalException LabelOfOther(string correction) => InvalidInput(
        "LABEL_OF_OTHER", $"A label is given for {Quote(correction)}, which is not among the corrections.", ("labels", "not among corrections"));
}
