using Digits.Processing.V1;
using Digits.ServiceDefaults.Errors;
using Grpc.Core;

namespace Digits.Processing;

/// <summary>What is wrong with corrections and their review.</summary>
internal static partial class Errors
{
    public static RpcException ModelVersionInvalid(int version) => RpcErrors.InvalidArgument(
        "MODEL_VERSION_INVALID", $"{version} is no version of a model; they count from 1.", ("model_version", "0 or above"));

    public static RpcException TooManyCorrections(int limit) => RpcErrors.ResourceExhausted(
        "TOO_MANY_CORRECTIONS", $"{limit} corrections wait for review already; accept or reject some of them first.");

    public static RpcException CorrectionsRequired() => RpcErrors.InvalidArgument(
        "CORRECTIONS_REQUIRED", "The request names no corrections.", ("corrections", "required"));

    public static RpcException TooManyCorrectionsNamed(int count, int limit) => RpcErrors.InvalidArgument(
        "TOO_MANY_CORRECTIONS_NAMED",
        $"The request names {count} corrections; at most {limit} can be reviewed at once.",
        ("corrections", $"at most {limit}"));

    public static RpcException CorrectionTwice(string correction) => RpcErrors.InvalidArgument(
        "CORRECTION_TWICE", $"Correction {Quote(correction)} is named twice.", ("corrections", "each once"));

    public static RpcException CorrectionNotFound(string correction) =>
        RpcErrors.NotFound("CORRECTION_NOT_FOUND", $"There is no correction {Quote(correction)}.");

    public static RpcException CorrectionsMixed(string first, string second) => RpcErrors.InvalidArgument(
        "CORRECTIONS_MIXED",
        $"The corrections are for {Quote(first)} and {Quote(second)}; those of one data set can be accepted at once.",
        ("corrections", "for different data sets"));

    public static RpcException CorrectionNotPending(string correction, CorrectionState state) => RpcErrors.FailedPrecondition(
        "CORRECTION_NOT_PENDING",
        $"Correction {correction} has been {(state == CorrectionState.Accepted ? "accepted" : "rejected")} already.");

    public static RpcException CorrectionsReviewedMeanwhile() => RpcErrors.FailedPrecondition(
        "CORRECTION_NOT_PENDING", "Someone else has reviewed some of these corrections meanwhile.");

    public static RpcException CorrectionShape(string dataset) => RpcErrors.FailedPrecondition(
        "CORRECTION_SHAPE", $"The images of {Quote(dataset)} have another size than the corrections, which were made for the configured one.");

    public static RpcException LabelOfOther(string correction) => RpcErrors.InvalidArgument(
        "LABEL_OF_OTHER", $"A label is given for {Quote(correction)}, which is not among the corrections.", ("labels", "not among corrections"));
}
