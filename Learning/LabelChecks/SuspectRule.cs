using Digits.Learning.Layers;

namespace Digits.Learning.LabelChecks;

/// <summary>Decides from probabilities which labels are suspect.</summary>
internal static class SuspectRule
{
    // The network for the only image of a class was not trained on that class.
    private const int LeastImages = 2;

    // A prediction is confident from half the mean probability of the class's own samples on. With the usual choice, all of it, a tenth of
    // the wrong labels in MNIST with 1 % wrong labels was not found; less confident findings come later in the list anyway.
    private const double ConfidentShare = 0.5;

    /// <param name="labels">The class that each sample is labelled as.</param>
    /// <param name="probabilities">One for every class of every sample, sample by sample.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="imagesOfClass">The number of different images of each class.</param>
    public static LabelCheckResult Judge(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount, int[] imagesOfClass)
    {
        var usual = UsualConfidence(labels, probabilities, classCount);
        var suspects = new List<SuspectSample>();
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i];
            var given = probabilities.Slice(i * classCount, classCount);
            right += SoftmaxCrossEntropy.Best(given) == label ? 1 : 0;
            var suggested = Confident(given, usual);
            if (suggested < 0 || suggested == label || imagesOfClass[label] < LeastImages)
            {
                continue;
            }

            // Both relative to the usual probability of their class: 0.6 is high for a class that is hard to recognise and low for an easy one.
            var score = given[suggested] - usual[suggested] + usual[label] - given[label];
            if (score > 0)
            {
                suspects.Add(new SuspectSample(i, label, suggested, given[label], given[suggested], score));
            }
        }

        suspects.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Index.CompareTo(b.Index));
        var unjudged = Enumerable.Range(0, classCount).Where(c => imagesOfClass[c] is > 0 and < LeastImages);
        return new LabelCheckResult(suspects, labels.Length == 0 ? 0 : (double)right / labels.Length, [.. unjudged]);
    }

    // The mean probability of each class over the samples with that label; no prediction of a class without samples is confident.
    private static double[] UsualConfidence(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classCount)
    {
        var sums = new double[classCount];
        var counts = new int[classCount];
        for (var i = 0; i < labels.Length; i++)
        {
            sums[labels[i]] += probabilities[(i * classCount) + labels[i]];
            counts[labels[i]]++;
        }

        for (var c = 0; c < classCount; c++)
        {
            sums[c] = counts[c] > 0 ? sums[c] / counts[c] : double.PositiveInfinity;
        }

        return sums;
    }

    // The most probable of the classes that are predicted confidently; -1 when there is none.
    private static int Confident(ReadOnlySpan<double> given, double[] usual)
    {
        var best = -1;
        for (var c = 0; c < given.Length; c++)
        {
            if (given[c] >= ConfidentShare * usual[c] && (best < 0 || given[c] > given[best]))
            {
                best = c;
            }
        }

        return best;
    }
}

/// <summary>A sample whose label may be wrong.</summary>
/// <param name="Index">The index of the sample's image.</param>
/// <param name="Label">The class of its label.</param>
/// <param name="Suggested">The class that the network predicts.</param>
/// <param name="LabelProbability">The predicted probability of the label, 0 to 1.</param>
/// <param name="SuggestedProbability">The predicted probability of the suggested class, 0 to 1.</param>
/// <param name="Score">How suspect it is: above 0, at most 2.</param>
public readonly record struct SuspectSample(
    int Index, int Label, int Suggested, double LabelProbability, double SuggestedProbability, double Score);
