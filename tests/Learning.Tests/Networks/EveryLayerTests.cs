using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Tests.Layers;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Networks;

/// <summary>Networks of all kinds of layers as a whole: predictions, bits, memory, and what is odd about the data.</summary>
public sealed class EveryLayerTests
{
    // Batch norms after a convolution, a depthwise one, a dense layer, a pool, a residual and a batch norm.
    private const string Everything =
        """
        [{"type":"conv2d","filters":17,"kernel_size":3,"padding":1},{"type":"batch_norm"},{"type":"relu"},{"type":"max_pool2d","pool_size":2},
        {"type":"residual","layers":[{"type":"batch_norm"},{"type":"gelu"},{"type":"depthwise_conv2d","kernel_size":3,"padding":"same"},
        {"type":"dropout","rate":0.2},{"type":"batch_norm"},{"type":"residual","layers":[{"type":"leaky_relu"}]}]},{"type":"batch_norm"},{"type":"batch_norm"},
        {"type":"conv2d","filters":6,"kernel_size":3,"stride":2},{"type":"avg_pool2d","pool_size":2,"stride":1},
        {"type":"flatten"},{"type":"dense","units":19},{"type":"batch_norm","momentum":0.5},{"type":"leaky_relu","slope":0.2},{"type":"dense"}]
        """;

    private static readonly LabeledImages Images = Samples.Noise(new ImageShape(12, 11, 2), 37, 4);

    private static readonly int[] Order = Samples.InOrder(Images.Count);

    [Fact]
    public void Predict_RunningStatistics_EqualsReference()
    {
        var network = Trained(threads: 2, steps: 5);
        CheckPredictions(network, Images);
    }

    [Fact]
    public void Predict_AfterFurtherSteps_FollowsTheWeights()
    {
        var network = Create();
        CheckPredictions(network, Images);
        Train(network, Images, threads: 1, steps: 3, batch: 16);
        CheckPredictions(network, Images);
    }

