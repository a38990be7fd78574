namespace Digits.Learning.Training;

/// <summary>The data and the settings do not go together. The message may be shown to the caller.</summary>
public sealed class TrainingRefusedException : ArgumentException
{
    /// <summary>Says what does not fit.</summary>
    public TrainingRefusedException(string message)
        : base(message)
    {
    }
}
