namespace Digits.Training.Models;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Deleted {Count} unfinished model files that an earlier process left behind.",
        EventName = "LeftoversDeleted")]
    public static partial void LeftoversDeleted(ILogger logger, int count);

    [LoggerMessage(2, LogLevel.Error, "The file of model {Model} version {Version} is missing or damaged; the version is not served.",
        EventName = "ModelDamaged")]
    public static partial void ModelDamaged(ILogger logger, string model, int version);

    [LoggerMessage(3, LogLevel.Warning, "Model {Model} has a file for version {Version} that is not registered; the number is passed over.",
        EventName = "UnknownModelFile")]
    public static partial void UnknownModelFile(ILogger logger, string model, int version);
}
