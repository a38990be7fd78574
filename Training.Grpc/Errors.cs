using System.Globalization;
using Digits.ServiceDefaults.Errors;
using Digits.Training.Datasets;
using Grpc.Core;

namespace Digits.Training;

/// <summary>Every error that this service answers with.</summary>
internal static class Errors
{
    public static RpcException InvalidRun(IReadOnlyList<(string Field, string Description)> faults) => RpcErrors.InvalidArgument(
        "INVALID_RUN",
        "The run cannot start. " + string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Description}")),
        faults);

    public static RpcException InvalidLabelCheck(IReadOnlyList<(string Field, string Description)> faults) => RpcErrors.InvalidArgument(
        "INVALID_LABEL_CHECK",
        "The label check cannot start. " + string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Description}")),
        faults);

    public static RpcException NotALabelCheck(string run) => RpcErrors.FailedPrecondition(
        "NOT_A_LABEL_CHECK", $"Run {run} trains a model; suspect labels are found by label checks.");

    public static RpcException LabelCheckNotFinished(string run) => RpcErrors.FailedPrecondition(
        "LABEL_CHECK_NOT_FINISHED", $"Run {run} has no suspect labels to show: it has not succeeded.");

    public static RpcException Dataset(DatasetException exception) => exception.Fault switch
    {
        DatasetFault.NotFound => RpcErrors.NotFound("DATASET_NOT_FOUND", exception.Message),
        DatasetFault.Unreachable => RpcErrors.Unavailable("PROCESSING_UNAVAILABLE", exception.Message),
        _ => RpcErrors.FailedPrecondition("DATASET_UNUSABLE", exception.Message),
    };

    public static RpcException QueueFull(int capacity) => RpcErrors.ResourceExhausted(
        "RUN_QUEUE_FULL",
        string.Create(CultureInfo.InvariantCulture, $"{capacity} runs are waiting already; try again when one has ended."));

    public static RpcException RunNotFound(string run) => RpcErrors.NotFound("RUN_NOT_FOUND", $"There is no run \"{CallerText.Shorten(run)}\".");

    public static RpcException TooManyWatchers(string run, TimeSpan retryAfter) => RpcErrors.ResourceExhausted(
        "TOO_MANY_WATCHERS", $"Too many callers watch run {run} at once; try again later.", retryAfter);

    public static RpcException RunNotEnded(string run) => RpcErrors.FailedPrecondition(
        "RUN_NOT_ENDED", $"Run {run} has not ended; cancel it before deleting it.");

    public static RpcException InvalidSequence(int afterSequence, int lastSequence)
    {
        var fault = string.Create(
            CultureInfo.InvariantCulture, $"must be 0 to {lastSequence}, the number of the run's newest event, not {afterSequence}.");
        return RpcErrors.InvalidArgument("INVALID_SEQUENCE", $"after_sequence {fault}", ("after_sequence", fault));
    }

    public static RpcException InvalidPage(string field, string description) =>
        RpcErrors.InvalidArgument("INVALID_PAGE", $"{field} {description}", (field, description));

    public static RpcException InvalidVersion(int version, int least)
    {
        var fault = string.Create(CultureInfo.InvariantCulture, $"must be {least} or more, not {version}.");
        return RpcErrors.InvalidArgument("INVALID_MODEL_VERSION", $"version {fault}", ("version", fault));
    }

    public static RpcException ModelNotFound(string model) => RpcErrors.NotFound("MODEL_NOT_FOUND", $"There is no model \"{CallerText.Shorten(model)}\".");

    public static RpcException ModelVersionNotFound(string model, int version) => RpcErrors.NotFound(
        "MODEL_VERSION_NOT_FOUND", string.Create(CultureInfo.InvariantCulture, $"There is no version {version} of model \"{CallerText.Shorten(model)}\"."));

    public static RpcException ModelFileLost(string model, int version) => RpcErrors.DataLoss(
        "MODEL_FILE_LOST", string.Create(CultureInfo.InvariantCulture, $"The file of model \"{model}\" version {version} cannot be read."));

    public static RpcException InvalidFormat(IReadOnlyList<(string Field, string Description)> faults) => RpcErrors.InvalidArgument(
        "INVALID_MODEL_FORMAT",
        "The model cannot be sent like that. " + string.Join(" ", faults.Select(fault => $"{fault.Field} {fault.Description}.")),
        faults);

    public static RpcException InvalidModelUpload(string description) =>
        RpcErrors.InvalidArgument("INVALID_MODEL_UPLOAD", $"The upload {description}", ("files", description));

    public static RpcException UploadTooSlow(TimeSpan silence) => RpcErrors.Aborted(
        "UPLOAD_TOO_SLOW",
        string.Create(CultureInfo.InvariantCulture, $"The upload sent nothing for {silence.TotalSeconds:0} s and was ended; send it again."));

    public static RpcException ModelUnreadable(string description) =>
        RpcErrors.InvalidArgument("MODEL_UNREADABLE", description, ("files", description));

    public static RpcException InvalidModelName()
    {
        const string Description = "must be 1 to 64 of a-z, 0-9, \".\", \"_\" and \"-\", first a letter or digit.";
        return RpcErrors.InvalidArgument("INVALID_MODEL_NAME", $"The model's name {Description}", ("model", Description));
    }

    public static RpcException ShuttingDown() => RpcErrors.Unavailable(
        "SHUTTING_DOWN", "The service is shutting down; call again to go on from the last event.");
}
