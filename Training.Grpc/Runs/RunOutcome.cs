using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>What a finished run leaves: the registered version, and the verdicts of the parts there are.</summary>
internal sealed record RunOutcome(
    int ModelVersion,
    double? TestAccuracy,
    double? TestLoss,
    IReadOnlyList<IReadOnlyList<int>>? Confusion,
    double? ValidationAccuracy = null)
{
    public static RunOutcome From(int modelVersion, TrainingResult result) => new(
        modelVersion,
        result.Test?.Accuracy,
        result.Test?.Loss,
        result.Test is { } test ? Rows(test.Confusion) : null,
        result.Validation?.Accuracy);

    private static int[][] Rows(ConfusionMatrix confusion)
    {
        var rows = new int[confusion.ClassCount][];
        for (var actual = 0; actual < rows.Length; actual++)
        {
            rows[actual] = new int[confusion.ClassCount];
            for (var predicted = 0; predicted < rows.Length; predicted++)
            {
                rows[actual][predicted] = confusion[actual, predicted];
            }
        }

        return rows;
    }
}
