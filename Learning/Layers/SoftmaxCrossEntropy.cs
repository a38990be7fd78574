using System.Numerics;

namespace Digits.Learning.Layers;

/// <summary>
/// Softmax and cross-entropy of one image, whose scores z are [classes]: p[c] = exp(z[c] - max z) / Σ exp(z - max z). The loss of an
/// image of class t is -ln p[t]; its gradient with respect to z is p minus one at t. With label smoothing s over K classes the loss is
/// -Σ q[c] · ln p[c], where q[c] is s / K, plus 1 - s at t; its gradient with respect to z is p - q.
/// </summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>Adds share · p[c] to <paramref name="probabilities"/>; a share of 1 / n for each of n networks gives their mean.</summary>
    /// <param name="scores">The class scores z.</param>
    /// <param name="probabilities">One value for each class.</param>
    /// <param name="share">The weight of these scores.</param>
    public static void AddProbabilities(ReadOnlySpan<float> scores, Span<double> probabilities, double share = 1)
    {
        var largest = Largest(scores);
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += Math.Exp(score - largest);
        }

        for (var c = 0; c < scores.Length; c++)
        {
            probabilities[c] += Math.Exp(scores[c] - largest) / sum * share;
        }
    }

    /// <summary>The loss, computed from the scores so that a very small p is not rounded to zero.</summary>
    public static double Loss(ReadOnlySpan<float> scores, int label, double smoothing = 0)
    {
        var largest = Largest(scores);
        var (sum, total) = (0.0, 0.0);
        foreach (var score in scores)
        {
            sum += Math.Exp(score - largest);
            total += score;
        }

        var loss = Math.Log(sum) + largest - scores[label];
        return smoothing == 0 ? loss : loss + (smoothing * (scores[label] - (total / scores.Length)));
    }

    /// <summary>The class with the highest score or probability; the first of them on a tie.</summary>
    public static int Best<T>(ReadOnlySpan<T> scores)
        where T : IComparisonOperators<T, T, bool>
    {
        var best = 0;
        for (var c = 1; c < scores.Length; c++)
        {
            if (scores[c] > scores[best])
            {
                best = c;
            }
        }

        return best;
    }

    /// <summary>dZ = (p - q) · scale.</summary>
    public static void Gradient(ReadOnlySpan<float> scores, int label, float scale, Span<float> dZ, float smoothing = 0)
    {
        scores.CopyTo(dZ);
        Softmax(dZ);
        dZ[label] -= 1 - smoothing;
        for (var c = 0; c < dZ.Length; c++)
        {
            dZ[c] = (dZ[c] - (smoothing / dZ.Length)) * scale;
        }
    }

    // Turns scores into probabilities in place, in single precision like the gradients that are made of them.
    private static void Softmax(Span<float> scores)
    {
        var largest = Largest(scores);
        var sum = 0f;
        foreach (ref var score in scores)
        {
            score = MathF.Exp(score - largest);
            sum += score;
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }
    }

    private static float Largest(ReadOnlySpan<float> scores)
    {
        var largest = float.NegativeInfinity;
        foreach (var score in scores)
        {
            largest = MathF.Max(largest, score);
        }

        return largest;
    }
}