    [Fact]
    public void Evaluate_RunningStatistics_EqualsReference()
    {
        var network = Trained(threads: 2, steps: 5);
        var evaluation = Evaluator.Evaluate(new Committee([network]), Images, threads: 2);
        Assert.Equal(new ReferenceNetwork(network).Loss(Images, key: null), evaluation.Loss, 1e-5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_AnyNumberOfThreads_GivesTheSameBits(int threads)
    {
        var (one, other) = (Trained(threads: 1, steps: 6), Trained(threads, steps: 6));
        for (var p = 0; p < one.Weights.Parameters.Count; p++)
        {
            Assert.Equal(one.Weights[p].Span, other.Weights[p].Span);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_OnceWarm_AllocatesNothing(int threads)
    {
        var network = Create();
        var sink = OptimizerSink.Create(new OptimizerSettings(), network.Weights);
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, team, Images.Count, sink);
        Steps(3);
        Assert.Equal(0, Allocations.Least(() => Steps(10)));

        void Steps(int count) => Repeat(step, sink, Images, count, Images.Count);
    }

    [Fact]
    public void Run_OneStep_MovesTheRunningStatisticsByTheBatch()
    {
        var network = Network.Create(
            Samples.Architecture("""[{"type":"batch_norm","momentum":0.75},{"type":"flatten"},{"type":"dense"}]"""), Images.Shape, 4, 1);
        Train(network, Images, threads: 2, steps: 1, batch: Images.Count);

        for (var c = 0; c < 2; c++)
        {
            var values = Enumerable.Range(0, Images.Count)
                .SelectMany(i => Images.Image(i).ToArray().Where((_, at) => at % 2 == c).Select(value => value / 255.0)).ToArray();
            var mean = values.Average();
            var unbiased = values.Sum(value => Math.Pow(value - mean, 2)) / (values.Length - 1);
            Assert.Equal(0.25 * mean, network.Weights[2][c], 1e-6);
            Assert.Equal(0.75 + (0.25 * unbiased), network.Weights[3][c], 1e-6);
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(17, 0.9)]
    public void Run_BlankImagesOfOneClass_StaysFinite(int batch, double sure)
    {
        var blank = new LabeledImages(Images.Shape, new byte[34 * Images.Shape.Size], [.. Enumerable.Repeat(2, 34)]);
        var network = Create();
        Train(network, blank, threads: 2, steps: 40, batch);

        Assert.True(network.Weights.AllFinite());
        var probabilities = new double[4];
        network.Predict(blank.Image(0), probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-5);
        Assert.True(probabilities[2] >= sure, $"sure of the only class by {probabilities[2]}");
    }

    [Fact]
    public void Run_OneValuePerChannel_LeavesTheShift()
    {
        var layers = """[{"type":"flatten"},{"type":"batch_norm","momentum":0},{"type":"dense"}]""";
        var network = Network.Create(Samples.Architecture(layers), new ImageShape(1, 1, 1), 2, 1);
        var one = new LabeledImages(new ImageShape(1, 1, 1), [51], [1]);

        var loss = Train(network, one, threads: 1, steps: 1, batch: 1);

        Assert.Equal(Math.Log(2), loss, 1e-6);
        Assert.Equal(0.2, network.Weights[2][0], 1e-6);
        Assert.Equal(0, network.Weights[3][0]);
    }

    [Fact]
    public void Predict_WeightNotANumber_SaysSoInEveryProbability()
    {
        var network = Create();
        network.Weights[0][0] = float.NaN;
        var probabilities = new double[4];
        network.Predict(Images.Image(0), probabilities);
        Assert.All(probabilities, value => Assert.True(double.IsNaN(value)));
        Assert.False(network.Weights.AllFinite());
    }

    [Fact]
    public void Predict_DenormalWeights_IsTheSmoothestGuess()
    {
        var network = Create();
        for (var p = 0; p < network.Weights.Parameters.Count; p++)
        {
            network.Weights[p].Span.Fill(network.Weights.Parameters[p].Name == "variance" ? 0 : 1e-41f);
        }

        var probabilities = new double[4];
        network.Predict(Images.Image(0), probabilities);
        Assert.All(probabilities, value => Assert.Equal(0.25f, value));
    }

    [Theory]
    [InlineData("64x64x4")]
    [InlineData("8x8x1")]
    public void Train_SmallestAndLargestImages_Learns(string shape)
    {
        var layers = """
            [{"type":"conv2d","filters":16,"kernel_size":3,"stride":2,"padding":"same"},{"type":"batch_norm"},{"type":"relu"},
            {"type":"conv2d","filters":16,"kernel_size":3,"padding":"same"},{"type":"relu"},{"type":"max_pool2d","pool_size":2},
            {"type":"residual","layers":[{"type":"conv2d","filters":16,"kernel_size":3,"padding":"same"},{"type":"batch_norm"},{"type":"gelu"}]},
            {"type":"global_avg_pool"},{"type":"dense"}]
            """;
        var images = Samples.Noise(GradientCases.Shape(shape), 8, 2);
        var network = Network.Create(Samples.Architecture(layers), images.Shape, 2, 1);
        var first = Train(network, images, threads: 2, steps: 1, batch: 8);
        var last = Train(network, images, threads: 2, steps: 60, batch: 8);
        Assert.True(last < first / 2, $"the loss went from {first} to {last}");
    }

    private static Network Create()
    {
        var network = Network.Create(Samples.Architecture(Everything), Images.Shape, 4, seed: 3);
        Samples.DrawBiases(network);
        return network;
    }

    private static Network Trained(int threads, int steps)
    {
        var network = Create();
        Train(network, Images, threads, steps, batch: 16);
        return network;
    }

    private static double Train(Network network, LabeledImages images, int threads, int steps, int batch)
    {
        var sink = OptimizerSink.Create(new OptimizerSettings(), network.Weights);
        using var team = new WorkerTeam(threads);
        return Repeat(new TrainingStep(network, team, batch, sink), sink, images, steps, batch);
    }

    // Whole batches, then what is left over, and so on.
    private static double Repeat(TrainingStep step, OptimizerSink sink, LabeledImages images, int steps, int batch)
    {
        var (start, loss) = (0, 0.0);
        for (var i = 0; i < steps; i++)
        {
            sink.NextStep(0.01);
            var count = Math.Min(batch, images.Count - start);
            step.Batch.Take(images, Order, start, count);
            loss = step.Run((uint)i).Loss / count;
            start = start + count == images.Count ? 0 : start + count;
        }

        return loss;
    }

    private static void CheckPredictions(Network network, LabeledImages images)
    {
        var scores = new ReferenceNetwork(network).Scores(images, key: null);
        var probabilities = new double[network.ClassCount];
        for (var image = 0; image < images.Count; image++)
        {
            network.Predict(images.Image(image), probabilities);
            var exponentials = scores[image].Select(Math.Exp).ToArray();
            Assert.All(probabilities, (value, c) => Assert.Equal(exponentials[c] / exponentials.Sum(), value, 1e-5));
        }
    }
}
