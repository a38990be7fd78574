using System.Globalization;
using Digits.Learning.Augmentation;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;
using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training.Engines;

namespace Digits.Benchmarks;

/// <summary>The kernels of the seed network's training step, on one thread, as shares of the processor's peak.</summary>
/// <remarks>Work is counted as if computed directly, so a shortcut may pass 100 %.</remarks>
internal sealed class KernelBenchmark
{
    private const double Seconds = 0.4;
    private const int Batch = SeedNetwork.BatchSize;

    private readonly Network _network = SeedNetwork.Create();
    private readonly Peak _peak;

    private KernelBenchmark(Peak peak) => _peak = peak;

    public static int Run()
    {
        Run(Peak.Measure());
        return 0;
    }

    public static void Run(Peak peak)
    {
        Console.WriteLine();
        Console.WriteLine("| kernel, one thread | per call | µs | GFLOP/s | % of peak |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        var benchmark = new KernelBenchmark(peak);
        var work = Work.PerLayer(SeedNetwork.Layers, SeedNetwork.Input, SeedNetwork.ClassCount);
        foreach (var (placed, operations) in benchmark._network.Plan.ImageLayers.Where(placed => placed.Weights >= 0).Zip(work))
        {
            benchmark.Convolution(placed, operations);
        }

        foreach (var placed in benchmark._network.Plan.ImageLayers.Where(placed => placed.Layer is MaxPool2dLayer))
        {
            benchmark.Pooling(placed);
        }

        benchmark.Dense(benchmark._network.Plan.Stages.OfType<DenseStage>().First());
        benchmark.Augmentation();
    }

    private void Convolution(PlacedLayer placed, double work)
    {
        var layer = placed.Layer;
        var name = $"{Name(layer)} {layer.Input} to {layer.Output}";
        var memory = new LayerMemory(placed, _network.Plan);
        Print($"{name}, forward", "image", work, Timing.BestMicroseconds(Seconds, memory.Forward));
        var weightsOnly = Timing.BestMicroseconds(Seconds, () => memory.Backward(wantsInputGradient: false));
        Print($"{name}, weight gradient", "image", work, weightsOnly);
        if (placed.WantsInputGradient)
        {
            // One call gives both gradients; what it takes longer is the input's.
            Print($"{name}, input gradient", "image", work, Timing.BestMicroseconds(Seconds, () => memory.Backward(wantsInputGradient: true)) - weightsOnly);
        }
    }

    private void Pooling(PlacedLayer placed)
    {
        var layer = placed.Layer;
        var memory = new LayerMemory(placed, _network.Plan);
        Print($"max pooling {layer.Input}, forward", "image", null, Timing.BestMicroseconds(Seconds, memory.Forward));
        Print($"max pooling {layer.Input}, backward", "image", null, Timing.BestMicroseconds(Seconds, () => memory.Backward(wantsInputGradient: true)));
    }

    private void Dense(DenseStage stage)
    {
        var layer = stage.Layer;
        var (x, dX) = (Rows(layer.Inputs), Rows(layer.Inputs));
        var (y, dY) = (Rows(layer.Outputs), Rows(layer.Outputs));
        var (weights, bias, dW) = (_network.Weights[stage.Weights], _network.Weights[stage.Bias], new FloatBuffer(DenseLayer.GradientSize));
        var sink = OptimizerSink.Create(new OptimizerSettings(), _network.Weights);
        sink.NextStep(0.001);
        var name = $"dense {layer.Inputs} to {layer.Outputs}";
        var work = 2.0 * Batch * layer.Inputs * layer.Outputs;
        Measure("forward", layer.ForwardTasks, task => layer.Forward(task, Batch, ref x[0], ref weights[0], ref bias[0], ref y[0]));
        Measure("input gradient", layer.InputGradientTasks, task => layer.InputGradient(task, Batch, ref dY[0], ref weights[0], ref dX[0]));
        Measure("weight gradient and Adam", layer.WeightGradientTasks, task =>
        {
            var (row, column, rows, columns) = layer.WeightGradient(task, Batch, ref x[0], ref dY[0], ref dW[0]);
            for (var r = 0; r < rows; r++)
            {
                sink.Take(stage.Weights, ((row + r) * layer.Weights.Stride) + column, dW.Slice(r * DenseLayer.InputBlock, columns));
            }
        });

        void Measure(string part, int tasks, Action<int> run) => Print($"{name}, {part}", "batch of 64", work, Timing.BestMicroseconds(Seconds, () =>
        {
            for (var task = 0; task < tasks; task++)
            {
                run(task);
            }
        }));
    }

    private void Augmentation()
    {
        var images = SeedNetwork.RandomImages(Batch);
        var destination = new float[images.Shape.Size];
        var everything = SeedNetwork.Augmentation;
        Measure("affine", everything with { Elastic = 0, Stroke = 0, Erase = 0 });
        Measure("affine and elastic", everything with { Stroke = 0, Erase = 0 });
        Measure("all kinds", everything);

        void Measure(string name, AugmentationSettings settings)
        {
            var augmenter = Augmenter.Create(settings, images.Shape, seed: 1, threads: 1)!;
            var key = 0u;
            var batch = Timing.BestMicroseconds(Seconds, () =>
            {
                for (var image = 0; image < Batch; image++)
                {
                    augmenter.Fill(images.Image(image), key++, 0, destination);
                }
            });
            Print($"augmentation, {name}", "image", null, batch / Batch);
        }
    }

    // A layer may hold the convolution and what follows it.
    private static string Name(ImageLayer layer) => layer.GetType().Name.Replace("Layer", string.Empty, StringComparison.Ordinal);

    private static FloatBuffer Rows(int length) => LayerMemory.Filled(Batch * FloatBuffer.RowStride(length));

    private void Print(string name, string unit, double? work, double microseconds)
    {
        var speed = work / microseconds / 1000;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {unit} | {microseconds:F1} | {speed:F0} | {100 * speed / _peak.One:F0} |"));
    }
}
