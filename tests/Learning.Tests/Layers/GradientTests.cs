using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Layers;

/// <summary>
/// The engine's loss and gradients (float32, vectors, threads) against finite differences of a float64 network in plain loops.
/// </summary>
public sealed class GradientTests
{
    private const uint Key = 99;

    public static TheoryData<string, string, int> Networks { get; } = new()
    {
        { "dense", """[{"type":"flatten"},{"type":"dense"}]""", 3 },
        { "dense deep", """[{"type":"flatten"},{"type":"dense","units":17},{"type":"relu"},{"type":"dense"}]""", 5 },
        { "relu on pixels", """[{"type":"relu"},{"type":"flatten"},{"type":"dense"}]""", 2 },
        { "conv", """[{"type":"conv2d","filters":5,"kernel_size":3},{"type":"flatten"},{"type":"dense"}]""", 3 },
        { "conv one by one", """[{"type":"conv2d","filters":16,"kernel_size":1},{"type":"flatten"},{"type":"dense"}]""", 2 },
        { "conv same", """[{"type":"conv2d","filters":16,"kernel_size":3,"padding":"same"},{"type":"relu"},{"type":"conv2d","filters":33,"kernel_size":3,"padding":"same"},{"type":"flatten"},{"type":"dense"}]""", 2 },
        { "conv same even", """[{"type":"conv2d","filters":3,"kernel_size":4,"padding":"same"},{"type":"relu"},{"type":"conv2d","filters":2,"kernel_size":2,"padding":"same"},{"type":"flatten"},{"type":"dense"}]""", 2 },
        { "conv on conv", """[{"type":"conv2d","filters":7,"kernel_size":3},{"type":"relu"},{"type":"conv2d","filters":18,"kernel_size":2},{"type":"relu"},{"type":"flatten"},{"type":"dense"}]""", 3 },
        { "pool", """[{"type":"conv2d","filters":9,"kernel_size":2},{"type":"max_pool2d","pool_size":2},{"type":"flatten"},{"type":"dense"}]""", 3 },
        { "relu before pool", """[{"type":"conv2d","filters":9,"kernel_size":2},{"type":"relu"},{"type":"max_pool2d","pool_size":3},{"type":"flatten"},{"type":"dense"}]""", 3 },
        { "pool twice", """[{"type":"conv2d","filters":17,"kernel_size":3,"padding":"same"},{"type":"relu"},{"type":"max_pool2d","pool_size":2},{"type":"conv2d","filters":6,"kernel_size":2},{"type":"relu"},{"type":"max_pool2d","pool_size":2},{"type":"flatten"},{"type":"dense"}]""", 4 },
        { "dropout", """[{"type":"conv2d","filters":4,"kernel_size":3},{"type":"relu"},{"type":"dropout","rate":0.25},{"type":"flatten"},{"type":"dense","units":11},{"type":"dropout","rate":0.5},{"type":"relu"},{"type":"dense"}]""", 4 },
        { "dropout before conv", """[{"type":"conv2d","filters":4,"kernel_size":3},{"type":"dropout","rate":0.3},{"type":"conv2d","filters":4,"kernel_size":3},{"type":"flatten"},{"type":"dense"},{"type":"softmax"}]""", 3 },
        { "many shards", """[{"type":"conv2d","filters":4,"kernel_size":3},{"type":"relu"},{"type":"flatten"},{"type":"dense","units":9},{"type":"relu"},{"type":"dense"}]""", 35 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Run_AnyNetwork_GivesTheLossAndGradientOfTheReference(string name, string layers, int batch)
    {
        Assert.NotEmpty(name);
        var images = Samples.Noise(new ImageShape(8, 9, 2), batch, 4);
        var network = Network.Create(Samples.Architecture(layers), images.Shape, 4, seed: 3);
        Samples.DrawBiases(network);
        var sink = new RecordingSink(network.Plan);
        using var team = new WorkerTeam(2);
        var step = new TrainingStep(network, team, batch, sink);
        step.Batch.Take(images, Samples.InOrder(batch), 0, batch);

        var (loss, _) = step.Run(Key);

        var reference = new ReferenceNetwork(network);
        Assert.Equal(reference.Loss(images, Key), loss / batch, 1e-5);
        for (var p = 0; p < reference.Parameters.Length; p++)
        {
            CheckParameter(reference, images, sink.Values(p), p);
        }

        CheckAlongGradient(reference, images, sink);
    }

    private static void CheckParameter(ReferenceNetwork reference, LabeledImages images, float[] gradient, int p)
    {
        const double Step = 1e-5;
        var values = reference.Parameters[p];
        Assert.Equal(values.Length, gradient.Length);
        var random = new SeededRandom(11, (uint)p);
        var scale = gradient.Max(MathF.Abs);
        for (var sample = 0; sample < Math.Min(12, values.Length); sample++)
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
                Math.Abs(expected - gradient[i]) <= (1e-3 * Math.Abs(expected)) + (1e-4 * scale) + 1e-7,
                $"parameter {p}, value {i}: gradient is {gradient[i]}, the difference quotient {expected}");
        }
    }

    // Moving all weights along the gradient changes the loss by the square of its length: sees every value at once.
    private static void CheckAlongGradient(ReferenceNetwork reference, LabeledImages images, RecordingSink sink)
    {
        const double Step = 1e-5;
        var gradients = reference.Parameters.Select((_, p) => sink.Values(p)).ToArray();
        var square = gradients.Sum(gradient => gradient.Sum(value => (double)value * value));
        var length = Math.Sqrt(square);
        Move(Step);
        var above = reference.Loss(images, Key);
        Move(-2 * Step);
        var below = reference.Loss(images, Key);
        Assert.Equal(1, (above - below) / (2 * Step) / length, 2e-3);

        void Move(double distance)
        {
            for (var p = 0; p < gradients.Length; p++)
            {
                for (var i = 0; i < gradients[p].Length; i++)
                {
                    reference.Parameters[p][i] += distance * gradients[p][i] / length;
                }
            }
        }
    }
}
