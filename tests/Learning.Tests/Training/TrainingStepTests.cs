using Digits.Learning.Networks;
using Digits.Learning.Training;

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

        // What a step allocates shows in every round; what the runtime does once, when it compiles the step anew, in one of them.
        long[] rounds = [Allocated(), Allocated(), Allocated()];
        Assert.Equal(0, rounds.Min());

        // Of the calling thread, which takes part in every phase: other tests run on other threads.
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Steps(20);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

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
