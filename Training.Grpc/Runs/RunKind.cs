namespace Digits.Training.Runs;

/// <summary>What a run does.</summary>
internal enum RunKind
{
    /// <summary>Trains a model and registers it. Runs from before there were kinds are of this one.</summary>
    Training,

    /// <summary>Looks for wrong labels.</summary>
    LabelCheck,
}
