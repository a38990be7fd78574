using System.Globalization;
using Digits.Learning.Optimizers;
using Digits.Learning.Training.Runs;

namespace Digits.Learning.Tests.Training;

/// <summary>
/// The losses of one run, recorded: a change of chance, order, formula or default that no other test is about shows here, and a new
/// curve has to be recorded on purpose.
/// </summary>
public class LossCurveTests
{
    private const string Layers =
        """
        [{"type":"conv2d","filters":16,"kernel_size":3},{"type":"relu"},
         {"type":"conv2d","filters":32,"kernel_size":3,"padding":"same"},{"type":"max_pool2d","pool_size":2},{"type":"batch_norm"},{"type":"relu"},
         {"type":"residual","layers":[{"type":"conv2d","filters":32,"kernel_size":3,"padding":"same"},{"type":"gelu"}]},
         {"type":"dropout","rate":0.2},{"type":"flatten"},{"type":"dense","units":24},{"type":"leaky_relu"},{"type":"dense"}]
        """;

    // Registers of another width add up in another order. Over these steps that moves a loss by no more than its last digit here.
    private const double Tolerance = 1e-4;

    private static readonly double[] Recorded =
    [
        2.98132, 2.00359, 0.67123, 0.50633, 0.34526, 0.28639, 0.33869, 0.27883,
        0.36453, 0.35403, 0.33105, 0.33504, 0.32699, 0.34273, 0.33082, 0.35261,
    ];

    [Fact]
    public void Train_RecordedSettings_GivesTheRecordedLosses()
    {
        var settings = Samples.Settings(Layers) with
        {
            Epochs = 2,
            BatchSize = 24,
            LabelSmoothing = 0.05,
            Optimizer = OptimizerSettings.Of(OptimizerTypes.AdamW),
            Augmentation = new() { Shift = 1, Rotation = 8, Scale = 0.1, Elastic = 0.5, Erase = 0.2 },
        };
        var observer = new RecordingObserver();

        new CpuTrainer().Train(Samples.Data(Samples.Quarters(170, 1), Samples.Quarters(40, 2)), settings, observer, CancellationToken.None);

        var losses = observer.Batches.Select(batch => batch.Loss).ToArray();
        Assert.True(
            losses.Length == Recorded.Length && losses.Zip(Recorded).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * pair.Second),
            "The losses are now " + string.Join(", ", losses.Select(loss => loss.ToString("F5", CultureInfo.InvariantCulture))));
    }
}
