using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Training;

public sealed class EvaluatorTests
{
    [Fact]
    public void Evaluate_AnyNetwork_CountsWhatPredictSays()
    {
        var images = Samples.Quarters(600, 3);
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), images.Shape, 4, 1);
        var confusion = new int[4, 4];
        var (loss, right) = (0.0, 0);
        var probabilities = new double[4];
        for (var image = 0; image < images.Count; image++)
        {
            network.Predict(images.Image(image), probabilities);
            var best = Array.IndexOf(probabilities, probabilities.Max());
            confusion[images.Labels[image], best]++;
            right += best == images.Labels[image] ? 1 : 0;
            loss -= Math.Log(probabilities[images.Labels[image]]);
        }

        var evaluation = Evaluator.Evaluate(new Committee([network]), images, threads: 2);

        Assert.Equal(right / 600.0, evaluation.Accuracy);
        Assert.Equal(loss / 600, evaluation.Loss, 1e-5);
        for (var actual = 0; actual < 4; actual++)
        {
            for (var predicted = 0; predicted < 4; predicted++)
            {
                Assert.Equal(confusion[actual, predicted], evaluation.Confusion[actual, predicted]);
            }
        }
    }

    [Fact]
    public void Evaluate_Cancelled_Stops()
    {
        var images = Samples.Quarters(10, 3);
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), images.Shape, 4, 1);
        Assert.Throws<OperationCanceledException>(() => Evaluator.Evaluate(new Committee([network]), images, 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Evaluate_NoPicturesOrOtherShape_IsRefused()
    {
        var images = Samples.Quarters(10, 3);
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), images.Shape, 4, 1);
        Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(new Committee([network]), Samples.None(images.Shape)));
        Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(new Committee([network]), Samples.Noise(images.Shape with { Width = 13 }, 2, 4)));
        Assert.Throws<ArgumentException>(() => Evaluator.Evaluate(new Committee([network]), Samples.Noise(images.Shape, 40, 5)));
    }

    [Fact]
    public void Capacity_VeryLargeLayers_IsSmaller()
    {
        var large = Samples.Architecture("""[{"type":"conv2d","filters":100,"kernel_size":1},{"type":"flatten"},{"type":"dense"}]""");
        var small = Samples.Architecture(Samples.SmallNetwork);
        var shape = new ImageShape(200, 200, 1);
        Assert.Equal(25, Evaluator.Capacity(Plan.Compile(large.Layers, shape, 2), 100, 1));
        Assert.Equal(100, Evaluator.Capacity(Plan.Compile(small.Layers, shape with { Width = 12 }, 2), 100, 1));
        Assert.Equal(256, Evaluator.Capacity(Plan.Compile(small.Layers, shape with { Width = 12 }, 2), 60_000, 1));
    }

    [Fact]
    public void ConfusionMatrix_UnknownClass_IsRefused()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add(1, 0);
        Assert.Equal(1, matrix[1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, -1]);
    }
}
