using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Training;

public sealed class WeightAverageTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Follow_SomeSteps_IsTheWeightedMeanOfWhatItFollowed(double decay)
    {
        const int Steps = 7;
        var plan = Network.Create(Samples.Architecture(Samples.SmallNetwork), new ImageShape(12, 12, 1), 4, 1).Plan;
        var (weights, followed) = (new WeightSet(plan), new WeightSet(plan));
        var average = new WeightAverage(weights, followed, decay);
        var (sum, share) = (new double[weights[0].Length], 0.0);
        for (var step = 1; step <= Steps; step++)
        {
            weights.Initialize((uint)step);
            average.NextStep();
            average.Follow(0, 0, 20);
            average.Follow(0, 20, weights[0].Length - 20);

            // The textbook form: every value fades by the decay with every later step.
            var weight = Math.Pow(decay, Steps - step);
            share += weight;
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += weight * weights[0][i];
            }
        }

        for (var i = 0; i < sum.Length; i++)
        {
            Assert.Equal(sum[i] / share, followed[0][i], 1e-5);
        }
    }
}
