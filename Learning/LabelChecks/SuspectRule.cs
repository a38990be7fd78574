using Digits.Learning.Layers;

namespace Digits.Learning.LabelChecks;

/// <summary>Decides from probabilities which labels are suspect.</summary>
internal static class SuspectRule
{
    // Of a class with a single image nothing was learned that could speak for it.
    private const int LeastImages = 2;

    // A class is spoken for surely enough with half the probability that its own samples usually have. At one, the usual choice, a tenth
    // of the wrong labels went unseen, in MNIST with 1 % wrong; what is less sure comes later in the list anyway.
    private const double ConfidentShare = 0.5;

    /// <param name="labels">The class that each sample is labelled as.</param>
    /// <param name="probabilities">One for every class of every sample, sample by sample.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="imagesOfClass">How many different images each class has.</param>
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

            // Both against what is usual for their classes: 0.6 is much for a class that is hard to read, and little for an easy one.
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

    // The mean probability of a class over the samples that are labelled as it; a class without samples is never sure.
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

    // The most probable of the classes that are spoken for surely enough; -1 when there is none.
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
/// <param name="Index">Which of the images it is.</param>
/// <param name="Label">The class that it is labelled as.</param>
/// <param name="Suggested">The class that it looks like.</param>
/// <param name="LabelProbability">How probable the label is by its looks, 0 to 1.</param>
/// <param name="SuggestedProbability">How probable the suggested class is by its looks, 0 to 1.</param>
/// <param name="Score">How suspect it is: above 0, at most 2.</param>
public readonly record struct SuspectSample(
    int Index, int Label, int Suggested, double LabelProbability, double SuggestedProbability, double Score);
