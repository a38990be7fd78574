using Digits.Learning.Data;
using Digits.Learning.Networks;
using Digits.Learning.Tests.Training;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Networks;

public sealed class CommitteeTests
{
    private static readonly LabeledImages Images = Samples.Quarters(300, 4);
    private static readonly Committee Three = new([Member(1), Member(2), Member(3)]);

    [Fact]
    public void Predict_SeveralMembers_IsTheirMean()
    {
        var (actual, one) = (new double[4], new double[4]);
        for (var image = 0; image < Images.Count; image++)
        {
            Three.Predict(Images.Image(image), actual);
            var expected = new double[4];
            foreach (var member in Three.Members)
            {
                member.Predict(Images.Image(image), one);
                for (var c = 0; c < 4; c++)
                {
                    expected[c] += one[c] / 3.0;
                }
            }

            for (var c = 0; c < 4; c++)
            {
                Assert.Equal(expected[c], actual[c], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("default")]
    [InlineData("best")]
    [InlineData("seed")]
    public void Predict_SeveralImages_IsWhatEachAloneGivesToTheBit(string architecture)
    {
        var layers = NamedArchitectures.All.Single(named => named.Name == architecture).Layers;
        var committee = new Committee([.. new uint[] { 1, 2 }.Select(seed => Network.Create(new Architecture(layers), new ImageShape(28, 28, 1), 10, seed))]);
        var images = Samples.Noise(committee.InputShape, Committee.MaxBatch, 10);
        var alone = Enumerable.Range(0, images.Count).Select(image =>
        {
            var probabilities = new double[10];
            committee.Predict(images.Image(image), probabilities);
            return probabilities;
        }).ToArray();

        foreach (var count in new[] { 1, 2, 3, 7, 16, Committee.MaxBatch })
        {
            var first = Committee.MaxBatch - count;
            ReadOnlyMemory<byte>[] batch = [.. Enumerable.Range(first, count).Select(image => images.Image(image).ToArray())];
            double[][] together = [.. batch.Select(_ => new double[10])];

            committee.Predict(batch, together);

            Assert.Equal(alone[first..], together);
        }
    }

    [Fact]
    public void Predict_MoreImagesThanABatchOrOfAnotherSize_Throws()
    {
        ReadOnlyMemory<byte>[] Of(int count, int size) => [.. Enumerable.Range(0, count).Select(_ => new byte[size])];
        var size = Three.InputShape.Size;
        double[][] results = [.. Enumerable.Range(0, Committee.MaxBatch + 1).Select(_ => new double[4])];

        Assert.Throws<ArgumentException>(() => Three.Predict(Of(0, size), []));
        Assert.Throws<ArgumentException>(() => Three.Predict(Of(results.Length, size), results));
        Assert.Throws<ArgumentException>(() => Three.Predict(Of(2, size), results.AsSpan(0, 1)));
        Assert.Throws<ArgumentException>(() => Three.Predict(Of(2, size - 1), results.AsSpan(0, 2)));
    }

    [Fact]
    public void Predict_OneMember_IsWhatItSays()
    {
        var (expected, actual) = (new double[4], new double[4]);
        Three.Members[1].Predict(Images.Image(0), expected);
        new Committee([Three.Members[1]]).Predict(Images.Image(0), actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Predict_FromManyThreads_GivesWhatOneThreadGives()
    {
        var expected = Enumerable.Range(0, 40).Select(Predict).ToArray();
        var actual = new double[1000][];

        Parallel.For(0, actual.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => actual[i] = Predict(i % 40));

        for (var i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i % 40], actual[i]);
        }
    }

    [Fact]
    public void Predict_OnceWarm_AllocatesNothing()
    {
        var probabilities = new double[4];
        for (var image = 0; image < Images.Count; image++)
        {
            Three.Predict(Images.Image(image), probabilities);
        }

        var allocated = Allocations.Least(() =>
        {
            for (var image = 0; image < Images.Count; image++)
            {
                Three.Predict(Images.Image(image), probabilities);
            }
        });

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Evaluate_SeveralMembers_CountsWhatPredictSays()
    {
        var (loss, right) = (0.0, 0);
        for (var image = 0; image < Images.Count; image++)
        {
            var probabilities = Predict(image);
            right += Array.IndexOf(probabilities, probabilities.Max()) == Images.Labels[image] ? 1 : 0;
            loss -= Math.Log(probabilities[Images.Labels[image]]);
        }

        var evaluation = Evaluator.Evaluate(Three, Images, threads: 2);

        Assert.Equal(right / 300.0, evaluation.Accuracy);
        Assert.Equal(loss / 300, evaluation.Loss, 1e-5);
    }

    [Fact]
    public void Construct_MembersThatDoNotFit_AreRefused()
    {
        var classes = Network.Create(Samples.Architecture(Samples.SmallNetwork), Images.Shape, 5, 1);
        var shape = Network.Create(Samples.Architecture(Samples.SmallNetwork), Images.Shape with { Width = 13 }, 4, 1);
        Assert.Throws<ArgumentException>(() => new Committee([]));
        Assert.Throws<ArgumentException>(() => new Committee([Member(1), classes]));
        Assert.Throws<ArgumentException>(() => new Committee([Member(1), shape]));
        Assert.Throws<ArgumentException>(() => new Committee([.. Enumerable.Repeat(Member(1), Committee.MaxMembers + 1)]));
    }

    private static Network Member(uint seed) => Network.Create(Samples.Architecture(Samples.SmallNetwork), Images.Shape, 4, seed);

    private static double[] Predict(int image)
    {
        var probabilities = new double[4];
        Three.Predict(Images.Image(image), probabilities);
        return probabilities;
    }
}
