using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Layers;

/// <summary>
/// The engine's loss and gradients (float32, vectors, threads) against finite differences of a float64 network in plain loops.
/// </summary>
public sealed class GradientTests
{
    private const uint Key = 99;

    [Theory]
    [MemberData(nameof(GradientCases.All), MemberType = typeof(GradientCases))]
    public void Run_AnyNetwork_GivesTheLossAndGradientOfTheReference(string name, string layers, string shape, int batch)
    {
        Assert.NotEmpty(name);
        var images = Samples.Noise(GradientCases.Shape(shape), batch, 4);
        var network = Network.Create(Samples.Architecture(layers), images.Shape, 4, seed: 3);
        Samples.DrawBiases(network);
        var sink = new RecordingSink(network.Plan);
        using var team = new WorkerTeam(2);
        var step = new TrainingStep(network, team, batch, sink);
        step.Batch.Take(images, Samples.InOrder(batch), 0, batch);

        var (loss, _) = step.Run(Key);

        var reference = new ReferenceNetwork(network);
        Assert.Equal(reference.Loss(images, Key), loss / batch, 1e-5);
        var largest = Enumerable.Range(0, reference.Parameters.Length).Max(p => sink.Values(p).Max(MathF.Abs));
        for (var p = 0; p < reference.Parameters.Length; p++)
        {
            if (network.Plan.Parameters[p].Trained)
            {
                CheckParameter(reference, images, sink.Values(p), p, largest);
            }
        }

        CheckDirections(reference, images, sink);
    }

    [Theory]
    [MemberData(nameof(GradientCases.All), MemberType = typeof(GradientCases))]
    public void Run_AlongItsOwnGradient_ChangesTheLossAsPromised(string name, string layers, string shape, int batch)
    {
        Assert.NotEmpty(name);
        var images = Samples.Noise(GradientCases.Shape(shape), batch, 4);
        var network = Network.Create(Samples.Architecture(layers), images.Shape, 4, seed: 3);
        Samples.DrawBiases(network);
        var sink = new RecordingSink(network.Plan);
        using var team = new WorkerTeam(2);
        var step = new TrainingStep(network, team, batch, sink);
        step.Batch.Take(images, Samples.InOrder(batch), 0, batch);
        step.Run(Key);
        var gradients = Enumerable.Range(0, network.Weights.Parameters.Count).Select(sink.Values).ToArray();
        var length = Math.Sqrt(gradients.Sum(gradient => gradient.Sum(value => (double)value * value)));

        // The best of several distances: a long one bends, a short one is lost in float32.
        var errors = new[] { 3e-2, 1e-2, 3e-3, 1e-3 }.Select(distance =>
            Math.Abs(((Loss(distance) - Loss(-distance)) / (2 * distance * length)) - 1)).ToArray();
        Assert.True(errors.Min() < 0.01, $"off by {string.Join(", ", errors)}");

        double Loss(double distance)
        {
            var original = new WeightSet(network.Plan);
            original.CopyFrom(network.Weights);
            for (var p = 0; p < gradients.Length; p++)
            {
                var columns = network.Weights.Parameters[p].Columns;
                for (var i = 0; i < gradients[p].Length; i++)
                {
                    network.Weights.Row(p, i / columns)[i % columns] += (float)(distance * gradients[p][i] / length);
                }
            }

            // A step of its own, which prepares whatever it derives from the weights.
            var moved = new TrainingStep(network, team, batch, sink);
            moved.Batch.Take(images, Samples.InOrder(batch), 0, batch);
            var loss = moved.Run(Key).Loss / batch;
            network.Weights.CopyFrom(original);
            return loss;
        }
    }

    private static void CheckParameter(ReferenceNetwork reference, LabeledImages images, float[] gradient, int p, float largest)
    {
        const double Step = 1e-5;
        var values = reference.Parameters[p];
        Assert.Equal(values.Length, gradient.Length);
        var random = new SeededRandom(11, (uint)p);
        var scale = gradient.Max(MathF.Abs);
        for (var sample = 0; sample < Math.Min(6, values.Length); sample++)
        {
            var i = random.Next(values.Length);
            var original = values[i];
            values[i] = original + Step;
            var above = reference.Loss(images, Key);
            values[i] = original - Step;
            var below = reference.Loss(images, Key);
            values[i] = original;
            var expected = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(expected - gradient[i]) <= (1e-3 * Math.Abs(expected)) + (1e-4 * scale) + (1e-5 * largest),
                $"parameter {p}, value {i}: gradient is {gradient[i]}, the difference quotient {expected}");
        }
    }

    // Moving all weights at once sees every value: along the gradient, then in random directions.
    private static void CheckDirections(ReferenceNetwork reference, LabeledImages images, RecordingSink sink)
    {
        const double Step = 1e-6;
        var gradients = reference.Parameters.Select((_, p) => sink.Values(p).Select(value => (double)value).ToArray()).ToArray();
        var length = Math.Sqrt(gradients.Sum(gradient => gradient.Sum(value => value * value)));
        var random = new SeededRandom(12, 0);
        for (var round = 0; round < 4; round++)
        {
            var direction = gradients.Select(gradient => gradient
                .Select(value => round == 0 ? value / length : random.NextNormal()).ToArray()).ToArray();
            var expected = gradients.Zip(direction, (g, d) => g.Zip(d, (a, b) => a * b).Sum()).Sum();
            Move(reference, direction, Step);
            var above = reference.Loss(images, Key);
            Move(reference, direction, -2 * Step);
            var below = reference.Loss(images, Key);
            Move(reference, direction, Step);
            var quotient = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(quotient - expected) <= 0.005 * Math.Abs(quotient),
                $"round {round}: the gradient promises {expected}, the difference quotient is {quotient}");
        }
    }

    private static void Move(ReferenceNetwork reference, double[][] direction, double distance)
    {
        for (var p = 0; p < direction.Length; p++)
        {
            for (var i = 0; i < direction[p].Length; i++)
            {
                reference.Parameters[p][i] += distance * direction[p][i];
            }
        }
    }
}
