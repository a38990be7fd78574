namespace Digits.Training.LabelChecks;

internal static partial class Log
{
    [LoggerMessage(
        1, LogLevel.Information, "Run {Run} read {SampleCount} samples; {SuspectCount} labels are suspect.", EventName = "LabelsChecked")]
    public static partial void LabelsChecked(ILogger logger, string run, int sampleCount, int suspectCount);
}
