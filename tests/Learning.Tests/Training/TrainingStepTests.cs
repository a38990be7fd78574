using Digits.Learning.Networks;
using Digits.Learning.Optimizers;
using Digits.Learning.Training.Engines;

namespace Digits.Learning.Tests.Training;

public sealed class TrainingStepTests
{
    public static TheoryData<int, string, double, double> Recipes
    {
        get
        {
            var recipes = new TheoryData<int, string, double, double>();
            foreach (var type in OptimizerTypes.All)
            {
                recipes.Add(1, type, 0.9, 0);
                recipes.Add(2, type, 0, 0.1);
            }

            return recipes;
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_OnceWarm_AllocatesNothing(int threads, string optimizer, double averaging, double smoothing)
    {
        var images = Samples.Quarters(32, 1);
        var network = Network.Create(Samples.Architecture(Samples.SmallNetwork), images.Shape, 4, 1);
        var average = averaging > 0 ? new WeightAverage(network.Weights, new WeightSet(network.Plan), averaging) : null;
        var sink = OptimizerSink.Create(OptimizerSettings.Of(optimizer), network.Weights, average);
        using var team = new WorkerTeam(threads);
        var step = new TrainingStep(network, team, 32, sink, augmenter: null, smoothing);
        var order = Samples.InOrder(32);
        Steps(3);

        Assert.Equal(0, Allocations.Least(() => Steps(20)));

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                sink.NextStep(0.001);
                step.Batch.Take(images, order, 0, 32);
                step.Run((uint)i);
            }
        }
    }
}
