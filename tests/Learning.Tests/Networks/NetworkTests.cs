using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Layers;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training;

namespace Digits.Learning.Tests.Networks;

public sealed class NetworkTests
{
    private static readonly LabeledImages Pictures = Samples.Noise(new ImageShape(12, 12, 1), 40, 4);
    private static readonly Network Small = Network.Create(Samples.Architecture(Samples.SmallNetwork), Pictures.Shape, 4, 1);

    [Fact]
    public void Predict_AnyPicture_EqualsReference()
    {
        var reference = new ReferenceNetwork(Small);
        var probabilities = new double[4];
        var scores = reference.Scores(Pictures, key: null);
        for (var image = 0; image < Pictures.Count; image++)
        {
            Small.Predict(Pictures.Image(image), probabilities);
            var exponentials = scores[image].Select(Math.Exp).ToArray();
            for (var c = 0; c < 4; c++)
            {
                Assert.Equal(exponentials[c] / exponentials.Sum(), probabilities[c], 1e-5);
            }
        }
    }

    [Fact]
    public void Predict_FromManyThreads_GivesWhatOneThreadGives()
    {
        var expected = Enumerable.Range(0, Pictures.Count).Select(Predict).ToArray();
        var actual = new double[Pictures.Count * 25][];

        Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => actual[i] = Predict(i % Pictures.Count));

        for (var i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i % Pictures.Count], actual[i]);
        }
    }

    [Fact]
    public void Predict_OnceWarm_AllocatesNothing()
    {
        var probabilities = new double[4];
        Small.Predict(Pictures.Image(0), probabilities);
        var allocated = Allocations.Least(() =>
        {
            for (var image = 0; image < Pictures.Count; image++)
            {
                Small.Predict(Pictures.Image(image), probabilities);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(143, 4)]
    [InlineData(145, 4)]
    [InlineData(144, 3)]
    [InlineData(144, 5)]
    public void Predict_WrongLengths_AreRefused(int pixels, int probabilities) =>
        Assert.Throws<ArgumentException>(() => Small.Predict(new byte[pixels], new double[probabilities]));

    [Fact]
    public void Create_LayersThatDoNotFit_NamesThem()
    {
        var layers = Samples.Architecture("""[{"type":"max_pool2d","pool_size":13},{"type":"flatten"},{"type":"dense"}]""");
        var exception = Assert.Throws<ArchitectureException>(() => Network.Create(layers, Pictures.Shape, 4, 1));
        Assert.Contains("layer 0 (max_pool2d)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParameterCount_SeedNetwork_IsThatOfPyTorchsExample()
    {
        var layers = Presets.All.First(preset => preset.Name == "seed").Settings.Layers;
        Assert.Equal(1_199_882, Network.Create(new Architecture(layers), new ImageShape(28, 28, 1), 10, 1).ParameterCount);
    }

    private static double[] Predict(int image)
    {
        var probabilities = new double[4];
        Small.Predict(Pictures.Image(image), probabilities);
        return probabilities;
    }
}
