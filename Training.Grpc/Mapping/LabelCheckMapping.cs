using Digits.Processing.V1;
using Digits.Training.Runs;
using Digits.Training.Storage;
using Digits.Training.V1;

namespace Digits.Training.Mapping;

/// <summary>Label checks on the wire.</summary>
internal static class LabelCheckMapping
{
    /// <summary>What the run has to tell as a label check; null when it is none.</summary>
    public static LabelCheck? ToProto(Run run)
    {
        if (run.Kind != Runs.RunKind.LabelCheck)
        {
            return null;
        }

        var proto = new LabelCheck { Folds = run.Folds };
        if (run.CheckOutcome is { } outcome)
        {
            proto.SampleCount = outcome.SampleCount;
            proto.SuspectCount = outcome.SuspectCount;
            proto.Accuracy = outcome.Accuracy;
            proto.UnjudgedLabels.AddRange(outcome.UnjudgedLabels);
        }

        return proto;
    }

    public static SuspectLabel ToProto(SuspectLabelRow row) => new()
    {
        Number = row.Number,
        Part = (Part)row.Part,
        Label = row.Label,
        SuggestedLabel = row.SuggestedLabel,
        LabelProbability = row.LabelProbability,
        SuggestedProbability = row.SuggestedProbability,
        Score = row.Score,
    };
}
