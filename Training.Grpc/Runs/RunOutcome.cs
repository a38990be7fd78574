using Digits.Learning.Training;

namespace Digits.Training.Runs;

/// <summary>What a finished run leaves: the registered version, and the test part's verdict where there is a test part.</summary>
internal sealed record RunOutcome(int ModelVersion, double? TestAccuracy, double? TestLoss, IReadOnlyList<IReadOnlyList<int>>? Confusion)
{
    public static RunOutcome From(int modelVersion, Evaluation? test) =>
        test is null
            ? new RunOutcome(modelVersion, null, null, null)
            : new RunOutcome(modelVersion, test.Accuracy, test.Loss, Rows(test.Confusion));

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
