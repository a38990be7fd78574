using Grpc.Core;

namespace Digits.Inference;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Model {Model} version {Version} answers from now on.", EventName = "ModelLoaded")]
    public static partial void ModelLoaded(ILogger logger, string model, int version);

    [LoggerMessage(2, LogLevel.Information, "Model {Model} is no longer served: it has no version left.", EventName = "ModelRemoved")]
    public static partial void ModelRemoved(ILogger logger, string model);

    [LoggerMessage(3, LogLevel.Error, "Model {Model} version {Version} cannot be served: {Fault}.", EventName = "ModelUnusable")]
    public static partial void ModelUnusable(ILogger logger, string model, int version, string fault);

    [LoggerMessage(
        4, LogLevel.Warning, "Model {Model} version {Version} could not be fetched ({StatusCode}: {Fault}).", EventName = "DownloadFailed")]
    public static partial void DownloadFailed(ILogger logger, string model, int version, StatusCode statusCode, string fault);

    [LoggerMessage(
        5, LogLevel.Warning, "Training cannot be followed ({StatusCode}: {Fault}); loaded models go on answering.", EventName = "TrainingIsAway")]
    public static partial void TrainingIsAway(ILogger logger, StatusCode statusCode, string fault);

    [LoggerMessage(6, LogLevel.Information, "Training can be followed again.", EventName = "TrainingIsBack")]
    public static partial void TrainingIsBack(ILogger logger);

    [LoggerMessage(
        7, LogLevel.Information, "The registry has been read: {Served} models answer, {Missing} cannot be loaded.", EventName = "RegistryRead")]
    public static partial void RegistryRead(ILogger logger, int served, int missing);

    [LoggerMessage(8, LogLevel.Information, "Waiting for Training to tell its models.", EventName = "WaitingForTraining")]
    public static partial void WaitingForTraining(ILogger logger);

    [LoggerMessage(9, LogLevel.Error, "Model {Model} version {Version} cannot be served: reading it failed.", EventName = "ModelFailed")]
    public static partial void ModelFailed(ILogger logger, string model, int version, Exception exception);

    [LoggerMessage(10, LogLevel.Debug, "Training's registry names {Count} models.", EventName = "RegistryAnnounced")]
    public static partial void RegistryAnnounced(ILogger logger, int count);

    [LoggerMessage(11, LogLevel.Debug, "A picture of {Megapixels} megapixels is to be read.", EventName = "LargePicture")]
    public static partial void LargePicture(ILogger logger, int megapixels);

    [LoggerMessage(12, LogLevel.Information, "Model {Model} version {Version} is no longer served.", EventName = "VersionRemoved")]
    public static partial void VersionRemoved(ILogger logger, string model, int version);

    [LoggerMessage(
        13, LogLevel.Debug, "Model {Model} version {Version} passed its test; together, images are {Gain:F2} times as fast. Batched: {IsBatched}.", EventName = "ModelTested")]
    public static partial void ModelTested(ILogger logger, string model, int version, double gain, bool isBatched);

    [LoggerMessage(
        14, LogLevel.Information, "Training has not answered yet; {Count} versions are served from local copies.", EventName = "Restored")]
    public static partial void Restored(ILogger logger, int count);

    [LoggerMessage(
        15, LogLevel.Warning, "Copies of models cannot be kept in {Folder} ({Fault}); without them a restart needs Training.", EventName = "CacheUnusable")]
    public static partial void CacheUnusable(ILogger logger, string folder, string fault);

    [LoggerMessage(16, LogLevel.Debug, "Copies of {Count} versions are kept.", EventName = "CopiesKept")]
    public static partial void CopiesKept(ILogger logger, int count);
}
