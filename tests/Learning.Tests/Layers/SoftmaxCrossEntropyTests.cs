using Digits.Learning.Layers;

namespace Digits.Learning.Tests.Layers;

public sealed class SoftmaxCrossEntropyTests
{
    private static readonly float[] Scores = [0.3f, -1.2f, 2.5f, 0.1f];

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Loss_LabelSmoothing_IsTheCrossEntropyOfTheSmoothedAim(double smoothing)
    {
        var sum = Scores.Sum(score => Math.Exp(score));
        var expected = 0.0;
        for (var c = 0; c < 4; c++)
        {
            var aim = (smoothing / 4) + (c == 1 ? 1 - smoothing : 0);
            expected -= aim * Math.Log(Math.Exp(Scores[c]) / sum);
        }

        Assert.Equal(expected, SoftmaxCrossEntropy.Loss(Scores, 1, smoothing), 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public void Gradient_LabelSmoothing_IsTheSlopeOfTheLoss(double smoothing)
    {
        const float Step = 1f / 64;
        var gradient = new float[4];
        SoftmaxCrossEntropy.Gradient(Scores, 2, scale: 3, gradient, (float)smoothing);
        for (var c = 0; c < 4; c++)
        {
            var (up, down) = ((float[])Scores.Clone(), (float[])Scores.Clone());
            up[c] += Step;
            down[c] -= Step;
            var slope = (SoftmaxCrossEntropy.Loss(up, 2, smoothing) - SoftmaxCrossEntropy.Loss(down, 2, smoothing)) / (2 * Step);
            Assert.Equal(3 * slope, gradient[c], 1e-4);
        }
    }
}
